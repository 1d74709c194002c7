// One state written out with its numbers.
// In: a scene and a selected cell. Out: { title, lines }, each line a string of mathematics.
// Notation: h₋ is the state the reader held before (after, for the backward reader).

import { isPadding } from './payload.js';
import { cellName } from './hits.js';
import { exactly } from './words.js';

const n = (value) =>
  (Math.abs(value) < 5e-4 && value !== 0 ? value.toExponential(1) : value.toFixed(3)).replace('-', '−');
const signed = (value) => (value < 0 ? `(${n(value)})` : n(value));
const plus = (value) => (value < 0 ? `− ${n(-value)}` : `+ ${n(value)}`);

function before(grid, name, step, unit) {
  const at = name === 'forward' ? step - 1 : step + 1;
  return at < 0 || at >= grid.steps ? 0 : grid.at(at, unit);
}

function simple({ hidden, behind, activation = 'tanh' }, name, step, unit) {
  const lines = [`h = ${activation}( x·W + h₋·V + b )`];
  if (behind.x) {
    const [x, v, b] = [behind.x.at(step, unit), behind.v.at(step, unit), behind.b.at(0, unit)];
    lines.push(`  = tanh( ${n(x)} ${plus(v)} ${plus(b)} ) = tanh( ${n(x + v + b)} )`);
  }
  return [...lines, `  = ${exactly(hidden, hidden.at(step, unit))}`];
}

function lstm({ hidden, cell, behind, activation = 'tanh' }, name, step, unit) {
  const lines = [];
  if (behind.i) {
    const [i, f, c, o] = ['i', 'f', 'c', 'o'].map((gate) => behind[gate].at(step, unit));
    const kept = before(cell, name, step, unit);
    lines.push(
      `c = f · c₋ + i · c̃ = ${n(f)} · ${signed(kept)} + ${n(i)} · ${signed(c)} = ${n(cell.at(step, unit))}`,
    );
    lines.push(`h = o · ${activation}(c) = ${n(o)} · ${activation}(${n(cell.at(step, unit))})`);
  } else lines.push(`h = o · ${activation}(c), c = ${exactly(cell, cell.at(step, unit))}`);
  return [...lines, `  = ${exactly(hidden, hidden.at(step, unit))}`];
}

function gru({ hidden, behind }, name, step, unit) {
  const lines = ['h = z · h₋ + (1 − z) · h̃'];
  if (behind.z) {
    const [z, h] = ['z', 'h'].map((gate) => behind[gate].at(step, unit));
    lines.push(`  = ${n(z)} · ${signed(before(hidden, name, step, unit))} + ${n(1 - z)} · ${signed(h)}`);
  }
  return [...lines, `  = ${exactly(hidden, hidden.at(step, unit))}`];
}

const CELLS = { SimpleRNN: simple, LSTM: lstm, GRU: gru };

function mergeLines({ model, layer }, step, unit) {
  const { forward, backward, merged } = model.layers[layer];
  const whole = exactly(merged, merged.at(step, unit));
  if (model.merge_mode === 'concat') {
    const own = unit < model.units;
    return [
      own
        ? `[h→ ; h←][${unit + 1}] = h→[${unit + 1}]`
        : `[h→ ; h←][${unit + 1}] = h←[${unit + 1 - model.units}]`,
      `  = ${whole}`,
    ];
  }
  const [f, b] = [forward.hidden.at(step, unit), backward.hidden.at(step, unit)];
  const rules = {
    sum: `h→ + h← = ${n(f)} ${plus(b)}`,
    mul: `h→ × h← = ${signed(f)} × ${signed(b)}`,
    ave: `(h→ + h←) / 2 = (${n(f)} ${plus(b)}) / 2`,
  };
  return [rules[model.merge_mode], `  = ${whole}`];
}

// The two readers of a network that somebody brought may be of two kinds.
const stateLines = (model, reader, panel, step, unit) =>
  CELLS[reader.kind ?? model.cell](reader, panel, step, unit);

export function equation(scene, { panel, step, unit }) {
  const { model, layer, words } = scene;
  const title = cellName(scene, panel, step, unit);
  if (isPadding(model, step, layer)) return { title, lines: [words.padding_kept] };
  const lines =
    panel === 'merged'
      ? mergeLines(scene, step, unit)
      : stateLines(model, model.layers[layer][panel], panel, step, unit);
  return { title, lines };
}
