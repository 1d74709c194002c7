// Several networks read one sequence under one cursor: each answer appears in the beat in which it is known.
// In: for each network its answers and when they are known. Out: a row for each, and one bar that plays them all.

import { fill, html, label, svg } from './elements.js';
import { component } from './mounting.js';
import { Transport } from './transport.js';

const WIDTH = 1000;
const LEFT = 280;
const RIGHT = 72;
const TOP = 66;
const ROW = 46;

class Twins {
  /** @type {any} */
  payload;

  /** @type {any} */
  words;

  /** @type {number} */
  gap = 0;

  /** @type {any[]} */
  cells = [];

  /** @type {any[]} */
  marks = [];

  constructor(words) {
    this.picture = svg('svg', { role: 'img' });
    this.sentence = html('p', { class: 'moment', role: 'status' });
    this.transport = new Transport(words, (beat) => this.show(beat));
    this.node = html('div', { class: 'stage twins', tabindex: 0, role: 'group', 'aria-label': words.title, onkeydown: (event) => this.transport.key(event) }, [
      this.picture, this.sentence, this.transport.node,
    ]);
  }

  // New numbers keep the beat, so that a network can be watched while it learns.
  update(payload, words) {
    const first = !this.payload;
    const { networks } = payload;
    Object.assign(this, { payload, words, gap: (WIDTH - LEFT - RIGHT) / payload.steps });
    this.cells = [];
    this.marks = [];
    this.picture.setAttribute('viewBox', `0 0 ${WIDTH} ${TOP + networks.length * ROW + 4}`);
    this.picture.replaceChildren(svg('title', { text: words.title }), ...this.heads(), ...networks.flatMap((one, row) => this.row(one, row)));
    this.transport[first ? 'begin' : 'extent'](payload.beats);
    this.transport.show(this.transport.frame);
  }

  close() {
    this.transport.stop();
  }

  heads() {
    const { symbols, targets, classes } = this.payload;
    const at = (step) => LEFT + (step + 0.5) * this.gap;
    return [
      label(4, 20, this.words.inputs, { class: 'muted' }),
      label(4, 46, this.words.target, { class: 'muted' }),
      label(WIDTH, 46, this.words.right, { class: 'end muted' }),
      ...symbols.map((symbol, step) => label(at(step), 20, symbol, { class: 'middle' })),
      ...targets.map((target, step) => label(at(step), 46, classes[target], { class: 'middle' })),
    ];
  }

  row(network, row) {
    const y = TOP + row * ROW;
    const name = label(4, y + 18, network.title, { class: `strong ${network.direction}` });
    const note = label(4, y + 36, network.note, { class: 'muted' });
    const tally = label(WIDTH - 4, y + 28, '', { class: 'end strong' });
    const cells = network.right.map((right, step) => this.cell(network, step, right, y));
    const marks = network.readers.map((reader) => this.mark(reader, y));
    this.cells.push({ network, cells, tally });
    this.marks.push(...marks.map((made, n) => ({ made, reader: network.readers[n] })));
    return [name, note, tally, ...cells, ...marks];
  }

  cell({ direction, answers, probabilities }, step, right, y) {
    const x = LEFT + step * this.gap;
    const tip = fill(this.words.tip, { step: step + 1, name: this.payload.classes[1], value: probabilities[step].toFixed(4) });
    return svg('g', { class: 'twin-answer' }, [
      svg('rect', { x: x + 2, y: y + 4, width: this.gap - 4, height: ROW - 10, rx: 6, class: `answer-block ${right ? `right ${direction}` : 'missed'}` }, [svg('title', { text: tip })]),
      label(x + this.gap / 2, y + 28, this.payload.classes[answers[step]], { class: `middle ${right ? 'mark yes' : 'alarm'}` }),
    ]);
  }

  // Where a reader is: a small arrow in its hue, pointing where it goes.
  mark(reader, y) {
    const way = reader === 'forward' ? 1 : -1;
    return svg('path', { class: `head ${reader}`, d: `M${-6 * way} -6L${7 * way} 0L${-6 * way} 6z`, 'data-y': y + 2 });
  }

  show(beat) {
    const { steps, beats, networks } = this.payload;
    for (const { network, cells, tally } of this.cells) {
      const known = network.known.map((at) => at <= beat);
      cells.forEach((cell, step) => cell.classList.toggle('on', known[step]));
      const right = known.filter((yes, step) => yes && network.right[step]).length;
      tally.textContent = known.some(Boolean) ? `${right}/${known.filter(Boolean).length}` : '';
    }
    for (const { made, reader } of this.marks) {
      const step = reader === 'forward' ? beat - 1 : steps - beat;
      made.setAttribute('visibility', beat > 0 && beat <= steps ? 'visible' : 'hidden');
      made.setAttribute('transform', `translate(${LEFT + (step + 0.5) * this.gap} ${made.dataset.y})`);
    }
    const waiting = networks.filter(({ known }) => Math.max(...known) > beat).length;
    const texts = this.words;
    this.sentence.textContent = beat === 0 ? texts.idle : fill(waiting ? texts.reading : texts.done, { beat, beats, steps });
    this.node.dataset.frame = beat;
    this.node.dataset.last = beats;
  }
}

export default component(Twins);
