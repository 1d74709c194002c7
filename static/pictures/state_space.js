// Principal planes of the states, one cursor through all of them: what each reader has read by the chosen step,
// and a thread between its two states there. The same of the untrained network below.
// In: rows of panels with clouds and one sequence's ways. Out: a picture whose cursor walks or is clicked.

import { fill, label, svg } from './elements.js';
import { component } from './mounting.js';
import { Played } from './played.js';
import { colour, Panel } from './state_space_panel.js';
import { degrees, dragged, pressed, START } from './state_space_turning.js';

const WIDTH = 1000;
const LEFT = 34;
const GAP = 18;
const TITLE = 24;
// With more steps their symbols do not fit beside each other.
const MOST_SYMBOLS = 26;
// The sequence and its answers, with their names at the left.
const STRIP = { left: 92, top: 4, height: 52, inputs: 20, answers: 43 };

class StateSpace extends Played {
  /** @type {Panel[][]} */
  rows = [];

  // Pixels from one step of the strip to the next.
  gap = 0;

  /** @type {any} */
  cursor;

  /** @type {any} */
  over;

  angle = START;

  constructor(words) {
    super(words);
    this.node.classList.add('planes');
    this.picture.addEventListener('pointerdown', (event) => this.hold(event));
    this.picture.addEventListener('pointermove', (event) => this.drag(event));
  }

  update(payload, words, send) {
    const place = this.place(payload);
    Object.assign(this, { payload, words, send, gap: (WIDTH - STRIP.left) / payload.steps });
    this.cursor = svg('rect', { class: 'place', y: STRIP.top, width: Math.max(2, this.gap - 4), height: STRIP.height, rx: 8 });
    this.over = svg('g');
    let top = STRIP.top + STRIP.height + TITLE + 6;
    this.rows = payload.rows.map((row) => {
      const made = this.panels(row, top);
      top += row.height + TITLE + 8;
      return made;
    });
    this.picture.setAttribute('viewBox', `0 0 ${WIDTH} ${top + 2}`);
    this.picture.setAttribute('role', this.solid ? 'group' : 'img');
    this.picture.replaceChildren(svg('title', { text: words.title }), this.cursor, ...this.strip(), this.clouds(), ...this.names(), ...this.key(top - 12), this.over);
    this.node.classList.toggle('solid', this.solid);
    this.transport.extent(payload.steps - 1);
    this.transport.show(place);
  }

  get solid() {
    return this.rows[0][0].solid;
  }

  // Solid ones take the arrow keys, which turn them.
  clouds() {
    const keys = { tabindex: 0, role: 'application', 'aria-label': this.words.clouds, 'aria-keyshortcuts': 'ArrowLeft ArrowRight ArrowUp ArrowDown Home', onkeydown: (event) => this.press(event) };
    return svg('g', { class: 'clouds', ...(this.solid ? keys : {}) }, this.rows.flat().map(({ node }) => node));
  }

  hold({ pointerId, target }) {
    if (this.solid && !target.closest('.target')) this.picture.setPointerCapture(pointerId);
  }

  drag({ pointerId, movementX, movementY }) {
    if (this.picture.hasPointerCapture(pointerId)) this.turn(dragged(this.angle, movementX, movementY));
  }

  press(event) {
    const angle = pressed(this.angle, event.key);
    if (!angle) return;
    event.preventDefault();
    event.stopPropagation();
    this.turn(angle);
  }

  // All clouds turn together, and what is drawn over them.
  turn(angle) {
    this.angle = angle;
    this.rows.flat().forEach((panel) => panel.turn(this.angle));
    this.show(this.transport.frame);
  }

  panels(row, top) {
    const wide = (WIDTH - LEFT + GAP) / row.panels.length - GAP;
    return row.panels.map((one, column) => new Panel(one, { x: LEFT + column * (wide + GAP), y: top, width: wide, height: row.height }, this.payload.shades, this.angle));
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
    return STRIP.left + (step + 0.5) * this.gap;
  }

  strip() {
    const { symbols, steps, marks, right } = this.payload;
    const named = (name) => label(0, STRIP.top + STRIP[name], this.words[name], { class: 'muted' });
    const made = steps <= MOST_SYMBOLS ? [named('inputs'), named('answers')] : [];
    for (let step = 0; step < steps; step += 1) {
      const x = this.middle(step);
      if (steps <= MOST_SYMBOLS) {
        const look = right ? (right[step] ? 'right' : 'wrong') : '';
        made.push(label(x, STRIP.top + STRIP.inputs, symbols[step], { class: 'middle strong' }), label(x, STRIP.top + STRIP.answers, marks[step], { class: `middle answer-text ${look}` }));
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
    if (this.solid) made.push(label(WIDTH, y + 5, this.words.turn, { class: 'end muted' }));
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
    const { answers, chances, symbols, steps, right } = this.payload;
    const values = { step: step + 1, last: steps, symbol: symbols[step], answer: answers[step], chance: chances[step].toFixed(2) };
    const seen = this.solid ? ` ${fill(this.words.seen, { turned: degrees(this.angle.yaw), tilted: degrees(this.angle.pitch) })}` : '';
    return `${fill(this.words.read, values)} ${fill(this.words.answer, values)}${right ? (right[step] ? ' ✓' : ' ✗') : ''}${seen}`;
  }
}

export default component(StateSpace);
