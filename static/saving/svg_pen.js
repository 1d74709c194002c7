// The pen for SVG files: the same strokes as those of pens.js, whose styles it takes.
// In: shapes in CSS pixels. Out: a document.

import { HATCH, index } from '../player/pens.js';
import { escape } from './lettering.js';

const short = (number) => Math.round(number * 100) / 100;

export class SvgPen {
  font = '';
  width = 0;
  height = 0;

  /** @type {string[]} */
  parts = [];

  /** @type {Map<string, string>} */
  hatches = new Map();

  constructor({ font }) {
    this.font = font;
  }

  clear(width, height, fill) {
    Object.assign(this, { width, height, parts: [] });
    if (fill) this.rect(0, 0, width, height, { fill });
  }

  style({ fill, stroke, width = 1, alpha = 1, dash, cap }) {
    const line = stroke ? ` stroke="${stroke}" stroke-width="${short(width)}" stroke-linejoin="round"` : '';
    const extra = `${dash ? ` stroke-dasharray="${dash}"` : ''}${cap ? ` stroke-linecap="${cap}"` : ''}`;
    return `fill="${fill ?? 'none'}"${line}${extra}${alpha < 1 ? ` opacity="${short(alpha)}"` : ''}`;
  }

  rect(x, y, w, h, style) {
    const round = style.radius ? ` rx="${style.radius}"` : '';
    const place = `x="${short(x)}" y="${short(y)}" width="${short(Math.max(0, w))}" height="${short(Math.max(0, h))}"`;
    this.parts.push(`<rect ${place}${round} ${this.style(style)}/>`);
  }

  circle(x, y, r, style) {
    this.parts.push(`<circle cx="${short(x)}" cy="${short(y)}" r="${short(r)}" ${this.style(style)}/>`);
  }

  path(d, style) {
    this.parts.push(`<path d="${d}" ${this.style(style)}/>`);
  }

  /** @param {string} words @param {number} x @param {number} y @param {import('../player/pens.js').TextStyle} style */
  text(words, x, y, { size, weight = 400, fill, align = 'left', alpha = 1, turn = 0 }) {
    const anchor = { left: 'start', center: 'middle', right: 'end' }[align];
    const place = `x="${short(x)}" y="${short(y + size * 0.36)}" font-size="${short(size)}" font-weight="${weight}"`;
    const turned = turn ? ` transform="rotate(${turn} ${short(x)} ${short(y)})"` : '';
    const look = `text-anchor="${anchor}" fill="${fill}" opacity="${alpha}"${turned}`;
    this.parts.push(`<text ${place} ${look}>${escape(words)}</text>`);
  }

  // One rectangle per state, so a slide can enlarge it without blur.
  cells(picture, first, last, x, y, w, h) {
    const { grid, colours } = picture;
    const wide = w / (last - first);
    const high = h / grid.units;
    const rows = [];
    for (let step = first; step < last; step++) {
      for (let unit = 0; unit < grid.units; unit++) {
        const at = index(picture, grid.at(step, unit));
        const place = `M${short(x + (step - first) * wide)} ${short(y + unit * high)}h${short(wide)}v${short(high)}h${short(-wide)}z`;
        rows.push(`<path d="${place}" fill="rgb(${colours[at]},${colours[at + 1]},${colours[at + 2]})"/>`);
      }
    }
    this.parts.push(`<g shape-rendering="crispEdges">${rows.join('')}</g>`);
  }

  hatch(x, y, w, h, stroke) {
    if (!this.hatches.has(stroke)) this.hatches.set(stroke, `hatch${this.hatches.size}`);
    this.rect(x, y, w, h, { fill: `url(#${this.hatches.get(stroke)})` });
  }

  document(title) {
    const line = `M-1 1L1 -1M0 ${HATCH}L${HATCH} 0M${HATCH - 1} ${HATCH + 1}L${HATCH + 1} ${HATCH - 1}`;
    const tiles = [...this.hatches].map(
      ([stroke, id]) =>
        `<pattern id="${id}" width="${HATCH}" height="${HATCH}" patternUnits="userSpaceOnUse">` +
        `<path d="${line}" stroke="${stroke}"/></pattern>`,
    );
    const { width, height } = this;
    return (
      `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="${escape(this.font)}" role="img">` +
      `<title>${escape(title)}</title><defs>${tiles.join('')}</defs>${this.parts.join('')}</svg>`
    );
  }
}
