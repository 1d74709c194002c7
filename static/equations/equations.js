// Equations with numbers in them, lit up as the player of the same channel reaches them: a Streamlit component.
// In: { equations, words, colours, channel } from ui/equations. Out: three lines of mathematics.
// The player tells its moment to the page (static/player/channel.js); the server is not asked.

import { listen } from '../player/channel.js';

const ROWS = ['forward', 'backward', 'merged'];

function node(tag, className, children = []) {
  const made = document.createElement(tag);
  made.className = className;
  made.append(...children);
  return made;
}

const coloured = ([text, hue]) => node('span', hue, [text]);

class Equations {
  /** @type {any} */
  equations;

  /** @type {any} */
  words;

  /** @type {Record<string, { line: HTMLElement, numbers: HTMLElement, at: number }>} */
  rows = {};

  /** @type {(() => void) | undefined} */
  leave;

  constructor(root) {
    this.section = node('section', 'equations');
    this.section.setAttribute('role', 'group');
    root.append(this.section);
  }

  update({ equations, words, colours, channel }) {
    Object.assign(this, { equations, words });
    for (const [name, colour] of Object.entries(colours)) this.section.style.setProperty(`--${name}`, colour);
    this.section.setAttribute('aria-label', words.title);
    this.rows = Object.fromEntries(this.shown().map((kind) => [kind, this.row(kind)]));
    this.section.replaceChildren(...Object.values(this.rows).map(({ line }) => line));
    this.leave?.();
    this.leave = listen(channel, (moment) => this.show(moment));
  }

  shown() {
    return ROWS.filter((kind) => kind === 'merged' || this.equations.layers[0][kind]);
  }

  row(kind) {
    const rule = node('span', 'rule', this.equations.rules[kind].map(coloured));
    const numbers = node('span', 'numbers');
    return { line: node('p', `line ${kind}`, [rule, numbers]), numbers, at: -1 };
  }

  // The lines that this beat computes light up; earlier ones stay, dimmed, until the play goes back.
  show({ position, now }) {
    const steps = { forward: now.forward, backward: now.backward, merged: now.predicted[0]?.[0] ?? null };
    for (const [kind, row] of Object.entries(this.rows)) {
      const step = position > 0 ? steps[kind] : null;
      row.line.classList.toggle('on', step !== null);
      if (step !== null) this.write(row, kind, now.layer, step, position);
      else if (position < row.at) this.clear(row);
    }
  }

  write(row, kind, layer, step, position) {
    const lines = kind === 'merged' ? this.equations.answers : this.equations.layers[layer][kind];
    const key = `${layer} ${step}`;
    row.at = Math.floor(position);
    if (row.line.dataset.step === key) return;
    row.line.dataset.step = key;
    const where = this.equations.layers.length > 1 && kind !== 'merged' ? [[this.words.layers[layer], 'muted']] : [];
    row.numbers.replaceChildren(...[...where, ...lines[step]].map(coloured));
  }

  clear(row) {
    row.at = -1;
    row.line.dataset.step = '';
    row.numbers.replaceChildren();
  }

  remove() {
    this.leave?.();
    this.section.remove();
  }
}

const mounted = new WeakMap();

export default function mount({ data, parentElement }) {
  if (!mounted.has(parentElement)) mounted.set(parentElement, new Equations(parentElement));
  const equations = mounted.get(parentElement);
  const news = JSON.stringify(data);
  if (equations.news !== news) equations.update(data);
  equations.news = news;
  return () => {
    equations.remove();
    mounted.delete(parentElement);
  };
}
