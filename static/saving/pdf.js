// A PDF of pictures, one on each page, without a library: the compressed rows of a PNG are what a PDF takes.
// In: pages as PNG bytes without alpha, with their sizes in points; facts. Out: bytes. Source: ISO 32000-1.

import { joined } from './png.js';

const latin = (/** @type {string} */ text) => Uint8Array.from(text, (one) => one.charCodeAt(0));

/** Any text as PDF has it: UTF-16 with its mark. @param {string} text */
const written = (text) => `<FEFF${[...Array(text.length).keys()].map((at) => text.charCodeAt(at).toString(16).padStart(4, '0')).join('')}>`;

/**
 * @typedef {{ width: number, height: number, columns: number, rows: number, stream: Uint8Array, link?: string }} Page
 *   width and height in points
 * @param {Page[]} pages @param {{ Title: string, Description: string, Source: string, Software: string }} facts
 */
export function pdf(pages, facts) {
  /** @type {Uint8Array[]} */
  const objects = [];
  /** @param {string} dictionary @param {Uint8Array} [stream] */
  const add = (dictionary, stream) => {
    const parts = stream ? [latin(`${dictionary}\nstream\n`), stream, latin('\nendstream')] : [latin(dictionary)];
    objects.push(joined(parts));
    return objects.length;
  };
  const tree = 2 + 4 * pages.length;
  const kids = pages.map((page) => addPage(add, page, tree));
  add(`<< /Title ${written(facts.Title)} /Subject ${written(facts.Description)} /Keywords ${written(facts.Source)} /Creator ${written(facts.Software)} >>`);
  add(`<< /Type /Pages /Count ${pages.length} /Kids [${kids.map((kid) => `${kid} 0 R`).join(' ')}] >>`);
  const root = add(`<< /Type /Catalog /Pages ${tree} 0 R >>`);
  return file(objects, root, tree - 1);
}

/** @param {(dictionary: string, stream?: Uint8Array) => number} add @param {Page} page @param {number} tree */
function addPage(add, { width, height, columns, rows, stream, link }, tree) {
  const image = add(
    `<< /Type /XObject /Subtype /Image /Width ${columns} /Height ${rows} /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /FlateDecode ` +
      `/DecodeParms << /Predictor 15 /Colors 3 /BitsPerComponent 8 /Columns ${columns} >> /Length ${stream.length} >>`,
    stream,
  );
  const drawn = latin(`${width} 0 0 ${height} 0 0 cm /Picture Do`);
  const content = add(`<< /Length ${drawn.length} >>`, drawn);
  const address = encodeURI(decodeURI(link ?? '')).replace(/[()\\]/g, (one) => `\\${one}`);
  const mark = add(`<< /Type /Annot /Subtype /Link /Rect [0 0 ${width} ${link ? 60 : 0}] /Border [0 0 0] /A << /S /URI /URI (${address}) >> >>`);
  return add(
    `<< /Type /Page /Parent ${tree} 0 R /MediaBox [0 0 ${width} ${height}] /Contents ${content} 0 R ` +
      `/Resources << /XObject << /Picture ${image} 0 R >> >> ${link ? `/Annots [${mark} 0 R]` : ''} >>`,
  );
}

function file(objects, root, info) {
  const parts = [latin('%PDF-1.5\n%\u00e2\u00e3\u00cf\u00d3\n')];
  let at = parts[0].length;
  const places = objects.map((one, index) => {
    const place = at;
    const whole = joined([latin(`${index + 1} 0 obj\n`), one, latin('\nendobj\n')]);
    parts.push(whole);
    at += whole.length;
    return place;
  });
  const rows = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('');
  const count = objects.length + 1;
  parts.push(latin(`xref\n0 ${count}\n0000000000 65535 f \n${rows}trailer\n<< /Size ${count} /Root ${root} 0 R /Info ${info} 0 R >>\nstartxref\n${at}\n%%EOF\n`));
  return joined(parts);
}
