// The curtain: what comes after it is another future. Forward answers left of it stay, bidirectional ones turn.
// In: the answers behind every place of the curtain, for several futures. Out: a picture to drag; it asks nobody.

import { fill, html, label, long, svg } from './elements.js';
import { component, Echo } from './mounting.js';
import { Transport } from './transport.js';

const WIDTH = 1000;
const LEFT = 186;
const HEIGHT = 300;
const ROWS = { inputs: 40, forward: 84, bidirectional: 190 };
const BOX = 62;

class Curtain {
  /** @type {any} */
  payload;

  /** @type {any} */
  words;

  /** @type {any} */
  send;

  /** @type {number} */
  gap = 0;

  /** @type {number} */
  future = 0;

  constructor(words) {
    this.echo = new Echo();
    this.picture = svg('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'group', 'aria-label': words.title });
    this.transport = new Transport(words, (place) => this.show(place), () => this.tell());
    this.another = html('button', { type: 'button', class: 'another', onclick: () => this.next() });
    this.transport.node.append(this.another);
    this.sentences = html('div', { class: 'moment', role: 'status' });
    this.node = html('div', { class: 'stage', onkeydown: (event) => this.transport.key(event) }, [this.picture, this.sentences, this.transport.node]);
    this.picture.addEventListener('pointermove', (event) => this.drag(event));
    for (const name of ['pointerup', 'pointercancel']) this.picture.addEventListener(name, () => this.drop());
  }

  update(payload, words, send) {
    const late = this.echo.isLate([payload.place, payload.future]);
    Object.assign(this, { payload, words, send });
    if (!late) this.future = payload.future;
    this.gap = (WIDTH - LEFT) / payload.steps;
    this.transport.extent(payload.steps);
    this.transport.show(late ? this.transport.frame : payload.place);
  }

  close() {
    this.transport.stop();
  }

  next() {
    this.future = (this.future + 1) % this.payload.futures.length;
    this.show(this.transport.frame);
    this.tell();
  }

  tell() {
    this.echo.sent([this.transport.frame, this.future]);
    this.send('place', { place: this.transport.frame, future: this.future });
  }

  drag(event) {
    if (!this.dragging) return;
    const box = this.picture.getBoundingClientRect();
    const scale = Math.min(box.width / WIDTH, box.height / HEIGHT);
    const x = (event.clientX - box.left - (box.width - WIDTH * scale) / 2) / scale;
    const place = Math.max(0, Math.min(this.payload.steps, Math.round((x - LEFT) / this.gap)));
    if (place !== this.transport.frame) this.transport.go(place);
  }

  take(event) {
    this.dragging = true;
    this.picture.setPointerCapture(event.pointerId);
    event.preventDefault();
  }

  drop() {
    if (this.dragging) this.tell();
    this.dragging = false;
  }

  x(step) {
    return LEFT + (step + 0.5) * this.gap;
  }

  show(place) {
    const held = this.picture.getRootNode().activeElement?.classList?.contains('handle');
    const { networks } = this.payload;
    this.picture.replaceChildren(
      svg('title', { text: this.words.title }),
      hatching(),
      label(4, ROWS.inputs + 6, this.words.inputs, { class: 'strong' }),
      ...networks.flatMap((network) => this.row(network, place)),
      ...this.hanging(place),
      ...this.symbols(place),
      this.handle(place),
    );
    if (held) this.picture.querySelector('.handle').focus();
    this.sentences.replaceChildren(...this.telling(place));
    this.node.dataset.place = place;
    this.node.dataset.future = this.future;
    this.another.textContent = fill(this.words.another, { future: this.future + 1, count: this.payload.futures.length });
  }

  symbols(place) {
    const { symbols, futures } = this.payload;
    return symbols.map((symbol, step) => label(this.x(step), ROWS.inputs + 8, step < place ? symbol : futures[this.future][step], { class: `middle symbol${step < place ? '' : ' other'}` }));
  }

  row({ name, probabilities }, place) {
    const now = probabilities[this.future][place];
    const itself = probabilities[this.future][this.payload.steps];
    const y = ROWS[name];
    const wide = Math.min(this.gap - 8, 82);
    const boxes = now.flatMap((probability, step) => {
      const [said, meant] = [Number(probability > 0.5), Number(itself[step] > 0.5)];
      const flipped = step < place && said !== meant;
      const x = this.x(step);
      const classes = `${name}${step < place ? '' : ' behind'}${flipped ? ' flipped' : ''}`;
      return [
        svg('rect', { x: x - wide / 2, y, width: wide, height: BOX, rx: 8, class: `box ${classes}` }),
        svg('rect', { x: x - wide / 2, y: y + BOX - 7, width: wide * probability, height: 7, rx: 3, class: `chance ${classes}` }),
        label(x, y + 24, this.payload.classes[said], { class: `middle answer-text ${classes}` }),
        label(x, y + 46, probability.toFixed(2), { class: `middle ${classes}` }),
        flipped && label(x, y + BOX + 20, this.payload.classes[meant], { class: 'middle was', 'aria-label': fill(this.words.was, { name: this.payload.classes[meant] }) }),
      ].filter(Boolean);
    });
    return [label(4, y + 30, this.words[name], { class: `strong ${name}` }), label(4, y + 52, fill(this.words.answers_as, { name: this.payload.classes[1] }), { class: 'muted' }), ...boxes];
  }

  hanging(place) {
    if (place === this.payload.steps) return [];
    const x = LEFT + place * this.gap;
    return [svg('rect', { x, y: 4, width: WIDTH - x, height: HEIGHT - 8, class: 'cloth' }), svg('rect', { x, y: 4, width: WIDTH - x, height: HEIGHT - 8, class: 'folds' })];
  }

  handle(place) {
    const x = LEFT + place * this.gap;
    return svg('g', {
      class: 'handle', tabindex: 0, role: 'slider', 'aria-label': this.words.handle, 'aria-valuemin': 0, 'aria-valuemax': this.payload.steps, 'aria-valuenow': place,
      onpointerdown: (event) => this.take(event),
    }, [
      svg('rect', { x: x - 22, y: 0, width: 44, height: HEIGHT, class: 'grip-area' }),
      svg('rect', { x: x - 3, y: 2, width: 6, height: HEIGHT - 4, rx: 3, class: 'rail' }),
      svg('circle', { cx: x, cy: HEIGHT / 2 + 18, r: 17, class: 'grip' }),
      label(x, HEIGHT / 2 + 24, '⇔', { class: 'middle grip-mark' }),
    ]);
  }

  telling(place) {
    const seen = place;
    if (place === this.payload.steps) return [html('p', { text: this.words.open })];
    if (place === 0) return [html('p', { text: this.words.closed })];
    return this.payload.networks.map(({ name, changed, largest }) => {
      const difference = largest[this.future][place];
      const words = difference === 0 ? this.words.unchanged : this.words.changed;
      const text = fill(words, { changed: changed[this.future][place], seen, largest: cut(difference) });
      return html('p', { 'data-network': name }, [html('span', { class: name, text: `${this.words[name]}: ` }), text]);
    });
  }
}

// Never rounded up: a difference of probabilities is less than 1.
const cut = (difference) => (difference < 0.001 ? long(difference) : (Math.floor(difference * 1e4) / 1e4).toFixed(4));

const hatching = () => svg('defs', {}, [
  svg('pattern', { id: 'folds', width: 12, height: 12, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(90)' }, [svg('rect', { width: 12, height: 2, class: 'fold' })]),
]);

export default component(Curtain);
