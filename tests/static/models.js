// Models as the player unpacks them, made of plain numbers; and what a page would say of its type.

import { unpack } from '../../static/player/payload.js';
import { layout } from '../../static/player/layout.js';
import { schedule } from '../../static/player/schedule.js';

globalThis.document ??= { documentElement: {} };
globalThis.getComputedStyle ??= () => ({ fontSize: '16px' });

// Rows of numbers as viz_core/payloads/grids sends them exactly.
export function encoded(rows) {
  const data = Buffer.from(Float32Array.from(rows.flat()).buffer).toString('base64');
  return { kind: 'float32', shape: [rows.length, rows[0].length], data };
}

// The same in 8 bits, with the largest number that they stand for.
export function rounded(rows, largest) {
  const scale = largest / 127;
  const data = Buffer.from(Int8Array.from(rows.flat(), (one) => Math.round(one / scale)).buffer).toString('base64');
  return { kind: 'int8', shape: [rows.length, rows[0].length], data, scale };
}

export const forwardStates = (steps, units) =>
  Array.from({ length: steps }, (_, step) => Array.from({ length: units }, (_one, unit) => (10 * step + unit) / 100));

export const backwardStates = (steps, units) => forwardStates(steps, units).map((row) => row.map((one) => -one));

const reader = (rows) => ({ hidden: encoded(rows), cell: null, behind: {} });

export function payload({ steps = 4, units = 2, readers = ['forward', 'backward'], layers = 1, head = 'per_step', ...rest } = {}) {
  const both = readers.length === 2;
  const layer = {
    ...(readers.includes('forward') && { forward: reader(forwardStates(steps, units)) }),
    ...(readers.includes('backward') && { backward: reader(backwardStates(steps, units)) }),
    ...(both && { merged: 'concat' }),
  };
  const answers = head === 'final_state' ? 1 : steps;
  return {
    steps,
    units,
    readers,
    head,
    merge_mode: 'concat',
    cell: 'SimpleRNN',
    source: 'trained',
    layers: Array.from({ length: layers }, () => layer),
    inputs: {
      values: encoded(Array.from({ length: steps }, (_, step) => [step])),
      symbols: Array.from({ length: steps }, (_, step) => String(step)),
      level: false,
      image: false,
    },
    predictions: [
      {
        reader: both ? 'merged' : readers[0],
        probabilities: encoded(Array.from({ length: answers }, (_, step) => [step % 2 ? 0.75 : 0.25])),
      },
    ],
    classes: ['no', 'yes'],
    targets: Array.from({ length: answers }, () => 1),
    mask: null,
    ...rest,
  };
}

export const model = (asked) => unpack(payload(asked));

export const PANELS = ['inputs', 'network', 'forward', 'backward', 'merged', 'prediction'];
export const ROOM = { width: 1000, height: 520, gutter: 120, aside: 40, badge: 60, code: 200 };

export const WORDS = {
  panels: { inputs: 'Inputs', network: 'Network', forward: 'Forward', backward: 'Backward', merged: 'Merged ({mode})', prediction: 'Prediction' },
  rows: { forward: 'forward', backward: 'backward', merged: 'merge', vector: 'vector' },
  unit: '1 unit',
  units: '{count} units',
  at_step: 'step {step}',
  cell: '{panel}, unit {unit}, step {step}',
  padding: 'padding',
  unread: 'not read yet',
  target: 'target: {target}',
  layer: 'Layer {layer}',
};

export function scene(made, { position, layer = 0, name = 'sequence' } = {}) {
  const plan = schedule(made, name);
  const place = { ...layout(made, made.layers[layer], PANELS, ROOM), ...ROOM };
  return { model: made, plan, position: position ?? plan.beats, words: WORDS, layer, layout: place, selection: null, hover: null };
}
