// What the player shows as numbers. In: a scene. Out: the sentence of the moment, and a table for each panel of states,
// with a column for each step, and for the answers.

import { stateOf } from './panels.js';
import { sentence, exactly, fill, known, symbolAt } from './words.js';

/** @typedef {import('../numbers/button.js').Table} Table */

function columns(scene) {
  const { model, words, layer } = scene;
  return Array.from({ length: model.steps }, (_, step) => `${step + 1}: ${symbolAt(model, step, words, layer)}`);
}

/** @returns {Table} */
function states(scene, name) {
  const { words, model, position } = scene;
  const { grid, beats } = stateOf(scene, name);
  const row = (unit) => beats.map((beat, step) => (known(beat, position) ? exactly(grid, grid.at(step, unit)) : words.unread));
  return {
    name: fill(words.panels[name], { mode: model.merge_mode }),
    columns: [words.numbers.unit, ...columns(scene)],
    rows: Array.from({ length: grid.units }, (_, unit) => [unit + 1, ...row(unit)]),
  };
}

/** @returns {Table} */
function answers(scene, head) {
  const { words, model, plan, position } = scene;
  const { reader, probabilities } = model.predictions[head];
  const names = probabilities.units === 1 ? [model.classes[1]] : model.classes;
  const beats = plan.predicted[head];
  const value = (beat, step, one) => (known(beat, position) ? exactly(probabilities, probabilities.at(step, one)) : words.unread);
  const whose = model.predictions.length > 1 ? `: ${words.rows[reader]}` : '';
  const whole = model.head === 'final_state';
  const targets = model.targets && [words.target_key, ...beats.map((_, step) => model.classes[model.targets[step]] ?? '')];
  return {
    name: `${words.panels.prediction}${whose}`,
    columns: ['', ...(whole ? [''] : columns({ ...scene, layer: 0 }))],
    rows: [...names.map((name, one) => [`p(${name})`, ...beats.map((beat, step) => value(beat, step, one))]), ...(targets ? [targets] : [])],
  };
}

/** @returns {import('../numbers/button.js').Numbers} */
export function sceneNumbers(scene) {
  const shown = scene.model.layers[scene.layer];
  const panels = ['forward', 'backward', 'merged'].filter((name) => shown[name]);
  const tables = [...panels.map((name) => states(scene, name)), ...scene.model.predictions.map((_, head) => answers(scene, head))];
  return { sentence: sentence(scene), tables };
}
