// A sequence arrives step by step: one row of answers for each step read; answers taken back are outlined.
// In: the answers after each step. Out: two triangles that fill row by row.

import { fill, html, label, svg } from './elements.js';
import { component } from './mounting.js';
import { Transport } from './transport.js';

const WIDTH = 1000;
const TOP = 68;
const LEFTS = [130, 600];
const SIDE = 390;
const ROW = 29;

class Arrival {
  /** @type {any} */
  payload;

  /** @type {any} */
  words;

  /** @type {any[]} */
  rows = [];

  constructor(words) {
    this.picture = svg('svg', { role: 'img' });
    this.sentence = html('div', { class: 'moment', role: 'status' });
    this.transport = new Transport(words, (read) => this.show(read));
    this.node = html('div', { class: 'stage', tabindex: 0, role: 'group', 'aria-label': words.title, onkeydown: (event) => this.transport.key(event) }, [
      this.picture, this.sentence, this.transport.node,
    ]);
  }

  update(payload, words) {
    const first = !this.payload;
    Object.assign(this, { payload, words });
    this.rows = [];
    this.picture.setAttribute('viewBox', `0 0 ${WIDTH} ${TOP + payload.steps * ROW + 6}`);
    this.picture.replaceChildren(
      svg('title', { text: words.title }),
      label(4, TOP - 8, words.row_axis, { class: 'muted' }),
      ...payload.networks.flatMap((network, place) => this.triangle(network, LEFTS[place])),
    );
    this.transport[first ? 'begin' : 'extent'](payload.steps);
    this.transport.show(this.transport.frame);
  }

  close() {
    this.transport.stop();
  }

  triangle(network, left) {
    const { symbols } = this.payload;
    const gap = SIDE / this.payload.steps;
    const heading = label(left - 34, 16, `${this.words[network.name]}: ${fill(this.words.taken_back, network)}`, { class: `strong ${network.name}` });
    // Numbers are wider than a column: every other one stands a line higher.
    const lift = symbols.some((symbol) => symbol.length > 3) ? 20 : 0;
    const heads = symbols.map((symbol, step) => label(left + (step + 0.5) * gap, TOP - 8 - (step % 2) * lift, symbol, { class: 'middle' }));
    const rows = network.probabilities.map((row, n) => {
      const cells = row.flatMap((probability, t) => (t > n ? [] : this.cell(network, n, t, left + t * gap, gap)));
      const made = svg('g', { class: 'read' }, [label(left - 12, TOP + n * ROW + 20, n + 1, { class: 'end muted' }), ...cells]);
      this.rows.push({ n, made });
      return made;
    });
    return [heading, ...heads, ...rows];
  }

  cell({ name, probabilities, revised }, n, t, x, gap) {
    const probability = probabilities[n][t];
    const said = Number(probability > 0.5);
    const flipped = revised[n][t];
    const tip = { n: n + 1, t: t + 1, name: this.payload.classes[said], other: this.payload.classes[1], value: probability.toFixed(4) };
    const y = TOP + n * ROW;
    return [
      svg('rect', { x: x + 1.5, y: y + 1.5, width: gap - 3, height: ROW - 3, rx: 5, class: `told ${name}${said ? ' yes' : ''}${flipped ? ' flipped' : ''}` }, [svg('title', { text: fill(this.words.tip, tip) })]),
      label(x + gap / 2, y + 20, this.payload.marks[said], { class: `middle mark${said ? ' yes' : ''}` }),
    ];
  }

  show(read) {
    for (const { n, made } of this.rows) made.classList.toggle('on', n < read);
    this.sentence.replaceChildren(...this.telling(read));
    this.node.dataset.frame = read;
    this.node.dataset.last = this.transport.last;
  }

  telling(read) {
    if (read === 0) return [html('p', { text: this.words.nothing })];
    return this.payload.networks.map(({ name, revised }) => {
      const count = revised[read - 1].filter(Boolean).length;
      const text = fill(this.words.so_far, { n: read, name: this.words[name], revised: count, earlier: read - 1 });
      return html('p', { class: 'told-line', 'data-network': name }, [html('span', { class: name, text: '■ ' }), text]);
    });
  }
}

export default component(Arrival);
