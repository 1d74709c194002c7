// From the payload of viz_core/payloads/playback.py to typed arrays.
// In: the JSON dict of one example. Out: a model with grids; `grid.at(step, unit)` is one number.

/**
 * @typedef {{ kind: 'float32' | 'int16' | 'int8', shape: [number, number], data: string, scale?: number }} Encoded
 * @typedef {{ hidden: Grid, cell: Grid | null, behind: Record<string, Grid>, kind?: string, activation?: string }} Reader
 * @typedef {{ forward?: Reader, backward?: Reader, merged?: Grid, vector?: boolean }} Layer
 * @typedef {{ best: number, target: number | null, binary: boolean, value: number, confidence: number,
 *   right: boolean | null }} Answer
 * @typedef {object} Model
 * @property {number} steps
 * @property {number} units
 * @property {string} cell
 * @property {string} head
 * @property {string} merge_mode
 * @property {string} source whose weights they are
 * @property {('forward' | 'backward')[]} readers
 * @property {Layer[]} layers
 * @property {any} inputs
 * @property {{ reader: string, probabilities: Grid }[]} predictions one for each head
 * @property {string[]} classes
 * @property {number[] | null} targets
 * @property {boolean[] | null} mask False at padding
 */

const KINDS = { float32: Float32Array, int16: Int16Array, int8: Int8Array };

/** @param {string} base64 @returns {ArrayBuffer} */
function bytes(base64) {
  const text = atob(base64);
  const buffer = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) buffer[i] = text.charCodeAt(i);
  return buffer.buffer;
}

class Grid {
  /** @type {Float32Array} */
  data;

  steps = 0;
  units = 0;
  exact = false;

  /** @type {number | undefined} */
  _largest;

  /** @type {number | undefined} */
  _smallest;

  /** `exact` is false where numbers were rounded on the way, so that the hover can say so.
   * @param {Float32Array} data @param {number} steps @param {number} units @param {boolean} exact */
  constructor(data, steps, units, exact) {
    Object.assign(this, { data, steps, units, exact });
  }

  /** @param {number} step @param {number} unit */
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

/** @param {Encoded} encoded */
function grid(encoded) {
  const [steps, units] = encoded.shape;
  const numbers = new KINDS[encoded.kind](bytes(encoded.data));
  const exact = encoded.kind === 'float32';
  return new Grid(
    numbers instanceof Float32Array ? numbers : Float32Array.from(numbers, (one) => one * (encoded.scale ?? 1)),
    steps,
    units,
    exact,
  );
}

/** @param {any} packed @returns {Reader} */
function reader(packed) {
  const behind = Object.entries(packed.behind).map(([name, encoded]) => [name, grid(encoded)]);
  return {
    kind: packed.kind,
    activation: packed.activation,
    hidden: grid(packed.hidden),
    cell: packed.cell && grid(packed.cell),
    behind: Object.fromEntries(behind),
  };
}

/** concat is not sent: it is both readers' states, one above the other.
 * @param {Grid} forward @param {Grid} backward */
function concat(forward, backward) {
  const { steps, units } = forward;
  const data = new Float32Array(steps * units * 2);
  for (let step = 0; step < steps; step++) {
    data.set(forward.data.subarray(step * units, (step + 1) * units), step * units * 2);
    data.set(backward.data.subarray(step * units, (step + 1) * units), step * units * 2 + units);
  }
  return new Grid(data, steps, units * 2, forward.exact);
}

/** @param {any} packed @returns {Layer} */
function unpackLayer(packed) {
  /** @type {any} */
  const made = {};
  if (packed.forward) made.forward = reader(packed.forward);
  if (packed.backward) made.backward = reader(packed.backward);
  if (packed.merged === 'concat') made.merged = concat(made.forward.hidden, made.backward.hidden);
  else if (packed.merged) made.merged = grid(packed.merged);
  return made;
}

/** An image, whose rows are the steps, as it is looked at.
 * @param {Grid} values */
const upright = (values) => ({ steps: values.units, units: values.steps, at: (/** @type {number} */ step, /** @type {number} */ unit) => values.at(unit, step) });

/** @param {any} packed */
function inputs(packed) {
  const values = grid(packed.values);
  return { ...packed, values, upright: packed.image ? upright(values) : null };
}

/** @param {any} payload @returns {Model} */
export function unpack(payload) {
  const layers = payload.layers.map(unpackLayer);
  // A 'final_state' head never sees the merge of each step, only each reader's last state.
  if (payload.head === 'final_state') delete layers[layers.length - 1].merged;
  // Nor does a decoder see the merges of its encoder: it receives one vector.
  if (payload.head === 'encoder_decoder') layers[layers.length - 2].vector = true;
  return {
    ...payload,
    inputs: inputs(payload.inputs),
    layers,
    predictions: payload.predictions.map((/** @type {any} */ one) => ({ ...one, probabilities: grid(one.probabilities) })),
  };
}

/** @param {Model} model @param {number} layer */
export const decodes = (model, layer) => model.head === 'encoder_decoder' && layer === model.layers.length - 1;

/** A decoder has no padding: it writes at every step.
 * @param {Model} model @param {number} step */
export const isPadding = (model, step, layer = 0) =>
  Boolean(model.mask && !model.mask[step]) && !decodes(model, layer);

/** @param {Model} model @param {number} step */
export const isAnswered = (model, step) => !isPadding(model, step, model.layers.length - 1);

/** The answer at one step: its class, its probability, the probability of the target, whether it is right.
 * @param {Model} model @param {number} head @param {number} step @returns {Answer} */
export function answer(model, head, step) {
  const { probabilities } = model.predictions[head];
  const binary = probabilities.units === 1;
  const p = (/** @type {number} */ name) =>
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
