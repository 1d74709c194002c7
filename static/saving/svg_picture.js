// A lesson's own picture for a sheet: the SVG on the page, its type made large enough.
// In: the section that holds it, a palette, the room. Out: a drawing.

import { withCopy } from './copies.js';
import { escape } from './lettering.js';
import { inlined, written } from './inlined.js';

// The colours of the lines in words, where they stand beside the picture on the page.
function legend(copy, wide, high, size) {
  const spans = [...copy.querySelectorAll('.key > span')];
  if (!spans.length) return '';
  const said = spans.map((one) => `<tspan fill="${getComputedStyle(one).color}">${escape(one.textContent)}</tspan>`);
  return `<text x="${wide / 2}" y="${high + size * 1.1}" font-size="${size}" font-weight="600" text-anchor="middle" style="white-space: pre">${said.join('    ')}</text>`;
}

/** @param {HTMLElement} section @param {Record<string, any>} palette @param {import('./sheet.js').Room} room
 * @param {string} [chosen] which SVG of it */
export function svgPicture(section, palette, { width, height, least }, chosen = 'svg[role]') {
  return withCopy(section, palette, 1000, (copy) => {
    const svg = /** @type {SVGSVGElement} */ (copy.querySelector(chosen));
    const { x, y, width: wide, height: high } = svg.viewBox.baseVal;
    const unit = Math.min(width / wide, height ? height / high : Infinity);
    const key = legend(copy, wide, high, least / unit);
    const whole = high + (key ? (1.5 * least) / unit : 0);
    const fitted = Math.min(width / wide, height ? height / whole : Infinity);
    const made = inlined(svg, least / fitted);
    made.setAttribute('viewBox', `${x} ${y} ${wide} ${whole}`);
    const text = written(made).replace(/<\/svg>$/, `${legend(copy, wide, high, least / fitted)}</svg>`);
    return { svg: text, width: wide * fitted, height: whole * fitted };
  });
}
