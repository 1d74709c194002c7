// One plane: a cloud of states, the line at which the answer changes, and one sequence's way through it.
// In: places in units of the states, what to draw, and a box in the picture. Out: SVG elements.

import { label, svg } from './elements.js';

/** @typedef {{ x: number, y: number, width: number, height: number }} Box */
/** @typedef {[number, number]} Place */

const MARGIN = 10;

// From one end of the scale, 0, over grey to the other, 1.
export function colour(shade) {
  const share = Math.round(200 * Math.abs(shade - 0.5));
  return `color-mix(in srgb, var(--${shade < 0.5 ? 'negative' : 'positive'}) ${share}%, var(--earlier))`;
}

/** @param {Place} place */
const dot = ([x, y]) => `M${x.toFixed(1)} ${y.toFixed(1)}h0`;
/** @param {Place[]} places */
const line = (places) => `M${places.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join('L')}`;

export class Panel {
  /** @type {Box} */
  box;

  // Pixels to a unit of the state along each axis, and what lies in the middle of the box.
  /** @type {Place} */
  pixels = [1, 1];

  /** @type {Place} */
  centre = [0, 0];

  /**
   * @param {any} shown
   * @param {Box} box
   * @param {number} shades
   */
  constructor(shown, box, shades) {
    this.shown = shown;
    this.box = box;
    this.scale();
    this.trail = shown.way.map((place) => this.place(place));
    this.node = svg('g', { class: `plane ${shown.reader}` }, [
      svg('rect', { ...box, class: 'frame', rx: 6 }),
      label(box.x, box.y - 8, shown.title, { class: `strong ${shown.reader}` }),
      label(box.x + box.width, box.y - 8, shown.note, { class: 'end muted' }),
      label(box.x + box.width - 8, box.y + box.height - 8, shown.axes[0], { class: 'end muted' }),
      label(box.x + 8, box.y + 20, shown.axes[1], { class: 'muted' }),
      ...this.cloud(shades),
      this.readout(),
    ]);
  }

  // One scale for both axes, unless they are of different states.
  scale() {
    const { low, high } = this.shown;
    const across = (this.box.width - 2 * MARGIN) / (high[0] - low[0] || 1);
    const up = (this.box.height - 2 * MARGIN) / (high[1] - low[1] || 1);
    const one = Math.min(across, up);
    this.pixels = this.shown.equal ? [one, one] : [across, up];
    this.centre = [(low[0] + high[0]) / 2, (low[1] + high[1]) / 2];
  }

  /**
   * @param {number[]} state
   * @returns {Place}
   */
  place([x, y]) {
    return [
      this.box.x + this.box.width / 2 + (x - this.centre[0]) * this.pixels[0],
      this.box.y + this.box.height / 2 - (y - this.centre[1]) * this.pixels[1],
    ];
  }

  // A path of dots for each shade: a few elements instead of hundreds.
  cloud(shades) {
    const drawn = Array.from({ length: shades }, () => '');
    this.shown.dots.forEach(([x, y, shade]) => {
      drawn[shade] += dot(this.place([x, y]));
    });
    return drawn.flatMap((d, shade) => (d ? [svg('path', { class: 'dots', d, style: `stroke:${colour(shades > 1 ? shade / (shades - 1) : 0)}` })] : []));
  }

  readout() {
    const { readout } = this.shown;
    return readout && svg('path', { class: 'readout', d: readout.map(([a, b, c, d]) => line([this.place([a, b]), this.place([c, d])])).join('') });
  }

  at(step) {
    return this.trail[step];
  }

  // The states that the reader has come through: forward from the left end, backward from the right one.
  way(step) {
    const { reader } = this.shown;
    if (reader === 'bidirectional') return [];
    const been = reader === 'forward' ? this.trail.slice(0, step + 1) : this.trail.slice(step);
    return [svg('path', { class: `trail ${reader}`, d: line(been) }), svg('path', { class: `steps ${reader}`, d: been.map(dot).join('') })];
  }

  head(step) {
    const [cx, cy] = this.at(step);
    return [svg('circle', { class: `here ${this.shown.reader}`, cx, cy, r: 8 })];
  }
}
