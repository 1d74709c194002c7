// Real code, run line by line: a Streamlit component (v2).
// In: { payload, palettes, words, options } from ui/stepper. Out: code, variables and, for a cell, its diagram.
// Streamlit calls the default export again for each new payload; the place in the code is kept if it fits.

import { wear } from '../player/look.js';
import { numbersButton, pressByKey } from '../numbers/button.js';
import { saveButton } from '../saving/button.js';
import { CellPanel } from './cell.js';
import { Controls } from './controls.js';
import { html, indexed } from './elements.js';
import { HistoryPanel } from './history.js';
import { Replay } from './replay.js';
import { CodePanel, VariablesPanel } from './variables.js';

const LINE_SECONDS = 0.45;
const BLOCK_SECONDS = 1.2;
const ROWS = {
  SimpleRNN: ['input_t', 'output_t'],
  LSTM: ['input_t', 'i', 'f', 'c_tilde', 'o', 'carry_t', 'output_t'],
  GRU: ['input_t', 'z', 'r', 'h_tilde', 'output_t'],
};
// Cells whose equations leave no room for numbers beside them.
const STACKED = ['GRU'];

class Stepper {
  frame = 0;
  playing = false;
  pace = 'lines';
  speed = 1;
  /** @type {any} */ payload;
  /** @type {any} */ palette;
  /** @type {any} */ options;
  /** @type {any} */ replay;

  constructor(root, { words }) {
    this.words = words;
    this.reduced = window.matchMedia('(prefers-reduced-motion: reduce)');
    this.controls = new Controls(words, {
      toggle: () => (this.playing ? this.pause() : this.play()),
      go: (frame) => this.go(frame),
      line: (way) => this.go(this.frame + way),
      block: (way) => this.go(way > 0 ? this.replay.nextBlock(this.frame) : this.replay.blockBefore(this.frame)),
      pace: (pace) => Object.assign(this, { pace }),
      speed: (speed) => Object.assign(this, { speed }),
    });
    this.code = new CodePanel(words);
    this.variables = new VariablesPanel(words);
    this.cell = new CellPanel(words);
    this.history = new HistoryPanel(words, (frame) => this.go(frame));
    this.moment = html('p', { className: 'moment', role: 'status' });
    this.equations = html('div', { className: 'equations' });
    this.badge = html('span', { className: 'badge' });
    this.picture = html('div', { className: 'picture' }, [this.cell.node, this.history.node]);
    this.body = html('div', { className: 'body' }, [this.picture, this.code.node, this.equations, this.variables.node]);
    this.section = html('section', {
      className: 'stepper', tabIndex: 0, role: 'application', 'aria-label': words.title,
      'aria-keyshortcuts': 'Space ArrowLeft ArrowRight Shift+ArrowLeft Shift+ArrowRight Home End',
    }, [this.controls.node, this.body]);
    this.section.addEventListener('keydown', (event) => this.key(event));
    root.append(this.section);
    this.controls.scrub.before(this.moment);
    const numbers = numbersButton(words.numbers, words.title, () => this.numbers());
    pressByKey(this.section, numbers);
    this.controls.node.append(numbers, saveButton(words.saving, () => this.saved()), this.badge);
  }

  update({ payload, palettes, words, options }) {
    const again = JSON.stringify(payload);
    Object.assign(this, { palette: wear(this.section, palettes), words, options });
    this.section.style.setProperty('--room', `${options.height / 16}rem`);
    this.badge.textContent = words.sources[payload.source];
    this.badge.style.setProperty('--hue', this.palette.sources[payload.source]);
    if (again !== this.again) this.load(payload);
    this.again = again;
    this.draw();
  }

  load(payload) {
    const before = this.replay?.frames.map((one) => one.line).join();
    this.payload = payload;
    this.replay = new Replay(payload);
    this.code.build(payload.code);
    // A cell is shown with all its numbers; code alone is read from its first line.
    if (before !== payload.frames.map((one) => one.line).join()) this.frame = payload.cell ? payload.frames.length - 1 : 0;
    this.picture.hidden = !payload.cell;
    this.equations.hidden = !payload.cell;
    this.section.classList.toggle('with-cell', Boolean(payload.cell));
    if (!payload.cell) return;
    this.cell.build(payload.cell);
    this.equations.classList.toggle('stacked', STACKED.includes(payload.cell));
    const read = (at, name) => this.unit(this.replay.variables(at).get(name)?.value, name);
    read.setAt = (round, name) => this.replay.variables(round.last).get(name)?.at ?? Infinity;
    this.history.build(this.replay, ROWS[payload.cell], read);
  }

  async numbers() {
    const { variableTables } = await import('./tables.js');
    const current = this.replay.frames[this.frame];
    return { sentence: this.sentence(current).trim(), tables: variableTables(this.replay, this.frame, this.words) };
  }

  async saved() {
    const { stepperPicture } = await import('../saving/stepper_picture.js');
    return stepperPicture(this);
  }

  // The number of the chosen unit in an array of one number per unit.
  unit(value, name) {
    if (!value?.values?.length) return undefined;
    return value.values[name === 'input_t' ? 0 : this.payload.unit];
  }

  get round() {
    const rounds = this.history.rounds;
    const found = rounds.findIndex((round) => this.frame <= round.last);
    return found < 0 ? rounds.length - 1 : found;
  }

  draw() {
    const { replay, frame } = this;
    const current = replay.frames[frame];
    this.code.show(current, this.payload.unit);
    this.variables.show(replay, frame, this.palette, this.payload.gates, (call) => this.title(call));
    if (this.payload.cell) this.drawCell(current);
    const text = this.sentence(current);
    const where = this.where(current);
    if (this.moment.textContent !== where) this.moment.textContent = where;
    this.moment.setAttribute('aria-live', this.playing ? 'off' : 'polite');
    this.controls.show({ playing: this.playing, frame, frames: replay.frames.length, text });
    Object.assign(this.section.dataset, { frame, frames: replay.frames.length, playing: this.playing });
  }

  drawCell(current) {
    const { replay, frame } = this;
    const started = this.history.rounds.length && frame >= this.history.rounds[0].first;
    const round = this.history.rounds[this.round];
    const inside = started && frame <= round.last;
    // After the loop the last round stays in view; before it there is nothing yet.
    const from = started ? round.first : 0;
    const now = inside || !started ? frame : round.last;
    const after = replay.variables(now);
    const before = replay.variables(Math.max(0, from - 1));
    const fresh = (name) => after.get(name)?.at >= from && started;
    const read = (where) => {
      if (where === 'input') return fresh('input_t') ? this.unit(after.get('input_t').value, 'input_t') : undefined;
      const [when, name] = where.split(':');
      if (when === 'held') return this.unit(after.get(name)?.value, name);
      if (when === 'before') return this.unit((started ? before : after).get(name)?.value, name);
      return fresh(name) ? this.unit(after.get(name).value, name) : undefined;
    };
    const phase = (name) => (name in current.changed && inside ? 'now' : fresh(name) ? 'fresh' : 'stale');
    this.cell.show(read, phase, this.palette, this.sentence(current));
    this.history.show(frame, this.palette);
    this.drawEquations(started ? this.payload.equations[this.round] : this.payload.equations[0], current, fresh);
  }

  drawEquations(list, current, fresh) {
    this.equations.replaceChildren(...list.map((one) => {
      const phase = one.name in current.changed ? 'now' : fresh(one.name) ? 'fresh' : 'stale';
      const numbers = fresh(one.name) ? one.numbers : '';
      return html('div', { className: `equation ${phase}` }, [html('span', {}, indexed(one.rule)), html('span', { textContent: numbers })]);
    }));
  }

  sentence(current) {
    return `${this.where(current)} ${(this.replay.text.get(current.line) ?? '').trim()}`;
  }

  where(current) {
    if (!this.payload.cell) return this.place(current);
    const rounds = this.history.rounds;
    if (!rounds.length || this.frame < rounds[0].first) return this.words.before;
    if (this.frame > rounds.at(-1).last) return this.words.after;
    return this.words.step_of.replace('{step}', this.round + 1).replace('{steps}', rounds.length);
  }

  // Which call, by its name if it has one, and its round: 'forward reader, t = 2'.
  place(current) {
    const { calls, frames } = this.replay;
    const before = new Set(calls.slice(0, this.frame + 1).filter((_, k) => frames[k].function === current.function));
    const name = this.options.calls[current.function]?.[before.size - 1];
    const round = this.replay.variables(this.frame).get('t');
    return `${name ?? current.function}${round ? `, t = ${round.value.text}` : ''}`;
  }

  title(call) {
    const name = this.options.calls[call.function]?.[this.replay.turn(call)];
    return name ? `${call.function}: ${name}` : call.function;
  }

  go(frame) {
    this.frame = Math.max(0, Math.min(this.replay.frames.length - 1, frame));
    this.draw();
  }

  play() {
    if (this.frame >= this.replay.frames.length - 1) this.frame = 0;
    this.playing = true;
    this.draw();
    this.wait();
  }

  pause() {
    this.playing = false;
    clearTimeout(this.timer);
    this.draw();
  }

  // With reduced motion never faster than twice a second.
  wait() {
    const seconds = (this.pace === 'lines' ? LINE_SECONDS : BLOCK_SECONDS) / this.speed;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.advance(), 1000 * (this.reduced.matches ? Math.max(0.5, seconds) : seconds));
  }

  advance() {
    if (!this.playing || !this.section.isConnected) return;
    this.frame = this.pace === 'lines' ? this.frame + 1 : this.replay.nextBlock(this.frame);
    if (this.frame >= this.replay.frames.length - 1) {
      this.frame = this.replay.frames.length - 1;
      this.playing = false;
    }
    this.draw();
    if (this.playing) this.wait();
  }

  key(event) {
    const act = {
      ' ': () => (this.playing ? this.pause() : this.play()),
      ArrowRight: () => this.go(event.shiftKey ? this.replay.nextBlock(this.frame) : this.frame + 1),
      ArrowLeft: () => this.go(event.shiftKey ? this.replay.blockBefore(this.frame) : this.frame - 1),
      Home: () => this.go(0),
      End: () => this.go(Infinity),
    }[event.key];
    const own = event.target.tagName === 'SELECT' || (event.key === ' ' && event.target.tagName === 'BUTTON');
    if (!act || own || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.type === 'range' && event.key !== ' ') return;
    event.preventDefault();
    act();
  }
}

const mounted = new WeakMap();

export default function ({ data, parentElement }) {
  if (!mounted.has(parentElement)) mounted.set(parentElement, new Stepper(parentElement, data));
  const stepper = mounted.get(parentElement);
  stepper.update(data);
  return () => stepper.pause();
}
