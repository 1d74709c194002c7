// Errors flowing back through a bidirectional network: three layers of arrows, each drawn in its own way.
// In: lengths of dL/dh_t and when each state is reached, from ui/pictures. Out: a picture that plays.

import { fill, html, label, long, short, subscript, svg } from './elements.js';
import { component } from './mounting.js';
import { Transport } from './transport.js';

const WIDTH = 1000;
const LEFT = 164;
const ROWS = { answers: 24, forward: 98, backward: 178, inputs: 240, bars: 330 };
const RADIUS = 17;
const BAR = 62;

// An arrow head in the colour of its line, one for each kind.
const head = (kind) => svg('marker', { id: `head-${kind}`, viewBox: '0 0 10 10', refX: 9, refY: 5, markerWidth: 13, markerHeight: 13, markerUnits: 'userSpaceOnUse', orient: 'auto-start-reverse' }, [
  svg('path', { d: 'M0 0L10 5L0 10z', class: `head ${kind}` }),
]);

class ErrorsFlowingBack {
  /** @type {any} */
  payload;

  /** @type {any} */
  words;

  /** @type {any[]} */
  parts = [];

  /** @type {number} */
  measured = 0;

  constructor(words) {
    this.picture = svg('svg', { viewBox: `0 0 ${WIDTH} 356`, role: 'img' });
    this.sentence = html('p', { class: 'moment', role: 'status' });
    this.transport = new Transport(words, (frame) => this.show(frame));
    this.key = html('p', { class: 'key' });
    this.node = html('div', { class: 'stage', tabindex: 0, role: 'group', 'aria-label': words.title, onkeydown: (event) => this.transport.key(event) }, [
      this.picture, this.key, this.sentence, this.transport.node,
    ]);
  }

  update(payload, words) {
    const first = !this.payload;
    Object.assign(this, { payload, words });
    this.transport.words = words;
    this.parts = [];
    this.draw();
    const ages = ['forward', 'backward'].flatMap((reader) => payload.readers[reader].arrivals).filter((age) => age !== null);
    this.measured = payload.steps + 1;
    this.transport[first ? 'begin' : 'extent'](this.measured + 1 + Math.max(...ages));
    this.transport.show(this.transport.frame);
  }

  close() {
    this.transport.stop();
  }

  x(step) {
    const gap = (WIDTH - LEFT - 48) / (this.payload.steps - 1); // the last bar ends within the picture
    return LEFT + 10 + step * gap;
  }

  // Keeps an element with the frame from which it is there.
  add(from, element) {
    this.parts.push({ from, element });
    return element;
  }

  draw() {
    const kinds = ['forward', 'backward', 'gradient', 'muted'];
    this.picture.replaceChildren(
      svg('title', { text: this.words.title }),
      svg('defs', {}, kinds.map(head)),
      ...this.rowNames(),
      ...this.wiring(),
      ...this.chain('forward', 1),
      ...this.chain('backward', -1),
      ...this.gradients('forward', 1),
      ...this.gradients('backward', -1),
      ...this.nodes(),
      ...this.bars(),
    );
    this.key.replaceChildren(
      html('span', { class: 'forward', text: `━━▶ ${this.words.key_forward}` }),
      html('span', { class: 'backward', text: `◀━━ ${this.words.key_backward}` }),
      html('span', { class: 'gradient', text: `┅┅▶ ${this.words.key_gradient}` }),
    );
  }

  rowNames() {
    const { words } = this;
    return [
      label(4, ROWS.answers + 6, words.answers, { class: 'strong' }),
      label(4, ROWS.forward + 6, words.forward, { class: 'strong forward' }),
      label(4, ROWS.backward + 6, words.backward, { class: 'strong backward' }),
      label(4, ROWS.inputs + 6, words.inputs, { class: 'strong' }),
      label(4, ROWS.bars - 26, words.lengths, { class: 'strong gradient' }),
      label(4, ROWS.bars - 4, words.lengths_scale, { class: 'muted' }),
    ];
  }

  // When each state has been read; both readers walk at the same pace.
  read(reader, step) {
    return reader === 'forward' ? step + 1 : this.payload.steps - step;
  }

  wiring() {
    const lines = [];
    const line = (from, x1, y1, x2, y2) => lines.push(this.add(from, svg('line', { x1, y1, x2, y2, class: 'wire', 'marker-end': 'url(#head-muted)' })));
    for (let step = 0; step < this.payload.steps; step++) {
      const x = this.x(step);
      const [forward, backward] = ['forward', 'backward'].map((reader) => this.read(reader, step));
      line(backward, x, ROWS.inputs - 14, x, ROWS.backward + RADIUS + 2);
      line(forward, x + 7, ROWS.inputs - 14, x + 7, ROWS.forward + RADIUS + 1);
      line(backward, x - 7, ROWS.backward - RADIUS, x - 7, ROWS.answers + 15);
      line(forward, x, ROWS.forward - RADIUS, x, ROWS.answers + 15);
    }
    return lines;
  }

  chain(reader, way) {
    const y = ROWS[reader];
    const steps = [...Array(this.payload.steps).keys()].filter((step) => this.payload.steps > step + way && step + way >= 0);
    return steps.map((step) => this.add(this.read(reader, step + way), svg('line', {
      x1: this.x(step) + way * (RADIUS + 1), x2: this.x(step + way) - way * (RADIUS + 2), y1: y, y2: y, class: `chain ${reader}`, 'marker-end': `url(#head-${reader})`,
    })));
  }

  // 0 to 1 on the logarithmic scale of this picture.
  share(length) {
    const [low, high] = this.payload.decades;
    return length > 0 ? Math.max(0.03, Math.min(1, (Math.log10(length) - low) / (high - low))) : 0;
  }

  // Against the reading direction, bent away from the row so that no gradient hides an arrow of reading.
  gradients(reader, way) {
    const { lengths, arrivals } = this.payload.readers[reader];
    const bend = reader === 'backward' ? 1 : -1;
    const y = ROWS[reader];
    return arrivals.flatMap((age, step) => {
      if (age === null) return [];
      const look = { class: `gradient-arrow ${reader}`, 'stroke-width': 1.5 + 4.5 * this.share(lengths[step]), 'marker-end': 'url(#head-gradient)' };
      const arrows = [];
      const loss = this.payload.at === null || this.payload.at === step;
      const x = this.x(step);
      if (loss) {
        const side = reader === 'backward' ? -19 : 12;
        const inner = reader === 'backward' ? -12 : 9;
        arrows.push(svg('path', { d: `M${x + side} ${ROWS.answers + 14}L${x + inner} ${y - RADIUS}`, ...look }));
      }
      if (age > 0) {
        const from = this.x(step + way);
        const edge = y + bend * 14;
        arrows.push(svg('path', { d: `M${from - way * 11} ${edge}Q${(from + x) / 2} ${edge + bend * 20} ${x + way * 12} ${edge}`, ...look }));
      }
      return arrows.map((arrow) => this.add(this.payload.steps + 2 + age, arrow));
    });
  }

  nodes() {
    return [...Array(this.payload.steps).keys()].flatMap((step) => {
      const x = this.x(step);
      const states = ['forward', 'backward'].map((reader) => this.state(reader, step, x));
      const answered = Math.max(this.read('forward', step), this.read('backward', step));
      const loss = this.payload.at === null || this.payload.at === step;
      const answer = this.add(answered, svg('rect', { x: x - 21, y: ROWS.answers - 15, width: 42, height: 30, rx: 6, class: 'answer' }));
      const mark = loss && this.add(this.payload.steps + 1, svg('rect', { x: x - 24, y: ROWS.answers - 18, width: 48, height: 36, rx: 8, class: 'loss' }));
      const words = loss ? `L` : `y`;
      return [...states, answer, mark, label(x, ROWS.answers + 6, `${words}${subscript(step + 1)}`, { class: `middle${loss ? ' strong gradient' : ''}` }),
        label(x, ROWS.inputs + 6, this.payload.symbols[step], { class: 'middle' })].filter(Boolean);
    });
  }

  state(reader, step, x) {
    const length = this.payload.readers[reader].lengths[step];
    const tip = svg('title', { text: fill(this.words.tip, { reader: this.words[reader], step: step + 1, length: length === 0 ? this.words.exactly_zero : long(length) }) });
    return this.add(this.read(reader, step), svg('circle', { cx: x, cy: ROWS[reader], r: RADIUS, class: `state ${reader}` }, [tip]));
  }

  bars() {
    const marks = [svg('line', { x1: LEFT - 28, x2: WIDTH, y1: ROWS.bars, y2: ROWS.bars, class: 'axis' })];
    ['forward', 'backward'].forEach((reader, side) => {
      const { lengths, arrivals } = this.payload.readers[reader];
      arrivals.forEach((age, step) => {
        const x = this.x(step) + (side ? 7 : -37); // the numbers below need the room between them
        if (age === null) {
          marks.push(this.add(this.payload.steps + 2, label(x + 15, ROWS.bars + 18, '0', { class: `middle late ${reader}` })));
          return;
        }
        const high = BAR * this.share(lengths[step]);
        const from = this.payload.steps + 2 + age;
        marks.push(this.add(from, svg('rect', { x, y: ROWS.bars - high, width: 30, height: high, class: `fill ${reader}` })));
        marks.push(this.add(from, label(x + 15, ROWS.bars + 18, short(lengths[step]), { class: `middle late ${reader}` })));
      });
    });
    return marks;
  }

  show(frame) {
    for (const { from, element } of this.parts) {
      element.classList.toggle('on', frame >= from);
      element.classList.toggle('now', frame === from);
    }
    this.sentence.textContent = this.telling(frame);
    this.node.dataset.frame = frame;
    this.node.dataset.last = this.transport.last;
  }

  telling(frame) {
    const { words, payload, measured } = this;
    if (frame === 0) return words.idle;
    if (frame < measured) return fill(words.reading, { forward: frame, backward: payload.steps + 1 - frame });
    if (frame === measured) return payload.at === null ? words.loss_all : fill(words.loss_one, { step: payload.at + 1 });
    if (frame === measured + 1) return words.first_states;
    return fill(frame === this.transport.last ? words.end : words.back_so_far, { age: frame - measured - 1 });
  }
}

export default component(ErrorsFlowingBack);
