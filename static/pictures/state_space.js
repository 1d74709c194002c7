// Principal planes of the states, one cursor through all of them: what each reader has read by the chosen step,
// and a thread between its two states there. The same of the untrained network below.
// In: rows of panels with clouds and one sequence's ways. Out: a picture whose cursor walks or is clicked.

import { fill, label, svg } from './elements.js';
import { component } from './mounting.js';
import { Played } from './played.js';
import { colour, Panel } from './state_space_panel.js';

const WIDTH = 1000;
const LEFT = 34;
const GAP = 18;
const TITLE = 24;
// With more steps their symbols do not fit beside each other.
const MOST_SYMBOLS = 26;
const STRIP = { top: 4, height: 52 };

class StateSpace extends Played {
  /** @type {Panel[][]} */
  rows = [];

  // Pixels from one step of the strip to the next.
  gap = 0;

  /** @type {any} */
  cursor;

  /** @type {any} */
  over;

  constructor(words) {
    super(words);
    this.node.classList.add('planes');
  }

  update(payload, words, send) {
    const place = this.place(payload);
    Object.assign(this, { payload, words, send, gap: (WIDTH - LEFT) / payload.steps });
    this.cursor = svg('rect', { class: 'place', y: STRIP.top, width: Math.max(2, this.gap - 4), height: STRIP.height, rx: 8 });
    this.over = svg('g');
    let top = STRIP.top + STRIP.height + TITLE + 6;
    this.rows = payload.rows.map((row) => {
      const made = this.panels(row, top);
      top += row.height + TITLE + 8;
      return made;
    });
    this.picture.setAttribute('viewBox', `0 0 ${WIDTH} ${top + 2}`);
    this.picture.replaceChildren(svg('title', { text: words.title }), this.cursor, ...this.strip(), ...this.rows.flat().map(({ node }) => node), ...this.names(), ...this.key(top - 12), this.over);
    this.transport.extent(payload.steps - 1);
    this.transport.show(place);
  }

  panels(row, top) {
    const wide = (WIDTH - LEFT + GAP) / row.panels.length - GAP;
    return row.panels.map((one, column) => new Panel(one, { x: LEFT + column * (wide + GAP), y: top, width: wide, height: row.height }, this.payload.shades));
  }

  // Which network a row is of, beside it.
  names() {
    return this.rows.map((panels, row) => {
      const { y, height } = panels[0].box;
      const middle = y + height / 2;
      return label(14, middle, this.payload.rows[row].name, { class: 'middle strong muted', transform: `rotate(-90 14 ${middle})` });
    });
  }

  middle(step) {
    return LEFT + (step + 0.5) * this.gap;
  }

  strip() {
    const { symbols, steps, answers, right } = this.payload;
    const made = [];
    for (let step = 0; step < steps; step += 1) {
      const x = this.middle(step);
      if (steps <= MOST_SYMBOLS) {
        const look = right ? (right[step] ? 'right' : 'wrong') : '';
        made.push(label(x, STRIP.top + 20, symbols[step], { class: 'middle strong' }), label(x, STRIP.top + 43, answers[step], { class: `middle answer-text ${look}` }));
      }
      made.push(svg('rect', { class: 'target', x: x - this.gap / 2, y: 0, width: this.gap, height: STRIP.height + 8, onclick: () => this.choose(step) }));
    }
    return made;
  }

  // What the colours mean.
  key(y) {
    const { names, title } = this.payload.key;
    const made = [label(LEFT, y + 5, title, { class: 'muted' })];
    let x = LEFT + 14 + 8.6 * title.length;
    names.forEach(([name, shade]) => {
      made.push(svg('circle', { cx: x + 6, cy: y, r: 6, style: `fill:${colour(shade)}` }), label(x + 18, y + 5, name, {}));
      x += 44 + 9 * name.length;
    });
    return made;
  }

  choose(step) {
    this.transport.go(step);
    this.tell();
  }

  show(step) {
    if (!this.payload) return;
    this.cursor.setAttribute('x', this.middle(step) - this.gap / 2 + 2);
    this.over.replaceChildren(...this.rows.flatMap((panels) => [
      ...panels.flatMap((panel) => panel.way(step)),
      this.thread(panels, step),
      ...panels.flatMap((panel) => panel.head(step)),
    ]));
    this.sentence.textContent = this.telling(step);
    this.node.dataset.frame = step;
    this.node.dataset.last = this.transport.last;
  }

  // From the forward state through the merged one to the backward one.
  thread(panels, step) {
    const places = panels.map((panel) => panel.at(step).join(' '));
    return svg('path', { class: 'thread', d: `M${places.join('L')}` });
  }

  telling(step) {
    const { told, chances, symbols, steps, right } = this.payload;
    const values = { step: step + 1, last: steps, symbol: symbols[step], answer: told[step], chance: chances[step].toFixed(2) };
    return `${fill(this.words.read, values)} ${fill(this.words.answer, values)}${right ? (right[step] ? ' ✓' : ' ✗') : ''}`;
  }
}

export default component(StateSpace);
