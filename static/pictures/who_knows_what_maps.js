// Who knows what: three maps of |dy_t/dx_s|, and the way from one input to one answer.
// In: the maps, which states lie on which way, the chosen cell. Out: the same as a picture; clicks send a cell.

import { fill, html, label, long, short, subscript, svg } from './elements.js';
import { component, Echo } from './mounting.js';
import { unrolled } from './unrolled.js';

const WIDTH = 1000;
const TOP = 54;
const SIDE = 196;
const FAINTEST = 0.16;
const DECADES = 4;
// The scale under the maps: where it stands, and how much of each power of ten is one step of colour.
const SCALE = { gap: 27, height: 11, block: 62 };
const BELOW = SCALE.gap + 3 * SCALE.height + 38;

class Maps {
  /** @type {any} */
  payload;

  /** @type {any} */
  words;

  /** @type {any} */
  send;

  /** @type {any} */
  cell;

  /** @type {string} */
  shown = '';

  /** @type {number} */
  size = 0;

  /** @type {number} */
  largest = 0;

  constructor(words) {
    this.echo = new Echo();
    this.picture = svg('svg', { role: 'group', 'aria-label': words.title });
    this.sentence = html('p', { class: 'moment', role: 'status' });
    this.node = html('div', { class: 'stage maps' }, [this.sentence, this.picture]);
  }

  update(payload, words, send) {
    const { cell, shown } = payload;
    Object.assign(this, { payload, words, send });
    if (!this.echo.isLate([cell, shown])) Object.assign(this, { cell, shown });
    this.largest = Math.max(...payload.maps.flatMap((map) => map.values.flat()));
    this.size = SIDE / payload.steps;
    this.draw();
  }

  close() {}

  draw() {
    const focused = this.picture.getRootNode().activeElement?.dataset?.map;
    const maps = this.payload.maps.map((map, place) => this.map(map, 60 + place * 330));
    const way = unrolled(this.payload, this.words, { cell: this.cell, shown: this.shown, top: TOP + SIDE + BELOW, width: WIDTH });
    this.picture.setAttribute('viewBox', `0 0 ${WIDTH} ${TOP + SIDE + BELOW + way.height}`);
    this.picture.replaceChildren(...maps, this.scale(), way.node);
    this.sentence.replaceChildren(...this.telling(way));
    if (focused) this.picture.querySelector(`[data-map="${focused}"]`).focus();
  }

  // Exactly zero is blank; everything else is visible, the darker the larger, over four powers of ten.
  ink(value) {
    if (value === 0) return 0;
    const share = 1 + Math.log10(value / this.largest) / DECADES;
    return FAINTEST + (1 - FAINTEST) * Math.max(0, share);
  }

  // From blank, exactly zero, over powers of ten of the largest entry: every map's colour at each of them.
  scale() {
    const { height, block } = SCALE;
    const values = [0, ...Array.from({ length: DECADES + 1 }, (_, place) => this.largest * 10 ** (place - DECADES))];
    const names = this.payload.maps.map(({ name }) => name);
    const blocks = values.flatMap((value, place) => [
      ...names.map((name, row) => svg('rect', { x: place * block, y: row * height, width: block - 2, height: height - 2, class: `cell ${name}`, 'fill-opacity': this.ink(value).toFixed(3) })),
      svg('rect', { x: place * block, y: 0, width: block - 2, height: names.length * height - 2, class: 'frame' }),
      label((place + 0.5) * block - 1, names.length * height + 17, short(value), { class: 'middle muted' }),
    ]);
    const middle = (names.length * height) / 2 + 5;
    return svg('g', { class: 'scale', transform: `translate(${WIDTH / 2 - (values.length * block) / 2} ${TOP + SIDE + SCALE.gap})` }, [
      label(-12, middle, this.words.scale, { class: 'end muted' }), ...blocks,
    ]);
  }

  map({ name, values }, left) {
    const { steps } = this.payload;
    const cells = values.flatMap((row, t) => row.map((value, s) => this.square(name, value, t, s)));
    const ticks = [0, Math.floor((steps - 1) / 2), steps - 1].flatMap((step) => [
      label((step + 0.5) * this.size, SIDE + 20, step + 1, { class: 'middle muted' }),
      label(-8, (step + 0.5) * this.size + 6, step + 1, { class: 'end muted' }),
    ]);
    const heading = label(0, -30, this.words[name], { class: `strong ${name}` });
    const axes = [
      label(SIDE, -8, `${this.words.input_axis} →`, { class: 'end muted' }),
      label(-44, -8, `${this.words.answer_axis} ↓`, { class: 'muted' }),
    ];
    return svg('g', {
      transform: `translate(${left} ${TOP})`, class: `map${name === this.shown ? ' shown' : ''}`, tabindex: 0, role: 'application', 'data-map': name,
      'aria-label': fill(this.words.map, { name: this.words[name] }), onkeydown: (event) => this.key(event, name),
    }, [svg('rect', { width: SIDE, height: SIDE, class: 'frame' }), ...cells, this.cursor(), heading, ...axes, ...ticks]);
  }

  square(name, value, t, s) {
    return svg('rect', {
      x: s * this.size + 0.5, y: t * this.size + 0.5, width: this.size - 1, height: this.size - 1,
      class: `cell ${name}`, 'fill-opacity': this.ink(value).toFixed(3), 'data-value': value, onclick: () => this.choose(name, [t, s]),
    }, [svg('title', { text: this.value(name, t, s) })]);
  }

  cursor() {
    const [t, s] = this.cell;
    return svg('rect', { x: s * this.size - 1, y: t * this.size - 1, width: this.size + 2, height: this.size + 2, class: 'cursor' });
  }

  choose(shown, cell) {
    Object.assign(this, { shown, cell });
    this.draw();
    this.echo.sent([cell, shown]);
    this.send('cell', { t: cell[0], s: cell[1], shown });
  }

  key(event, name) {
    const moves = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0], Enter: [0, 0], ' ': [0, 0] };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    const inside = (place) => Math.max(0, Math.min(this.payload.steps - 1, place));
    this.choose(name, this.cell.map((place, axis) => inside(place + move[axis])));
  }

  value(name, t, s) {
    const value = this.payload.maps.find((map) => map.name === name).values[t][s];
    const numbers = { name: this.words[name], t: subscript(t + 1), s: subscript(s + 1), value: long(value) };
    return fill(value === 0 ? this.words.zero : this.words.value, numbers);
  }

  telling(way) {
    const [t, s] = this.cell;
    const parts = [html('span', { class: this.shown, text: this.value(this.shown, t, s) })];
    const numbers = { s: s + 1, t: t + 1, count: way.count, all: way.all };
    if (way.count === 0) return parts;
    const kind = this.payload.layers > 1 ? 'way_both' : s === t ? 'way_own' : s < t ? 'way_forward' : 'way_backward';
    return [...parts, ` ${fill(this.words[kind], numbers)}`];
  }
}

export default component(Maps);
