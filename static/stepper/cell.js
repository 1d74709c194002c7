// A diagram of one unit of a cell, with the numbers of the line that has just run.
// In: kind of cell, the variables before and after this round. Out: an SVG.
// A valve stands open as far as its gate says: two shutters leave that part of the pipe free.

import { fill, ink, number } from './colours.js';
import { set, svg } from './elements.js';

const VALVE = 34;
// Its number fits into it in the type of a slide, too.
const DISC = 28;

// Pipes carry states, wires tell gates what to do. `sets` names the variable that makes a part change.
const PLANS = {
  SimpleRNN: {
    height: 300,
    pipes: [
      { path: 'M60 120H215', sets: 'state_t' },
      { path: 'M225 262V138', sets: 'input_t' },
      { path: 'M225 120H390', sets: 'output_t' },
    ],
    wires: [{ path: 'M390 96V40H60V94', sets: 'state_t', label: ['output_t', 225, 30, 'state_t = output_t'] }],
    boxes: [{ x: 225, y: 120, text: 'tanh(xW + hV + b)', sets: 'output_t' }],
    discs: [
      { x: 60, y: 120, name: 'hₜ₋₁', from: 'before:state_t', sets: 'state_t', label: [44, 164] },
      { x: 225, y: 262, name: 'xₜ', from: 'input', sets: 'input_t', side: true },
      { x: 390, y: 120, name: 'hₜ', from: 'after:output_t', sets: 'output_t', label: [382, 164] },
    ],
    valves: [],
  },
  LSTM: {
    height: 330,
    pipes: [
      { path: 'M40 58H410', sets: 'carry_t', wide: true },
      { path: 'M240 184V58', sets: 'carry_t' },
      { path: 'M356 58V240H410', sets: 'output_t' },
    ],
    wires: [
      { path: 'M40 240H300', sets: 'sums' },
      { path: 'M40 300H90V240', sets: 'input_t' },
      { path: 'M135 240V78', sets: 'f' },
      { path: 'M190 240V120H221', sets: 'i' },
      { path: 'M240 240V206', sets: 'c_tilde' },
      { path: 'M300 240V180H337', sets: 'o' },
    ],
    boxes: [
      { x: 240, y: 58, text: '+', sets: 'carry_t' },
      { x: 356, y: 116, text: 'tanh', sets: 'output_t' },
    ],
    discs: [
      { x: 40, y: 58, name: 'cₜ₋₁', from: 'before:carry_t', sets: 'carry_t' },
      { x: 410, y: 58, name: 'cₜ', from: 'after:carry_t', sets: 'carry_t' },
      { x: 240, y: 184, name: 'c̃', from: 'after:c_tilde', sets: 'c_tilde', side: true },
      { x: 40, y: 240, name: 'hₜ₋₁', from: 'before:state_t', sets: 'state_t' },
      { x: 40, y: 300, name: 'xₜ', from: 'input', sets: 'input_t', label: [74, 322] },
      { x: 410, y: 240, name: 'hₜ', from: 'after:output_t', sets: 'output_t' },
    ],
    valves: [
      { x: 135, y: 58, name: 'f', gate: 'f', label: [135, 30] },
      { x: 240, y: 120, name: 'i', gate: 'i', turned: true, label: [263, 126] },
      { x: 356, y: 180, name: 'o', gate: 'o', turned: true, label: [379, 186] },
    ],
  },
  GRU: {
    height: 330,
    pipes: [
      { path: 'M40 58H410', sets: 'output_t', wide: true },
      { path: 'M40 58V190H290', sets: 'r' },
      { path: 'M290 190V58', sets: 'output_t' },
    ],
    wires: [
      { path: 'M40 190V250H290', sets: 's_z' },
      { path: 'M40 298H90V250', sets: 'input_t' },
      { path: 'M130 250V78', sets: 'z' },
      { path: 'M200 250V210', sets: 'r' },
      { path: 'M290 250V212', sets: 'h_tilde' },
      { path: 'M130 124H271', sets: 'z' },
    ],
    boxes: [{ x: 290, y: 58, text: '+', sets: 'output_t' }],
    discs: [
      { x: 40, y: 58, name: 'hₜ₋₁', from: 'before:state_t', sets: 'state_t' },
      { x: 410, y: 58, name: 'hₜ', from: 'after:output_t', sets: 'output_t' },
      { x: 290, y: 190, name: 'h̃', from: 'after:h_tilde', sets: 'h_tilde', side: true },
      { x: 40, y: 298, name: 'xₜ', from: 'input', sets: 'input_t', label: [74, 320] },
    ],
    valves: [
      { x: 130, y: 58, name: 'z', gate: 'z', label: [130, 30] },
      { x: 290, y: 124, name: '1 − z', gate: 'z', inverse: true, turned: true, label: [313, 130] },
      { x: 200, y: 190, name: 'r', gate: 'r', label: [200, 162] },
    ],
  },
};

export class CellPanel {
  /** @type {any[]} */
  parts = [];

  constructor(words) {
    this.words = words;
    this.node = svg('svg', { class: 'cell', role: 'img' });
  }

  build(kind) {
    this.plan = PLANS[kind];
    set(this.node, { viewBox: `0 0 450 ${this.plan.height}` });
    this.parts = [];
    const pipes = this.plan.pipes.map((pipe) => this.keep(svg('path', { d: pipe.path, class: `pipe${pipe.wide ? ' wide' : ''}` }), pipe));
    const wires = this.plan.wires.map((wire) => this.keep(svg('path', { d: wire.path, class: 'wire' }), wire));
    const boxes = this.plan.boxes.map((box) => this.box(box));
    const discs = this.plan.discs.map((disc) => this.disc(disc));
    const valves = this.plan.valves.map((valve) => this.valve(valve));
    const labels = this.plan.wires.filter((wire) => wire.label).map(({ label: [, x, y, text] }) => svg('text', { x, y, class: 'label middle' }, [text]));
    this.node.replaceChildren(...wires, ...pipes, ...boxes, ...valves, ...discs, ...labels);
  }

  keep(node, part) {
    this.parts.push({ node, ...part });
    return node;
  }

  box({ x, y, text, sets }) {
    const wide = Math.max(36, 10 * text.length + 14);
    const frame = svg('rect', { x: x - wide / 2, y: y - 17, width: wide, height: 34, rx: 9 });
    return this.keep(svg('g', { class: 'box' }, [frame, svg('text', { x, y: y + 6, class: 'middle' }, [text])]), { sets });
  }

  disc(disc) {
    const circle = svg('circle', { cx: disc.x, cy: disc.y, r: DISC });
    const value = svg('text', { x: disc.x, y: disc.y + 5, class: 'value middle' });
    const place = disc.label ? { x: disc.label[0], y: disc.label[1] } : disc.side ? { x: disc.x + DISC + 8, y: disc.y + 5 } : { x: disc.x, y: disc.y - DISC - 6, class: 'middle' };
    const name = svg('text', place, [disc.name]);
    name.classList.add('label');
    return this.keep(svg('g', { class: 'disc' }, [circle, value, name]), { ...disc, circle, value });
  }

  valve(valve) {
    const { x, y, turned } = valve;
    const half = VALVE / 2;
    const frame = svg('rect', { x: x - half, y: y - half, width: VALVE, height: VALVE, rx: 4, class: 'frame' });
    const shutter = (side) => svg('rect', { x: x - half, y: side === 'upper' ? y - half : y, width: VALVE, height: half, class: `shutter ${side}` });
    const [upper, lower] = [shutter('upper'), shutter('lower')];
    const shutters = svg('g', turned ? { transform: `rotate(90 ${x} ${y})` } : {}, [upper, lower]);
    const [left, top] = valve.label;
    const label = svg('text', { x: left, y: top, class: `label gate${turned ? '' : ' middle'}` });
    const made = svg('g', { class: 'valve' }, [frame, shutters, label]);
    return this.keep(made, { ...valve, sets: valve.gate, upper, lower, label });
  }

  // `read(from)` gives the number of this unit, or undefined where nothing has been computed yet.
  show(read, phase, palette, sentence) {
    set(this.node, { 'aria-label': sentence });
    for (const part of this.parts) {
      part.node.classList.remove('now', 'fresh', 'stale');
      part.node.classList.add(phase(part.sets));
      if (part.circle) this.showDisc(part, read(part.from), palette);
      if (part.gate) this.showValve(part, read(`held:${part.gate}`), read(`after:${part.gate}`) !== undefined);
    }
  }

  showDisc({ circle, value, from }, found, palette) {
    const scaled = from === 'input' ? Math.max(-1, Math.min(1, found ?? 0)) : found ?? 0;
    circle.style.fill = fill(scaled, palette);
    value.style.fill = ink(scaled, palette);
    value.textContent = found === undefined ? '' : number(found);
  }

  // Until it is computed anew, a valve stands as the step before left it.
  showValve({ upper, lower, label, name, inverse }, found, known) {
    const open = found === undefined ? 0 : inverse ? 1 - found : found;
    for (const [shutter, origin] of [[upper, 'top'], [lower, 'bottom']]) {
      shutter.style.transformOrigin = `50% ${origin === 'top' ? '0%' : '100%'}`;
      shutter.style.transform = `scaleY(${(1 - open).toFixed(4)})`;
    }
    label.textContent = !known ? name : `${name} ${number(open)}`;
  }
}
