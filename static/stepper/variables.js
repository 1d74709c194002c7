// The code with the line that has just run, and the variables it left.
// In: a Replay and a frame. Out: two panels.

import { exact, fill, ink, number } from './colours.js';
import { html, indexed } from './elements.js';

const MOST_COLUMNS = 24;

export class CodePanel {
  constructor(words) {
    this.node = html('pre', { className: 'code', tabIndex: 0, 'aria-label': words.code });
    this.lines = new Map();
  }

  build(code) {
    this.lines = new Map(code.map((line) => [line.number, html('span', { className: 'line', textContent: line.text || ' ' })]));
    this.node.replaceChildren(...this.lines.values());
    this.current = null;
  }

  show({ line, changed }, unit) {
    this.current?.classList.remove('now');
    this.current = this.lines.get(line);
    if (!this.current) return;
    this.current.classList.add('now');
    this.current.dataset.set = this.remark(brief(changed, unit));
    const { offsetTop, offsetHeight } = this.current;
    const { scrollTop, clientHeight } = this.node;
    const top = offsetTop - this.node.offsetTop;
    if (top < scrollTop + 20 || top + offsetHeight > scrollTop + clientHeight - 20) {
      this.node.scrollTop = Math.max(0, top - clientHeight / 3);
    }
  }

  // Only where it fits behind the code.
  remark(text) {
    const letters = this.node.clientWidth / (0.61 * parseFloat(getComputedStyle(this.node).fontSize));
    return this.current.textContent.length + text.length + 5 <= letters ? text : '';
  }
}

// The first thing a line set, if it is short, as a remark behind the line; with a unit its number alone.
function brief(changed, unit) {
  const [[name, first] = []] = Object.entries(changed);
  if (!first?.values?.length) return '';
  const own = unit !== undefined && first.shape.length === 1 && name !== 'input_t';
  const numbers = own ? [first.values[unit]] : [first.values].flat(Infinity);
  return numbers.length > 4 ? '' : `\u2192 ${numbers.map((one) => number(one)).join(' ')}`;
}

// Rows of numbers: an axis of length one at the front is not drawn; a single column lies down.
export function rows(values, shape) {
  if (shape.length === 2 && shape[1] === 1) return [values.flat()];
  if (shape.length === 0) return [[values]];
  if (shape.length === 1) return [values];
  if (shape.length === 2) return values;
  return values.flatMap((one) => rows(one, shape.slice(1)));
}

function grid(values, shape, palette, heads) {
  const numbers = rows(values, shape).map((row) =>
    html('span', { className: 'row' }, row.slice(0, MOST_COLUMNS).map((value) =>
      html('span', { className: 'number', textContent: number(value), title: exact(value), style: `background:${fill(value, palette)};color:${ink(value, palette)}` }))));
  return html('span', { className: heads ? 'grid gated' : 'grid' }, heads ? [head(heads, shape.at(-1)), ...numbers] : numbers);
}

// Which columns of a kernel belong to which gate: each name over as many columns as there are units.
function head(names, columns) {
  const units = columns / names.length;
  return html('span', { className: 'row head' }, names.map((name) => html('span', { className: 'block', style: `--units:${units}` }, indexed(name))));
}

export const shapeText = (shape) => `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`;

function card(name, value, classes, palette, words, heads) {
  const parts = [html('code', { textContent: name })];
  if (value.shape) parts.push(html('small', { textContent: shapeText(value.shape) }));
  if (value.shape && value.values === null) parts.push(html('small', { textContent: words.large }));
  else if (value.shape) parts.push(grid(value.values, value.shape, palette, heads));
  else parts.push(html('span', { className: 'plain', textContent: value.text }));
  return html('div', { className: `variable ${classes}` }, parts);
}

// A variable that no line has set yet: its name and shape.
function ghost(name, { shape }) {
  return html('div', { className: 'variable coming' }, [html('code', { textContent: name }), html('small', { textContent: shapeText(shape) })]);
}

export const shown = (value) => value.shape || /^-?\d/.test(value.text);

export class VariablesPanel {
  constructor(words) {
    this.words = words;
    this.node = html('div', { className: 'variables', tabIndex: 0, role: 'region', 'aria-label': words.variables });
  }

  // What the line set comes first, then what this round set, the newest first; then what is still to come.
  show(replay, k, palette, gates = {}, titles = (_call) => '') {
    const start = replay.blockStart(k);
    const held = [...replay.variables(k)].filter(([, one]) => shown(one.value)).sort((a, b) => b[1].at - a[1].at);
    this.node.replaceChildren(...held.map(([name, one]) =>
      card(name, one.value, one.at === k ? 'now' : one.at >= start ? 'fresh' : 'stale', palette, this.words, gates[name])));
    for (const [call, values] of replay.coming(k)) this.announce(call, values, call === replay.calls[k], titles(call));
    this.node.scrollTop = 0;
  }

  // Variables that are still to come; those of another call stand under its name.
  announce(call, values, own, title) {
    const arrays = [...values].filter(([, value]) => value.shape?.length);
    if (!own && arrays.length) this.node.append(html('p', { className: 'call', textContent: title }));
    this.node.append(...arrays.map(([name, value]) => ghost(name, value)));
  }
}
