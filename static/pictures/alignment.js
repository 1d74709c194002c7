// The alignment drill: the backward reader writes its array in the order of reading; then the lane is flipped, or not.
// In: states of both readers and the answers with and without the flip. Out: a picture that plays to the answers.

import { fill, label, svg } from './elements.js';
import { component } from './mounting.js';
import { shade } from './numbers.js';
import { Played } from './played.js';

const WIDTH = 1000;
const LEFT = 204;
const ROWS = { inputs: 4, forward: 52, written: 138, laid: 224, answers: 304 };
const HEIGHT = 362;
const CELL = 52;

class Lanes extends Played {
  /** @type {number} */
  gap = 0;

  /** @type {any} */
  forward;

  /** @type {any} */
  backward;

  /** @type {any} */
  answers;

  /** @type {any} */
  marker;

  constructor(words) {
    super(words, { viewBox: `0 0 ${WIDTH} ${HEIGHT}` });
  }

  // Frames: one for each input read, then the flip, then the answers.
  update(payload, words, send) {
    const place = this.place(payload);
    Object.assign(this, { payload, words, send, gap: (WIDTH - LEFT) / payload.steps });
    this.marker = svg('path', { class: 'head backward reader-mark', d: 'M9 -8L-7 0L9 8z' });
    this.forward = payload.forward.map((states, step) => this.card('forward', states, step));
    this.backward = payload.backward.map((states, step) => this.card('backward', states, step));
    this.answers = payload.symbols.map((_, step) => svg('g', { class: 'late' }, this.answer(step)));
    this.picture.replaceChildren(
      svg('title', { text: words.title }), ...this.headings(), ...this.inputs(), ...['forward', 'written', 'laid'].map((row) => this.frame(row)),
      ...this.forward, ...this.backward, ...this.answers, this.marker,
    );
    this.transport.extent(payload.steps + 2);
    this.transport.show(place);
  }

  left(place) {
    return LEFT + place * this.gap;
  }

  headings() {
    const flip = this.payload.flip ? this.words.flipped : this.words.unflipped;
    const rows = [
      ['inputs', this.words.inputs, 'muted', 26],
      ['forward', this.words.forward_lane, 'forward', 32],
      ['written', this.words.written, 'backward', 22],
      ['written', this.words.written_note, 'muted', 44],
      ['laid', this.words.laid, 'backward', 22],
      ['laid', flip, this.payload.flip ? 'muted' : 'alarm', 44],
      ['answers', this.words.answers, 'bidirectional', 20],
      ['answers', this.words.answers_note, 'muted', 42],
    ];
    return rows.map(([row, text, look, down]) => label(0, ROWS[row] + down, text, { class: `${look} ${look === 'muted' ? '' : 'strong'}` }));
  }

  inputs() {
    return this.payload.symbols.flatMap((symbol, step) => [
      label(this.left(step + 0.5), ROWS.inputs + 26, symbol, { class: 'middle strong' }),
    ]);
  }

  frame(row) {
    return svg('rect', { class: 'lane', x: LEFT - 3, y: ROWS[row] - 5, width: WIDTH - LEFT + 3, height: CELL + 26, rx: 8 });
  }

  // One state: a stripe for each unit, and the input it belongs to.
  card(reader, states, step) {
    const wide = this.gap - 10;
    const stripe = wide / states.length;
    const stripes = states.map((value, unit) => svg('rect', { x: 5 + unit * stripe, y: 0, width: stripe + 0.4, height: CELL - 6, style: `fill:${shade(value)}` }));
    return svg('g', { class: `card ${reader}` }, [
      ...stripes,
      svg('rect', { class: 'edge', x: 5, y: 0, width: wide, height: CELL - 6, rx: 4 }),
      label(this.gap / 2, CELL + 13, fill(this.words[`of_${reader}`], { step: step + 1 }), { class: `middle strong ${reader}` }),
    ]);
  }

  answer(step) {
    const { targets } = this.payload;
    const said = Number(this.payload.probabilities[step] > 0.5);
    const right = targets[step] === said;
    const partner = this.partner(step);
    const x = this.left(step + 0.5);
    return [
      label(x, ROWS.answers + 20, `${step + 1} | ${partner + 1}`, { class: `middle ${partner === step ? 'muted' : 'alarm strong'}` }),
      label(x, ROWS.answers + 42, `${said} ${right ? '✓' : '✗'}`, { class: `middle answer-text ${right ? 'right' : 'wrong'}` }),
    ];
  }

  // The input of the backward state that stands beside this step at the end.
  partner(step) {
    return this.payload.flip ? step : this.payload.order[step];
  }

  put(card, place, row, shown) {
    card.style.transform = `translate(${this.left(place)}px, ${ROWS[row]}px)`;
    card.classList.toggle('on', shown);
  }

  show(frame) {
    if (!this.payload) return;
    const { steps, order } = this.payload;
    this.forward.forEach((card, step) => this.put(card, step, 'forward', step < frame));
    order.forEach((step, place) => {
      const written = place < frame;
      const laid = frame > steps;
      const where = laid ? (this.payload.flip ? step : place) : place;
      // Not yet read, the card waits above the input it will belong to.
      this.put(this.backward[step], written ? where : step, laid ? 'laid' : written ? 'written' : 'inputs', written);
    });
    for (const one of this.answers) one.classList.toggle('on', frame > steps + 1);
    const reading = frame > 0 && frame <= steps;
    this.marker.style.transform = `translate(${this.left(reading ? order[frame - 1] + 0.94 : steps)}px, ${ROWS.inputs + 20}px)`;
    this.marker.classList.toggle('on', reading);
    this.sentence.textContent = this.telling(frame);
    this.node.dataset.frame = frame;
    this.node.dataset.last = this.transport.last;
  }

  telling(frame) {
    const { steps, order, flip, targets, probabilities } = this.payload;
    if (frame === 0) return this.words.before;
    if (frame <= steps) return fill(this.words.reading, { step: order[frame - 1] + 1, place: frame });
    if (frame === steps + 1) return flip ? this.words.flips : this.words.forgets;
    const right = targets.filter((target, step) => target === Number(probabilities[step] > 0.5)).length;
    return fill(flip ? this.words.done : this.words.done_wrong, { right, steps, last: steps });
  }
}

export default component(Lanes);
