// From an SVG text to pixels. In: SVG, its size, how many pixels. Out: a canvas, a PNG, a page for a PDF.

import { rowsOf, withFacts } from './png.js';

/** @param {string} svg @returns {Promise<HTMLImageElement>} */
export async function image(svg) {
  const made = new Image();
  made.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await made.decode();
  return made;
}

/** @param {{ svg: string, width: number, height: number }} sheet @param {number} scale @param {boolean} alpha */
export async function canvasOf({ svg, width, height }, scale, alpha) {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width: Math.round(width * scale), height: Math.round(height * scale) });
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d', { alpha }));
  context.drawImage(await image(svg), 0, 0, canvas.width, canvas.height);
  return canvas;
}

/** @param {HTMLCanvasElement} canvas @returns {Promise<Uint8Array>} */
async function pngBytes(canvas) {
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
  return new Uint8Array(await blob.arrayBuffer());
}

/** Twice a sheet's size: 3200 x 1800 for a slide. */
export async function png(sheet, facts, alpha) {
  const bytes = await pngBytes(await canvasOf(sheet, 2, alpha));
  return new Blob([withFacts(bytes, facts)], { type: 'image/png' });
}

/** A sheet as pdf.js takes it: a slide is 960 points wide.
 * @param {{ svg: string, width: number, height: number }} sheet @param {string} [link] */
export async function pdfPage(sheet, link) {
  const canvas = await canvasOf(sheet, 2, false);
  const { width: columns, height: rows, stream } = rowsOf(await pngBytes(canvas));
  const points = { width: 960, height: Math.round((960 * sheet.height) / sheet.width) };
  return { ...points, columns, rows, stream: stream ?? (await packed(canvas)), link };
}

// For a browser that writes an alpha channel all the same: rows of RGB, each behind a filter byte of 0.
async function packed(canvas) {
  const { width, height } = canvas;
  const { data } = canvas.getContext('2d').getImageData(0, 0, width, height);
  const rows = new Uint8Array(height * (3 * width + 1));
  for (let y = 0, to = 0, from = 0; y < height; y += 1) {
    to += 1;
    for (let x = 0; x < width; x += 1, from += 4) {
      rows[to++] = data[from];
      rows[to++] = data[from + 1];
      rows[to++] = data[from + 2];
    }
  }
  const stream = new Blob([rows]).stream().pipeThrough(new CompressionStream('deflate'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
