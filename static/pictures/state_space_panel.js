// One plane: a cloud of states, the line at which the answer changes, and one sequence's way through it.
// With a third direction the same cloud can be turned.
// In: places in units of the states, what to draw, and a box in the picture. Out: SVG elements.

import { label, svg } from './elements.js';
import { reach, START, turned } from './state_space_turning.js';

/** @typedef {{ x: number, y: number, width: number, height: number }} Box */
/** @typedef {[number, number]} Place */

const MARGIN = 10;
// Ends of an axis and the place of its name, in half sizes of the cloud.
const AXIS = [-0.75, 0.75, 0.85];

// From one end of the scale, 0, over grey to the other, 1.
export function colour(shade) {
  const share = Math.round(200 * Math.abs(shade - 0.5));
  return `color-mix(in srgb, var(--${shade < 0.5 ? 'negative' : 'positive'}) ${share}%, var(--earlier))`;
}

/** @param {number[]} place */
const dot = ([x, y]) => `M${x.toFixed(1)} ${y.toFixed(1)}h0`;
/** @param {Place[]} places */
const line = (places) => `M${places.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join('L')}`;

export class Panel {
  /** @type {Box} */
  box;

  // Pixels to a unit of the state along each axis, what lies in the middle of the box, and half of the cloud's size.
  /** @type {Place} */
  pixels = [1, 1];

  /** @type {number[]} */
  centre = [];

  /** @type {number[]} */
  halves = [];

  angle = START;

  /** @type {Place[]} */
  trail = [];

  /**
   * @param {any} shown
   * @param {Box} box
   * @param {number} shades
   * @param {import('./state_space_turning.js').Angle} angle
   */
  constructor(shown, box, shades, angle) {
    this.shown = shown;
    this.box = box;
    this.shades = shades;
    this.solid = shown.low.length === 3;
    const { low, high } = shown;
    this.centre = low.map((one, axis) => (one + high[axis]) / 2);
    this.halves = low.map((one, axis) => (high[axis] - one) / 2);
    this.cloud = svg('g');
    this.node = svg('g', { class: `plane ${shown.reader}` }, [
      svg('rect', { ...box, class: 'frame', rx: 6 }),
      label(box.x, box.y - 8, shown.title, { class: `strong ${shown.reader}` }),
      label(box.x + box.width, box.y - 8, shown.note, { class: 'end muted' }),
      this.cloud,
      ...this.axes(),
    ]);
    this.turn(angle);
    this.node.append(...this.readout());
  }

  // One scale for all axes, unless they are of different states. A solid cloud fills its box from wherever it is seen.
  scale() {
    const [right, upward] = this.solid ? reach(this.shown.dots.map((one) => this.from(one)), this.angle) : this.halves;
    const across = (this.box.width / 2 - MARGIN) / (right || 0.5);
    const up = (this.box.height / 2 - MARGIN) / (upward || 0.5);
    const one = Math.min(across, up);
    this.pixels = this.shown.equal ? [one, one] : [across, up];
  }

  // Draws cloud and way anew, as they are seen from there.
  /** @param {import('./state_space_turning.js').Angle} angle */
  turn(angle) {
    this.angle = angle;
    this.scale();
    this.trail = this.shown.way.map((place) => this.place(place));
    this.cloud.replaceChildren(...(this.solid ? this.cross() : []), ...this.dots());
  }

  // A state as it lies around the middle of the cloud; what comes after its coordinates is left out.
  /**
   * @param {number[]} state
   * @returns {number[]}
   */
  from(state) {
    return this.centre.map((one, axis) => state[axis] - one);
  }

  // Where a state is drawn, and how far away.
  /**
   * @param {number[]} state
   * @returns {[number, number, number]}
   */
  seen(state) {
    const from = this.from(state);
    const [x, y, depth] = this.solid ? turned(from, this.angle) : [...from, 0];
    return [this.box.x + this.box.width / 2 + x * this.pixels[0], this.box.y + this.box.height / 2 - y * this.pixels[1], depth];
  }

  /**
   * @param {number[]} state
   * @returns {Place}
   */
  place(state) {
    const [x, y] = this.seen(state);
    return [x, y];
  }

  // A path of dots for each shade, in a solid one of the farther half and one of the nearer: a few elements instead of hundreds.
  dots() {
    const drawn = Array.from({ length: 2 * this.shades }, () => '');
    this.shown.dots.forEach((one) => {
      const [x, y, depth] = this.seen(one);
      drawn[one.at(-1) + (depth > 0 ? 0 : this.shades)] += dot([x, y]);
    });
    return drawn.flatMap((d, place) => {
      const shade = place % this.shades;
      const far = this.solid && place < this.shades;
      return d ? [svg('path', { class: far ? 'dots far' : 'dots', d, style: `stroke:${colour(this.shades > 1 ? shade / (this.shades - 1) : 0)}` })] : [];
    });
  }

  // The three directions through the middle of the cloud.
  cross() {
    return this.halves.flatMap((half, axis) => {
      const ends = AXIS.map((side) => this.place(this.centre.map((one, other) => (other === axis ? one + side * half : one))));
      const [x, y] = ends[2];
      return [svg('path', { class: 'axis', d: line(ends.slice(0, 2)) }), label(x, y + 5, `PC${axis + 1}`, { class: 'middle muted' })];
    });
  }

  // What the axes are: beside them, or in a row where they turn.
  axes() {
    const { x, y, width, height } = this.box;
    const { axes } = this.shown;
    const bottom = y + height - 8;
    if (this.solid) return [label(x + width - 8, bottom, axes.join(', '), { class: 'end muted' })];
    return [label(x + width - 8, bottom, axes[0], { class: 'end muted' }), label(x + 8, y + 20, axes[1], { class: 'muted' })];
  }

  readout() {
    const { readout } = this.shown;
    if (!readout) return [];
    return [svg('path', { class: 'readout', d: readout.map(([a, b, c, d]) => line([this.place([a, b]), this.place([c, d])])).join('') })];
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
