// Two readers become one: evidence bars over the sequence, and the merge at the cursor, unit by unit.
// In: states, gradients, merges and evidence of one sequence. Out: a picture whose cursor walks or is clicked.

import { fill, label, svg } from './elements.js';
import { component } from './mounting.js';
import { ink, shade, signed } from './numbers.js';
import { Played } from './played.js';

const WIDTH = 1000;
const LEFT = 92;
const BARS = { top: 26, height: 98 };
const COLUMN = { top: 210, row: 25 };
const SHUT = 0.15;
const SIGNS = { concat: ';', sum: '+', mul: '×', ave: '+' };
// Where each part of the equation stands: x and width of a cell. The sign of equality stands within the frame of the
// network's own merge: the other merges are of the same two states, but not by the sign between them.
const PLACES = { pull_forward: [96, 74], forward: [176, 74], backward: [286, 74], pull_backward: [366, 74] };
const RESULTS = { from: 492, cell: 74, wide: 64, gap: 24 };
const EQUAL = { frame: 26, sign: 13 };

class Merging extends Played {
  /** @type {number} */
  gap = 0;

  /** @type {number} */
  bottom = 0;

  /** @type {any} */
  cursor;

  /** @type {any} */
  column;

  update(payload, words, send) {
    const place = this.place(payload);
    Object.assign(this, { payload, words, send, gap: (WIDTH - LEFT) / payload.steps });
    this.bottom = COLUMN.top + payload.units * COLUMN.row;
    this.picture.setAttribute('viewBox', `0 0 ${WIDTH} ${this.bottom + 90}`);
    this.cursor = svg('rect', { class: 'place', y: 0, width: this.gap - 4, height: 174, rx: 8 });
    this.column = svg('g');
    this.picture.replaceChildren(
      svg('title', { text: words.title }), this.cursor, ...this.strip(), ...this.headings(), ...this.foot(), this.column,
    );
    this.transport.extent(payload.steps - 1);
    this.transport.show(place);
  }

  choose(step) {
    this.transport.go(step);
    this.tell();
  }

  middle(step) {
    return LEFT + (step + 0.5) * this.gap;
  }

  // The sequence: inputs, bars, sums and answers, with a button over each step.
  strip() {
    const { symbols, steps } = this.payload;
    const names = [['input', 16], ['evidence', BARS.top + BARS.height / 2 + 6], ['logit', 146], ['answer', 167]];
    const made = names.map(([name, y]) => label(0, y, name === 'evidence' && !this.payload.evidence ? this.words.whole : this.words[name], { class: 'muted' }));
    const scale = this.scale();
    made.push(svg('path', { class: 'axis', d: `M${LEFT} ${scale.zero}H${WIDTH}` }));
    for (let step = 0; step < steps; step += 1) {
      const x = this.middle(step);
      made.push(label(x, 16, symbols[step], { class: 'middle strong' }), ...this.bars(step, scale));
      made.push(label(x, 146, signed(this.payload.logits[step], 1), { class: 'middle bidirectional strong' }));
      made.push(label(x, 167, this.answer(step), { class: `middle answer-text ${this.hits(step)}` }));
      made.push(svg('rect', { class: 'target', x: x - this.gap / 2, y: 0, width: this.gap, height: 174, onclick: () => this.choose(step) }));
    }
    return made;
  }

  parts(step) {
    const { evidence, logits } = this.payload;
    if (!evidence) return [['bidirectional', logits[step]]];
    return [['forward', evidence.forward[step]], ['backward', evidence.backward[step]], ['rest', evidence.bias]];
  }

  // How far the bars of any step reach to one side of zero.
  extent(sign) {
    const reach = this.payload.logits.map((_, step) => this.parts(step).reduce((sum, [, value]) => sum + Math.max(0, sign * value), 0));
    return Math.max(...reach);
  }

  // Zero's height, and pixels to a unit of the logit.
  scale() {
    const [up, down] = [this.extent(1), this.extent(-1)];
    const pixels = BARS.height / (up + down || 1);
    return { zero: BARS.top + up * pixels, pixels };
  }

  bars(step, { zero, pixels }) {
    const wide = Math.min(56, this.gap - 18);
    const x = this.middle(step) - wide / 2;
    const ends = { up: zero, down: zero };
    const made = this.parts(step).map(([name, value]) => {
      const height = Math.abs(value) * pixels;
      const y = value > 0 ? (ends.up -= height) : ends.down;
      if (value <= 0) ends.down += height;
      return svg('rect', { class: `part ${name}`, x, y, width: wide, height });
    });
    if (this.payload.evidence) {
      const y = zero - this.payload.logits[step] * pixels;
      made.push(svg('path', { class: 'total', d: `M${x - 7} ${y}H${x + wide + 7}` }));
    }
    return made;
  }

  said(step) {
    return Number(this.payload.probabilities[step] > 0.5);
  }

  hits(step) {
    const { targets } = this.payload;
    return targets ? (targets[step] === this.said(step) ? 'right' : 'wrong') : '';
  }

  answer(step) {
    const mark = { right: ' ✓', wrong: ' ✗', '': '' }[this.hits(step)];
    return `${this.said(step)}${mark}`;
  }

  // Who stands where in the column: name, place and width of a cell.
  results() {
    let x = RESULTS.from;
    return this.payload.merges.map((merge) => {
      const halves = merge.mode === 'concat' ? 2 : 1;
      const place = { ...merge, x, halves, cell: halves === 2 ? RESULTS.wide : RESULTS.cell };
      x += halves * place.cell + RESULTS.gap + 8;
      return place;
    });
  }

  headings() {
    const y = COLUMN.top - 12;
    const made = [
      label(this.centre('pull_forward'), y, '∂ℓ/∂h→', { class: 'middle strong gradient' }),
      label(this.centre('forward'), y, 'h→', { class: 'middle strong forward' }),
      label(this.centre('backward'), y, 'h←', { class: 'middle strong backward' }),
      label(this.centre('pull_backward'), y, '∂ℓ/∂h←', { class: 'middle strong gradient' }),
    ];
    for (const one of this.results()) {
      const width = one.halves * one.cell;
      made.push(label(one.x + width / 2, y, one.mode, { class: `middle strong bidirectional` }));
      if (one.own) made.push(svg('rect', { class: 'own', x: one.x - EQUAL.frame, y: COLUMN.top - 32, width: width + EQUAL.frame + 8, height: this.bottom + 88 - COLUMN.top + 34, rx: 8 }));
    }
    for (let unit = 0; unit < this.payload.units; unit += 1) {
      made.push(label(0, COLUMN.top + unit * COLUMN.row + 18, fill(this.words.unit, { unit: unit + 1 }), { class: 'muted' }));
    }
    return made;
  }

  centre(name) {
    return PLACES[name][0] + PLACES[name][1] / 2;
  }

  foot() {
    const names = ['width', 'parameters', 'probability', 'confidence'];
    return names.map((name, line) => label(RESULTS.from - EQUAL.frame - 8, this.bottom + 20 + 21 * line, this.words[name], { class: 'end muted' }));
  }

  show(step) {
    if (!this.payload) return;
    this.cursor.setAttribute('x', this.middle(step) - this.gap / 2 + 2);
    this.column.replaceChildren(...this.operands(step), ...this.results().flatMap((one) => this.result(one, step)));
    this.sentence.textContent = this.telling(step);
    this.node.dataset.frame = step;
    this.node.dataset.last = this.transport.last;
    if (this.transport.timer) this.column.classList.add('moving');
    else this.column.classList.remove('moving');
  }

  operands(step) {
    const { forward, backward, pulls, units, mode } = this.payload;
    const own = this.results().find((one) => one.own);
    const made = [];
    for (let unit = 0; unit < units; unit += 1) {
      const text = COLUMN.top + unit * COLUMN.row + 18;
      made.push(...this.cell('forward', unit, forward[step][unit], 'from-left'), ...this.cell('backward', unit, backward[step][unit], 'from-right'));
      made.push(label(this.centre('pull_forward'), text, signed(pulls.forward[step][unit]), { class: this.pull(backward[step][unit]) }));
      made.push(label(this.centre('pull_backward'), text, signed(pulls.backward[step][unit]), { class: this.pull(forward[step][unit]) }));
      made.push(label(268, text, SIGNS[mode], { class: 'middle strong' }));
      if (mode === 'ave') made.push(label(458, text, '/2', { class: 'middle strong' }));
      if (own) made.push(label(own.x - EQUAL.sign, text, '=', { class: 'middle strong equal' }));
    }
    return made;
  }

  // With mul the other reader's unit is a gate; nearly shut, it lets next to no error through.
  pull(partner) {
    return `middle gradient${this.payload.mode === 'mul' && Math.abs(partner) < SHUT ? ' shut' : ''}`;
  }

  cell(name, unit, value, motion) {
    const [x, width] = PLACES[name];
    return this.box(x, width, unit, value, `slot ${name}`, motion);
  }

  box(x, width, unit, value, look, motion) {
    const y = COLUMN.top + unit * COLUMN.row;
    return [svg('g', { class: motion }, [
      svg('rect', { class: look, x: x + 1, y: y + 1, width: width - 2, height: COLUMN.row - 3, rx: 4, style: `fill:${shade(value)}` }, [svg('title', { text: String(value) })]),
      svg('text', { x: x + width / 2, y: y + 18, text: signed(value), class: 'middle', style: `fill:${ink(value)}` }),
    ])];
  }

  result(one, step) {
    const { units } = this.payload;
    const made = one.states[step].flatMap((value, place) => {
      const half = Math.floor(place / units);
      const look = one.halves === 1 ? 'bidirectional' : ['forward', 'backward'][half];
      return this.box(one.x + half * one.cell, one.cell, place % units, value, `slot ${look}`, 'merges');
    });
    const middle = one.x + (one.halves * one.cell) / 2;
    const lines = [String(one.width), String(one.parameters), one.probabilities[step].toFixed(2), one.confidence.toFixed(3)];
    return [...made, ...lines.map((text, line) => label(middle, this.bottom + 20 + 21 * line, text, { class: `middle${one.own ? ' strong' : ''}` }))];
  }

  telling(step) {
    const { evidence, logits, probabilities, classes } = this.payload;
    const values = {
      step: step + 1,
      logit: signed(logits[step]),
      probability: probabilities[step].toFixed(2),
      name: classes[this.said(step)],
      other: classes[1],
    };
    if (!evidence) return fill(this.words.product, values);
    const [past, future, bias] = [evidence.forward[step], evidence.backward[step], evidence.bias].map((value) => signed(value));
    return fill(this.words.adds, { ...values, past, future, bias });
  }
}

export default component(Merging);
