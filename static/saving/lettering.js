// Words on a sheet: how wide they are, where their lines break, and the label of a source.
// In: texts and sizes in units of the sheet. Out: numbers, lines, SVG text.

import { drawing } from '../player/pens.js';

/** @param {unknown} text */
export const escape = (text) => String(text).replace(/[&<>"]/g, (one) => `&#${one.charCodeAt(0)};`);

/** @type {CanvasRenderingContext2D | undefined} */
let ruler;

/** @param {string} text @param {number} size @param {number} weight @param {string} font */
export function measure(text, size, weight, font) {
  ruler ??= drawing(document.createElement('canvas'));
  ruler.font = `${weight} ${size}px ${font}`;
  return ruler.measureText(text).width;
}

/** A text in lines of at most `width`; what is left over ends in an ellipsis.
 * @param {string} text @param {number} width @param {number} most @param {(text: string) => number} measured */
export function lines(text, width, most, measured) {
  const words = text.split(/\s+/).filter(Boolean);
  /** @type {string[]} */
  const found = [];
  let line = '';
  while (words.length) {
    const longer = line ? `${line} ${words[0]}` : words[0];
    if (line && measured(longer) > width) {
      if (found.length === most - 1) return [...found, shortened(line, width, measured)];
      found.push(line);
      line = '';
    } else {
      line = longer;
      words.shift();
    }
  }
  return line ? [...found, measured(line) > width ? shortened(line, width, measured) : line] : found;
}

function shortened(line, width, measured) {
  let kept = line;
  while (kept && measured(`${kept}…`) > width) kept = kept.slice(0, -1);
  return `${kept.trimEnd()}…`;
}

/** How wide a label is. */
export const badgeWidth = (text, size, font) => measure(text, size, 600, font) + size * 1.4;

/** A label whose right end is at `right`. */
export function badge(text, fill, ink, right, top, size, font) {
  const wide = badgeWidth(text, size, font);
  const high = size * 1.5;
  return (
    `<rect x="${right - wide}" y="${top}" width="${wide}" height="${high}" rx="${high / 2}" fill="${fill}"/>` +
    `<text x="${right - wide / 2}" y="${top + high / 2 + size * 0.36}" text-anchor="middle" font-size="${size}" ` +
    `font-weight="600" fill="${ink}">${escape(text)}</text>`
  );
}
