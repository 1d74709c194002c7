// A part of the page in HTML for a sheet: equations, tables, code. In: a node, a palette, the room. Out: a drawing of
// rectangles and words, which any program for pictures opens.

import { withCopy } from './copies.js';
import { inlined, plainColour, written } from './inlined.js';
import { escape } from './lettering.js';
import { drawing } from '../player/pens.js';

/** In pixels; smaller type is raised to it before it is laid out, and it becomes the least of the sheet. */
const SMALLEST = 16;
// How much larger it is drawn where the sheet has room.
const LARGEST = 1.6;
/** @type {CanvasRenderingContext2D | undefined} */
let ruler;
const round = (/** @type {number} */ value) => Math.round(value * 100) / 100;
const clear = (/** @type {string} */ colour) => /^(transparent|rgba\(.*, 0\))$/.test(colour);

const isWindow = (/** @type {Element} */ one) => one.matches('.katex *') && getComputedStyle(one).overflow === 'hidden';

/** How far down its box the line of a text is, as a share of the box. @param {CSSStyleDeclaration} style */
function ascent({ fontStyle, fontWeight, fontSize, fontFamily }) {
  ruler ??= drawing(document.createElement('canvas'));
  ruler.font = `${fontStyle} ${fontWeight} ${fontSize} ${fontFamily}`;
  const { fontBoundingBoxAscent: up, fontBoundingBoxDescent: down } = ruler.measureText('x');
  return up / (up + down);
}

function raise(copy) {
  for (const one of [copy, ...copy.querySelectorAll('*')])
    if (one instanceof HTMLElement && !one.closest('sub, sup, .katex') && parseFloat(getComputedStyle(one).fontSize) < SMALLEST) one.style.fontSize = `${SMALLEST}px`;
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
    if (left === right) continue;
    if (run && Math.abs(run.top - top) < 2) Object.assign(run, { end: index + word.length, right });
    else {
      if (run) yield run;
      run = { begin: index, end: index + word.length, left, right, top, bottom };
    }
  }
  if (run) yield run;
}

// Small by its place, as an index is.
function isIndex(/** @type {Element} */ parent, /** @type {number} */ size) {
  const formula = parent.closest('.katex');
  return formula ? size < parseFloat(getComputedStyle(formula).fontSize) : Boolean(parent.closest('sub, sup'));
}

function letters(/** @type {Element} */ parent, /** @type {CSSStyleDeclaration} */ style) {
  const size = parseFloat(style.fontSize);
  const own = /mono|katex/i.test(style.fontFamily) ? ` font-family="${escape(style.fontFamily.replaceAll('"', "'"))}"` : '';
  const slant = style.fontStyle === 'normal' ? '' : ` font-style="${style.fontStyle}"`;
  return `font-size="${round(size)}" font-weight="${style.fontWeight}"${slant}${own}${isIndex(parent, size) ? ' data-index=""' : ''}`;
}

function words(node, origin, seen) {
  const parent = /** @type {Element} */ (node.parentElement);
  const style = getComputedStyle(parent);
  const look = `${letters(parent, style)} fill="${plainColour(style.color)}" style="white-space: pre"${seen}`;
  const above = ascent(style);
  return [...runs(node)].map(
    ({ begin, end, left, right, top, bottom }) =>
      `<text x="${round(left - origin.left)}" y="${round(top - origin.top + (bottom - top) * above)}" ` +
      `textLength="${round(right - left)}" ${look}>${escape(node.data.slice(begin, end))}</text>`,
  );
}

const at = ({ x, y, width, height }) => `x="${x}" y="${y}" width="${width}" height="${height}"`;

// A drawing of which the element around it shows a part, as the arrows and braces of formulas are.
function windowed(node, svg, origin) {
  const parent = /** @type {Element} */ (node.parentElement);
  if (!isWindow(parent)) return svg;
  const { left, top, width, height } = parent.getBoundingClientRect();
  const [x, y] = [round(left - origin.left), round(top - origin.top)];
  return `<svg ${at({ x, y, width, height })} viewBox="${x} ${y} ${width} ${height}" overflow="hidden">${svg}</svg>`;
}

function walk(node, top, origin) {
  if (node instanceof Text) return words(node, origin, opacity(node.parentElement, top));
  if (!(node instanceof Element)) return [];
  const style = getComputedStyle(node);
  if (style.display === 'none' || style.visibility === 'hidden') return [];
  const { left, top: above, width, height } = node.getBoundingClientRect();
  const place = { x: round(left - origin.left), y: round(above - origin.top), width: round(width), height: round(height) };
  if (node instanceof SVGSVGElement) return [windowed(node, written(inlined(node)).replace('<svg ', `<svg ${at(place)} `), origin)];
  return [...box(node, style, place, opacity(node, top)), ...[...node.childNodes].flatMap((child) => walk(child, top, origin))];
}

// How far it reaches, with what stands out of it.
function extent(copy, origin) {
  const parts = [...copy.querySelectorAll('*')].filter((one) => !isWindow(one.parentElement));
  const boxes = [copy, ...parts].map((one) => one.getBoundingClientRect());
  const reach = (/** @type {'right' | 'bottom'} */ side, from) => Math.ceil(Math.max(...boxes.map((one) => one[side])) - from);
  return { width: reach('right', origin.left), height: reach('bottom', origin.top) };
}

/** @param {HTMLElement} node @param {Record<string, any>} palette @param {import('./sheet.js').Room} room
 * @param {(copy: HTMLElement, high: number) => void} [prepare] takes from the copy what does not belong on a slide, or has no
 *   room in so many pixels */
export function htmlPicture(node, palette, { width, height, least }, prepare = () => {}) {
  const unit = least / SMALLEST;
  return withCopy(node, palette, Math.floor(width / unit), (copy) => {
    Object.assign(copy.style, { width: 'fit-content', maxWidth: copy.style.width });
    prepare(copy, height ? height / unit : Infinity);
    raise(copy);
    const origin = copy.getBoundingClientRect();
    const size = extent(copy, origin);
    const fitted = Math.min(LARGEST * unit, width / size.width, height ? height / size.height : Infinity);
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}">${walk(copy, copy, origin).join('')}</svg>`;
    return { svg, width: size.width * fitted, height: size.height * fitted };
  });
}
