// What is under the pointer.
// In: a scene and a place in CSS pixels. Out: the panel, step and unit there, and its exact value in words.

import { answer, isAnswered, isPadding } from './payload.js';
import { stateOf } from './panels.js';
import { geometry } from './network.js';
import { exactly, fill, known, layerName, symbolAt } from './words.js';

export function hit(scene, x, y) {
  const { layout } = scene;
  const box = Object.values(layout.boxes).find((one) => y >= one.y - 2 && y <= one.y + one.h + 2);
  if (!box) return null;
  if (box.name === 'network' && x < layout.x0) return rowAt(scene, y);
  if (x < layout.x0 || x > layout.x1) return null;
  const step = layout.stepAt(x);
  if (box.name === 'inputs') return inputAt(scene, step, y, box);
  if (box.name === 'network')
    return { ...rowAt(scene, y), panel: 'network', step, lines: nodeLines(scene, step, y) };
  if (box.name === 'prediction') return { panel: 'prediction', step, lines: predictionLines(scene, step) };
  return stateAt(scene, box, step, y);
}

function rowAt(scene, y) {
  const rows = geometry(scene).rows;
  const nearest = rows.reduce((best, row) => (Math.abs(row.y - y) < Math.abs(best.y - y) ? row : best));
  return { panel: 'layer', layer: nearest.layer, kind: nearest.kind };
}

const stepWords = ({ words }, step) => fill(words.at_step, { step: step + 1 });

function inputAt(scene, step, y, box) {
  const { model, words } = scene;
  const { values, symbols } = model.inputs;
  const lines = [`${words.panels.inputs}, ${stepWords(scene, step)}`];
  if (isPadding(model, step)) lines.push(words.padding);
  else if (symbols === null) {
    const feature = Math.min(values.units - 1, Math.max(0, Math.floor(((y - box.y) / box.h) * values.units)));
    lines.push(
      fill(words.feature, { feature: feature + 1, value: exactly(values, values.at(step, feature)) }),
    );
  } else lines.push(model.inputs.level ? exactly(values, values.at(step, 0)) : symbols[step]);
  return { panel: 'inputs', step, lines };
}

function nodeLines(scene, step, y) {
  const { words, model, plan, position } = scene;
  const { layer, kind } = rowAt(scene, y);
  const title =
    model.layers.length > 1 ? `${layerName(words, layer, model)}, ${words.rows[kind]}` : words.rows[kind];
  if (kind === 'vector') return [words.vector, words.vector_note];
  const beat = plan.layers[layer][kind][step];
  return [
    `${title}, ${stepWords(scene, step)}`,
    known(beat, position) ? symbolAt(model, step, words, layer) : words.unread,
  ];
}

function stateAt(scene, box, step, y) {
  const { grid } = stateOf(scene, box.name);
  const unit = Math.min(grid.units - 1, Math.max(0, Math.floor(((y - box.y) / box.h) * grid.units)));
  return stateHit(scene, box.name, step, unit);
}

export const cellName = ({ model, words }, name, step, unit) =>
  fill(words.cell, {
    panel: fill(words.panels[name], { mode: model.merge_mode }),
    unit: unit + 1,
    step: step + 1,
  });

export function stateHit(scene, name, step, unit) {
  const { layout, words, model } = scene;
  const { grid, beats } = stateOf(scene, name);
  const box = layout.boxes[name];
  const high = box.h / grid.units;
  const value = known(beats[step], scene.position) ? exactly(grid, grid.at(step, unit)) : words.unread;
  return {
    panel: name,
    step,
    unit,
    cell: { x: layout.left(step), y: box.y + unit * high, w: layout.column, h: high },
    known: known(beats[step], scene.position),
    lines: [cellName(scene, name, step, unit), isPadding(model, step, scene.layer) ? words.padding : value],
  };
}

function predictionLines(scene, step) {
  const { model, plan, words, position } = scene;
  const last = model.head === 'final_state' ? 0 : step;
  const lines = [
    `${words.panels.prediction}${model.head === 'final_state' ? '' : `, ${stepWords(scene, step)}`}`,
  ];
  if (!isAnswered(model, step) && last === step) return [...lines, words.padding];
  model.predictions.forEach(({ reader, probabilities }, head) => {
    const who = model.predictions.length > 1 ? `${words.rows[reader]}: ` : '';
    if (!known(plan.predicted[head][last], position)) return lines.push(`${who}${words.unread}`);
    const names = probabilities.units === 1 ? [model.classes[1]] : model.classes;
    names.forEach((name, index) =>
      lines.push(`${who}p(${name}) = ${exactly(probabilities, probabilities.at(last, index))}`),
    );
  });
  const { target } = answer(model, 0, last);
  return target === null ? lines : [...lines, fill(words.target, { target: model.classes[target] })];
}
