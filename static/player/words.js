// The moment in one sentence.
// In: a scene and its texts (from ui/player, already translated). Out: strings.

import { answer, decodes, isAnswered, isPadding } from './payload.js';
import { beatAt, happening, progress } from './schedule.js';

export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

export function layerName(words, layer, model) {
  if (decodes(model, layer)) return words.decoder;
  const encoder = model.head === 'encoder_decoder' && model.layers.length === 2;
  return encoder ? words.encoder : fill(words.layer, { layer: layer + 1 });
}

// Exact numbers as they are, rounded ones with a sign that says so.
export function exactly(grid, value) {
  if (Number.isNaN(value)) return 'NaN';
  const digits = grid.exact ? String(Number(value.toPrecision(7))) : `≈ ${value.toPrecision(3)}`;
  return digits.replace('-', '−');
}

export function symbolAt(model, step, words, layer = 0) {
  if (decodes(model, layer)) return words.vector;
  if (isPadding(model, step)) return words.padding;
  if (model.inputs.symbols) return model.inputs.symbols[step];
  return fill(words.pixels, { step: step + 1 });
}

function reads(scene, now, reader, where) {
  const { model, words } = scene;
  const step = now[reader];
  if (decodes(model, now.layer)) return fill(words[`${reader}_writes`], { step: step + 1 });
  return fill(words[`${reader}_reads${where ? '_at' : ''}`], {
    step: step + 1,
    symbol: written(model, step, words),
  });
}

// A symbol inside a sentence: words and brackets in quotation marks, numbers as they are.
function written(model, step, words) {
  const symbol = symbolAt(model, step, words);
  const plain = !model.inputs.symbols || isPadding(model, step) || /^[−-]?\d/.test(symbol);
  return plain ? symbol : fill(words.quoted, { symbol });
}

function has(scene, now, reader) {
  const { model, words, plan } = scene;
  if (decodes(model, now.layer)) return '';
  const read = plan.layers[now.layer][reader].filter((beat) => beat <= beatAt(scene.position)).length;
  if (read === 0) return words[`${reader}_waits`];
  const [from, to] = reader === 'forward' ? [1, read] : [model.steps, model.steps - read + 1];
  return fill(words[`${reader}_has`], { from, to });
}

const joined = (steps, words) => steps.map((step) => step + 1).join(` ${words.and} `);

function verdict(scene, steps) {
  const { model, words } = scene;
  if (steps.length !== 1) return '';
  const found = answer(model, 0, steps[0]);
  const values = {
    value: found.confidence.toFixed(2),
    name: model.classes[found.best],
    target: found.target === null ? '' : model.classes[found.target],
  };
  return fill(
    found.right === null ? words.predicts : found.right ? words.predicts_right : words.predicts_wrong,
    values,
  );
}

function ending(scene) {
  const { model, words } = scene;
  const alone = model.predictions.length === 1;
  if (model.head === 'final_state' && alone)
    return fill(words.done_verdict, { steps: model.steps, verdict: verdict(scene, [0]) });
  const steps = [...Array(model.steps).keys()].filter((step) => isAnswered(model, step));
  const known = model.targets && alone && model.head !== 'final_state';
  const right = known ? steps.filter((step) => answer(model, 0, step).right).length : 0;
  return fill(known ? words.done_tally : words.done, { steps: model.steps, right, total: steps.length });
}

export function sentence(scene) {
  const { model, plan, words } = scene;
  const beat = beatAt(scene.position);
  if (beat < 0) return words.idle;
  if (scene.position >= plan.beats) return ending(scene);
  const now = happening(plan, beat);
  const step = now.forward ?? now.backward ?? now.merged.at(-1) ?? now.predicted[0]?.at(-1) ?? 0;
  const both = now.forward !== null && now.backward !== null && now.forward !== now.backward;
  const clauses = [];
  const reading = now.forward !== null || now.backward !== null;
  if (reading)
    for (const reader of model.readers)
      clauses.push(now[reader] !== null ? reads(scene, now, reader, both) : has(scene, now, reader));
  if (now.merged.length)
    clauses.push(fill(words.merges, { list: joined(now.merged, words), mode: model.merge_mode }));
  if (now.vector.length) clauses.push(words.squeezes);
  if (model.head === 'final_state' && now.predicted[0]?.length)
    clauses.push(fill(words.final, { steps: model.steps }));
  const answered = model.predictions.length === 1 ? verdict(scene, now.predicted[0]) : '';
  if (answered) clauses.push(answered);
  const opening = both
    ? fill(words.moment, { moment: beat + 1, moments: plan.beats })
    : fill(words.step, { step: step + 1, steps: model.steps });
  const layer = model.layers.length > 1 ? `${layerName(words, now.layer, model)}. ` : '';
  return `${layer}${opening} ${clauses.filter(Boolean).join('; ')}.`;
}

export const known = (beat, position) => progress(beat, position) === 1;
