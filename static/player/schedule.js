// When each state becomes known.
// In: a model from payload.js and the name of a schedule. Out: for every state, merge and prediction the beat
// in which it is computed; a state with beat k is on its way between positions k and k + 1, and known from k + 1.

/** @typedef {import('./payload.js').Model} Model */

/** @param {Model} model @returns {string[]} */
export function scheduleNames(model) {
  if (model.readers.length < 2) return model.layers.length > 1 ? ['together', 'layers'] : ['together'];
  return model.layers.length > 1 ? ['sequence', 'together', 'layers'] : ['sequence', 'together'];
}

/** @param {number} count @param {(index: number) => number} value */
const range = (count, value) => Array.from({ length: count }, (_, index) => value(index));

/** One layer: the beats of its readers and of its merge, counted from `start`, and the first beat after it.
 * @param {Model} model @param {number} layer @param {string} name @param {number} start */
function layerBeats(model, layer, name, start) {
  const { steps } = model;
  const both = model.readers.length === 2;
  const later = both && name === 'sequence' ? steps : 0;
  /** @type {Record<string, number[]>} */
  const beats = {};
  if (model.readers.includes('forward')) beats.forward = range(steps, (t) => start + t);
  if (model.readers.includes('backward')) beats.backward = range(steps, (t) => start + later + steps - 1 - t);
  let next = start + later + steps;
  if (model.layers[layer].merged) {
    // One beat after the later of the two readers: with both at once the merge opens in the middle and spreads.
    beats.merged = range(steps, (t) =>
      later ? next + t : Math.max(beats.forward[t], beats.backward[t]) + 1,
    );
    next = Math.max(...beats.merged) + 1;
  }
  if (model.layers[layer].vector) beats.vector = [next++];
  return { beats, next };
}

/** A prediction per step comes with its merge, or with its only reader; a final one after everything.
 * @param {Model} model @param {Record<string, any>} top @param {number} next @returns {number[][]} */
function predictionBeats(model, top, next) {
  if (model.head === 'final_state') return model.predictions.map(() => [next]);
  return model.predictions.map(({ reader }) => top.merged ?? top[reader]);
}

/**
 * @typedef {{ forward?: number[], backward?: number[], merged?: number[], vector?: number[] }} Beats of each step
 * @typedef {object} Plan
 * @property {string} name
 * @property {number} beats of the whole play
 * @property {Beats[]} layers
 * @property {number[][]} predicted of each head
 * @property {number[]} stops positions at which a step of the play ends
 * @property {number} seconds of one beat
 * @property {(beat: number) => number} layerAt
 */

/** @param {Model} model @param {string} name @returns {Plan} */
export function schedule(model, name) {
  /** @type {Beats[]} */
  const layers = [];
  /** @type {number[]} */
  const starts = [];
  let next = 0;
  for (let layer = 0; layer < model.layers.length; layer++) {
    starts.push(next);
    const made = layerBeats(model, layer, name, next);
    layers.push(made.beats);
    next = made.next;
  }
  const predicted = predictionBeats(model, layers[layers.length - 1], next);
  const beats = 1 + Math.max(next - 1, ...predicted.flat());
  const stops = name === 'layers' ? [...starts, beats] : range(beats + 1, (beat) => beat);
  return {
    name,
    beats,
    layers,
    predicted,
    stops,
    // Short sequences take their time, long ones still end within about twenty seconds.
    seconds: Math.min(0.7, Math.max(0.05, 20 / beats)),
    layerAt: (beat) =>
      Math.max(
        0,
        starts.findLastIndex((start) => start <= beat),
      ),
  };
}

/** The beat being worked on at a position, or -1 before the first; a whole position shows the beat just done.
 * @param {number} position */
export const beatAt = (position) => Math.ceil(position) - 1;

/** How much of a value is there: 0 unknown, 1 known, between while it is computed.
 * @param {number} beat @param {number} position */
export const progress = (beat, position) => Math.min(1, Math.max(0, position - beat));

/** For each layer the step of each reader that belongs to a beat, and the step answered last; -1 where none is.
 * While readers read that is the step each has done last; once only answers come, the step that is answered, whose
 * states the answer is made of.
 * @param {Plan} plan @param {number} beat */
export function reached(plan, beat) {
  const last = (/** @type {number[] | undefined} */ beats) =>
    (beats ?? []).reduce((best, one, step, all) => (one <= beat && one >= (all[best] ?? 0) ? step : best), -1);
  const answer = last(plan.predicted[0]);
  const now = happening(plan, beat);
  const answering = answer >= 0 && plan.predicted[0].length > 1 && now.forward === null && now.backward === null;
  const layers = plan.layers.map(({ forward, backward }) =>
    answering ? { forward: answer, backward: answer } : { forward: last(forward), backward: last(backward) },
  );
  return { layers, answer };
}

/** What happens in one beat: the step of each reader, the merged steps, the predicted steps of each head.
 * @param {Plan} plan @param {number} beat */
export function happening(plan, beat) {
  const layer = plan.layerAt(beat);
  const { forward, backward, merged, vector } = plan.layers[layer];
  const steps = (/** @type {number[] | undefined} */ beats) => (beats ?? []).flatMap((one, step) => (one === beat ? [step] : []));
  return {
    layer,
    forward: steps(forward)[0] ?? null,
    backward: steps(backward)[0] ?? null,
    merged: steps(merged),
    vector: steps(vector),
    predicted: plan.predicted.map(steps),
  };
}
