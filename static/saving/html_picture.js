// A part of the page in HTML for a sheet: equations, tables, code. In: a node, a palette, the room. Out: a drawing of
// rectangles and words, which any program for pictures opens.

import { withCopy } from './copies.js';
import { inlined, plainColour, written } from './inlined.js';
import { escape } from './lettering.js';

/** In pixels; smaller type is raised to it before it is laid out, and it becomes the least of the sheet. */
const SMALLEST = 16;
const round = (/** @type {number} */ value) => Math.round(value * 100) / 100;
const clear = (/** @type {string} */ colour) => /^(transparent|rgba\(.*, 0\))$/.test(colour);

function raise(copy) {
  for (const one of [copy, ...copy.querySelectorAll('*')])
    if (one instanceof HTMLElement && !one.closest('sub, sup') && parseFloat(getComputedStyle(one).fontSize) < SMALLEST) one.style.fontSize = `${SMALLEST}px`;
}

// How much shows through of an element and all that it stands in.
function opacity(node, top) {
  let all = 1;
  for (let one = node; one && one !== top.parentElement; one = one.parentElement) all *= Number(getComputedStyle(one).opacity);
  return all < 1 ? ` opacity="${round(all)}"` : '';
}

function box(node, style, { x, y, width, height }, seen) {
  const parts = [];
  const fill = plainColour(style.backgroundColor);
  if (!clear(fill)) parts.push(`<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${parseFloat(style.borderTopLeftRadius) || 0}" fill="${fill}"${seen}/>`);
  const sides = { Top: [0, 0, 1, 0], Right: [1, 0, 1, 1], Bottom: [0, 1, 1, 1], Left: [0, 0, 0, 1] };
  for (const [side, [x1, y1, x2, y2]] of Object.entries(sides)) {
    const [wide, colour, kind] = ['Width', 'Color', 'Style'].map((name) => style[`border${side}${name}`]);
    if (!parseFloat(wide) || kind === 'none' || clear(plainColour(colour))) continue;
    const dash = kind === 'dashed' ? ' stroke-dasharray="5 4"' : '';
    parts.push(`<line x1="${x + x1 * width}" y1="${y + y1 * height}" x2="${x + x2 * width}" y2="${y + y2 * height}" stroke="${plainColour(colour)}" stroke-width="${parseFloat(wide)}"${dash}${seen}/>`);
  }
  return parts;
}

/** The words of a text as they stand in lines. @param {Text} node */
function* runs(node) {
  const range = document.createRange();
  let run = null;
  for (const { 0: word, index } of node.data.matchAll(/\S+/g)) {
    range.setStart(node, index);
    range.setEnd(node, index + word.length);
    const { left, top, bottom, right } = range.getBoundingClientRect();
    if (run && Math.abs(run.top - top) < 2) Object.assign(run, { end: index + word.length, right });
    else {
      if (run) yield run;
      run = { begin: index, end: index + word.length, left, right, top, bottom };
    }
  }
  if (run) yield run;
}

function words(node, origin, seen) {
  const style = getComputedStyle(/** @type {Element} */ (node.parentElement));
  const size = parseFloat(style.fontSize);
  const index = node.parentElement?.closest('sub, sup') ? ' data-index=""' : '';
  const mono = /mono/i.test(style.fontFamily) ? ` font-family="${escape(style.fontFamily.replaceAll('"', "'"))}"` : '';
  return [...runs(node)].map(({ begin, end, left, right, top, bottom }) => {
    const line = (top + bottom) / 2 - origin.top + size * 0.35;
    return (
      `<text x="${round(left - origin.left)}" y="${round(line)}" font-size="${round(size)}" font-weight="${style.fontWeight}" ` +
      `textLength="${round(right - left)}" fill="${plainColour(style.color)}" style="white-space: pre"${index}${mono}${seen}>${escape(node.data.slice(begin, end))}</text>`
    );
  });
}

function walk(node, top, origin) {
  if (node instanceof Text) return words(node, origin, opacity(node.parentElement, top));
  if (!(node instanceof Element)) return [];
  const style = getComputedStyle(node);
  if (style.display === 'none' || style.visibility === 'hidden') return [];
  const { left, top: above, width, height } = node.getBoundingClientRect();
  const place = { x: round(left - origin.left), y: round(above - origin.top), width: round(width), height: round(height) };
  if (node instanceof SVGSVGElement) {
    const at = `x="${place.x}" y="${place.y}" width="${place.width}" height="${place.height}"`;
    return [written(inlined(node)).replace('<svg ', `<svg ${at} `)];
  }
  return [...box(node, style, place, opacity(node, top)), ...[...node.childNodes].flatMap((child) => walk(child, top, origin))];
}

// How far it reaches, with what stands out of it.
function extent(copy, origin) {
  const boxes = [copy, ...copy.querySelectorAll('*')].map((one) => one.getBoundingClientRect());
  const reach = (/** @type {'right' | 'bottom'} */ side, from) => Math.ceil(Math.max(...boxes.map((one) => one[side])) - from);
  return { width: reach('right', origin.left), height: reach('bottom', origin.top) };
}

/** @param {HTMLElement} node @param {Record<string, any>} palette @param {import('./sheet.js').Room} room
 * @param {(copy: HTMLElement) => void} [prepare] takes from the copy what does not belong on a slide */
export function htmlPicture(node, palette, { width, height, least }, prepare = () => {}) {
  const unit = least / SMALLEST;
  return withCopy(node, palette, Math.floor(width / unit), (copy) => {
    prepare(copy);
    raise(copy);
    const origin = copy.getBoundingClientRect();
    const size = extent(copy, origin);
    const fitted = Math.min(unit, width / size.width, height ? height / size.height : Infinity);
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}">${walk(copy, copy, origin).join('')}</svg>`;
    return { svg, width: size.width * fitted, height: size.height * fitted };
  });
}
