// The whole sequence in rows: inputs, gates and states of one unit, filled as far as the loop has run.
// In: rounds of the loop and the numbers of one unit. Out: a table of columns to click.

import { exact, fill, number } from './colours.js';
import { html } from './elements.js';

const GATES = new Set(['i', 'f', 'o', 'z', 'r']);
const WRITTEN = { input_t: 'xₜ', c_tilde: 'c̃', h_tilde: 'h̃', carry_t: 'cₜ', output_t: 'hₜ' };

export class HistoryPanel {
  constructor(words, go) {
    this.words = words;
    this.go = go;
    this.node = html('div', { className: 'history', role: 'group', 'aria-label': words.history });
  }

  build(replay, names, read) {
    this.rounds = replay.rounds();
    this.columns = this.rounds.map((round, step) => this.column(round, step, names, read));
    const label = html('span', { className: 'names' }, names.map((name) => html('span', { textContent: WRITTEN[name] ?? name })));
    this.node.replaceChildren(label, ...this.columns.map((one) => one.node));
  }

  column(round, step, names, read) {
    const cells = names.map((name) => {
      const value = read(round.last, name);
      const title = `${WRITTEN[name] ?? name} = ${exact(value)}`;
      return { name, value, at: read.setAt(round, name), node: html('span', { className: GATES.has(name) ? 'slot gate' : 'slot', title }) };
    });
    const label = this.words.step.replace('{step}', step + 1);
    const said = cells.filter(({ name }) => name === 'input_t').map(({ value }) => inputText(value));
    const node = html('button', { type: 'button', className: 'column', title: label, 'aria-label': [label, ...said].join(': '), tabIndex: -1, onclick: () => this.go(round.last) }, cells.map((cell) => cell.node));
    return { node, cells, round };
  }

  show(k, palette) {
    for (const { node, cells, round } of this.columns) {
      node.classList.toggle('now', k >= round.first && k <= round.last);
      for (const cell of cells) paint(cell, cell.at <= k, palette);
    }
  }
}

const inputText = (/** @type {number} */ value) => number(value, Number.isInteger(value) ? 0 : 1);

function paint({ name, value, node }, known, palette) {
  const share = `${Math.round(100 * value)}%`;
  if (name === 'input_t') node.textContent = inputText(value);
  if (!known) node.style.background = name === 'input_t' ? 'transparent' : '';
  else if (GATES.has(name)) node.style.background = `linear-gradient(to top, ${palette.text} ${share}, ${palette.faint} ${share})`;
  else node.style.background = fill(name === 'input_t' ? 0 : value, palette);
}
