// From the payload of viz_core/payloads/playback.py to typed arrays.
// In: the JSON dict of one example. Out: a model with grids; `grid.at(step, unit)` is one number.
// Used by: player.js.

const KINDS = { float32: Float32Array, int16: Int16Array, int8: Int8Array };

function bytes(base64) {
  const text = atob(base64);
  const buffer = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) buffer[i] = text.charCodeAt(i);
  return buffer.buffer;
}

class Grid {
  // `exact` is false where numbers were rounded on the way, so that the hover can say so.
  constructor(data, steps, units, exact) {
    Object.assign(this, { data, steps, units, exact });
  }

  at(step, unit) {
    return this.data[step * this.units + unit];
  }

  get largest() {
    return (this._largest ??= this.data.reduce((most, one) => Math.max(most, Math.abs(one) || 0), 0));
  }

  get smallest() {
    return (this._smallest ??= this.data.reduce((least, one) => Math.min(least, one || 0), 0));
  }
}

function grid(encoded) {
  const [steps, units] = encoded.shape;
  const numbers = new KINDS[encoded.kind](bytes(encoded.data));
  const exact = encoded.kind === 'float32';
  return new Grid(
    exact ? numbers : Float32Array.from(numbers, (one) => one * encoded.scale),
    steps,
    units,
    exact,
  );
}

function reader(packed) {
  const behind = Object.entries(packed.behind).map(([name, encoded]) => [name, grid(encoded)]);
  return {
    hidden: grid(packed.hidden),
    cell: packed.cell && grid(packed.cell),
    behind: Object.fromEntries(behind),
  };
}

// concat is not sent: it is both readers' states, one above the other.
function concat(forward, backward) {
  const { steps, units } = forward;
  const data = new Float32Array(steps * units * 2);
  for (let step = 0; step < steps; step++) {
    data.set(forward.data.subarray(step * units, (step + 1) * units), step * units * 2);
    data.set(backward.data.subarray(step * units, (step + 1) * units), step * units * 2 + units);
  }
  return new Grid(data, steps, units * 2, forward.exact);
}

function unpackLayer(packed) {
  const made = {};
  if (packed.forward) made.forward = reader(packed.forward);
  if (packed.backward) made.backward = reader(packed.backward);
  if (packed.merged === 'concat') made.merged = concat(made.forward.hidden, made.backward.hidden);
  else if (packed.merged) made.merged = grid(packed.merged);
  return made;
}

// An image, whose rows are the steps, as it is looked at.
const upright = (values) => ({ steps: values.units, units: values.steps, at: (step, unit) => values.at(unit, step) });

function inputs(packed) {
  const values = grid(packed.values);
  return { ...packed, values, upright: packed.image ? upright(values) : null };
}

export function unpack(payload) {
  const layers = payload.layers.map(unpackLayer);
  // A 'final_state' head never sees the merge of each step, only each reader's last state.
  if (payload.head === 'final_state') delete layers[layers.length - 1].merged;
  // Nor does a decoder see the merges of its encoder: it hears of one vector.
  if (payload.head === 'encoder_decoder') layers[layers.length - 2].vector = true;
  return {
    ...payload,
    inputs: inputs(payload.inputs),
    layers,
    predictions: payload.predictions.map((one) => ({ ...one, probabilities: grid(one.probabilities) })),
  };
}

export const decodes = (model, layer) => model.head === 'encoder_decoder' && layer === model.layers.length - 1;

// A decoder has no padding: it writes at every step.
export const isPadding = (model, step, layer = 0) =>
  Boolean(model.mask) && !model.mask[step] && !decodes(model, layer);

export const isAnswered = (model, step) => !isPadding(model, step, model.layers.length - 1);

// The answer at one step: its class, its probability, the probability of the target, whether it is right.
export function answer(model, head, step) {
  const { probabilities } = model.predictions[head];
  const binary = probabilities.units === 1;
  const p = (name) =>
    !binary ? probabilities.at(step, name) : name ? probabilities.at(step, 0) : 1 - probabilities.at(step, 0);
  let best = 0;
  const count = binary ? 2 : probabilities.units;
  for (let name = 1; name < count; name++) if (p(name) > p(best)) best = name;
  const target = model.targets ? model.targets[step] : null;
  const shown = binary ? 1 : (target ?? best);
  return {
    best,
    target,
    binary,
    value: p(shown),
    confidence: p(best),
    right: target === null ? null : best === target,
  };
}
