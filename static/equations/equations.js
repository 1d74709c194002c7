// Equations with numbers in them, lit up as the player of the same channel reaches them: a Streamlit component.
// In: { equations, words, palettes, channel } from ui/equations. Out: a line for each reader of each layer, one for the answer.
// The player tells its moment to the page (static/player/channel.js); the server is not asked.

import { listen } from '../player/channel.js';
import { wear } from '../player/look.js';
import { saveButton } from '../saving/button.js';

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

  /** @type {string | null | undefined} */
  source;

  /** @type {HTMLButtonElement | undefined} */
  save;

  /** @type {any[]} */
  rows = [];

  /** @type {(() => void) | undefined} */
  leave;

  constructor(root) {
    this.section = node('section', 'equations');
    this.section.setAttribute('role', 'group');
    root.append(this.section);
  }

  update({ equations, words, channel, source }) {
    Object.assign(this, { equations, words, source });
    this.section.setAttribute('aria-label', words.title);
    this.rows = [
      ...equations.rules.flatMap((rules, layer) => Object.entries(rules).map(([kind, rule]) => this.row(kind, rule, layer))),
      this.row('merged', equations.answer, null),
    ];
    this.section.classList.toggle('deep', equations.rules.length > 1);
    this.save ??= saveButton(words.saving, () => this.picture());
    this.section.replaceChildren(...this.rows.map(({ line }) => line), this.save);
    this.leave?.();
    this.leave = listen(channel, (moment) => this.show(moment));
  }

  async picture() {
    const { partPicture } = await import('../saving/part_picture.js');
    const prepare = (copy) => copy.querySelector('.save')?.remove();
    return partPicture(this.section, { kind: 'equations', name: [this.words.title], source: this.source, prepare });
  }

  row(kind, rule, layer) {
    const numbers = node('span', 'numbers');
    const line = node('p', `line ${kind}`, [node('span', 'rule', rule.map(coloured)), numbers]);
    const lines = layer === null ? this.equations.answers : this.equations.layers[layer][kind];
    return { kind, layer, lines, line, numbers };
  }

  // The lines that this beat computes light up; those of earlier beats stay.
  show({ position, now, reached }) {
    const steps = { forward: now.forward, backward: now.backward, merged: now.predicted[0]?.at(-1) ?? null };
    for (const row of this.rows) {
      const due = position > 0 && (row.layer === null || row.layer === now.layer);
      row.line.classList.toggle('on', due && steps[row.kind] !== null);
      this.write(row, row.layer === null ? reached.answer : reached.layers[row.layer][row.kind]);
    }
  }

  write(row, step) {
    if (row.line.dataset.step === String(step)) return;
    row.line.dataset.step = String(step);
    row.numbers.replaceChildren(...(row.lines[step] ?? []).map(coloured));
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
  wear(equations.section, data.palettes);
  const news = JSON.stringify(data);
  if (equations.news !== news) equations.update(data);
  equations.news = news;
  return () => {
    equations.remove();
    mounted.delete(parentElement);
  };
}
