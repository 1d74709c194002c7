// Every panel named at its left, and its scale at its right: no legend.
// In: a pen and a scene. Out: words beside the boxes.

import { geometry } from './network.js';
import { limitOf } from './panels.js';
import { answer, isAnswered } from './payload.js';
import { predictionScale } from './predictions.js';
import { progress } from './schedule.js';
import { fill, layerName } from './words.js';

function tally({ model, plan, position, words }) {
  if (!model.targets || model.predictions.length > 1 || model.head === 'final_state') return '';
  const steps = plan.predicted[0].map((beat, step) =>
    progress(beat, position) === 1 && isAnswered(model, step) ? step : -1,
  );
  const known = steps.filter((step) => step >= 0);
  const right = known.filter((step) => answer(model, 0, step).right).length;
  return known.length ? fill(words.tally, { right, total: known.length }) : '';
}

function labelOf(scene, name) {
  const { model, words, layer } = scene;
  const which = model.layers.length > 1 ? layerName(words, layer, model) : '';
  const units = (count) => [which, count === 1 ? words.unit : fill(words.units, { count })].filter(Boolean).join(' · ');
  const grids = model.layers[layer];
  if (name === 'forward' || name === 'backward') return [words.panels[name], units(grids[name].hidden.units)];
  if (name === 'merged')
    return [fill(words.panels.merged, { mode: model.merge_mode }), units(grids.merged.units)];
  if (name === 'prediction') return [words.panels.prediction, tally(scene)];
  return [words.panels[name], ''];
}

// All that may ever stand under a name at the left.
export function notes(model, words) {
  const counts = model.layers.flatMap((one, layer) =>
    ['forward', 'backward', 'merged']
      .filter((name) => one[name])
      .map((name) => labelOf({ model, words, layer }, name)[1]),
  );
  const tallied = model.targets && model.head !== 'final_state';
  const most = { right: model.steps, total: model.steps };
  return tallied ? [...counts, words.target_probability, fill(words.tally, most)] : counts;
}

// As much of a name as there is room for.
export function shortened(name, room, measure) {
  let letters = name.length;
  const cut = () => (letters < name.length ? `${name.slice(0, letters)}…` : name);
  while (letters > 1 && measure(cut()) > room) letters -= 1;
  return cut();
}

const LABEL_HUES = {
  forward: 'forward',
  backward: 'backward',
  merged: 'merged',
  prediction: 'text',
  inputs: 'text',
};

export function drawLabels(pen, scene) {
  const { layout, look, model } = scene;
  const { label, number } = layout.size;
  for (const box of Object.values(layout.boxes)) {
    if (box.name === 'network') {
      if (!layout.narrow) drawRowLabels(pen, scene);
      continue;
    }
    const [title, note] = labelOf(scene, box.name);
    const hue =
      box.name === 'prediction' && model.predictions.length === 1
        ? model.predictions[0].reader
        : LABEL_HUES[box.name];
    const style = { size: label, weight: 600, fill: look[hue] };
    if (layout.narrow) {
      pen.text(title, box.x, box.y - label * 0.8, style);
      if (note)
        pen.text(note, layout.x1, box.y - label * 0.8, { size: number, fill: look.muted, align: 'right' });
    } else {
      const key = box.name === 'prediction' && drawTargetKey(pen, scene, box);
      const middle = box.y + box.h / 2 - (note ? 0.6 * label : 0);
      const y = key ? Math.max(middle, box.y + number * 0.6 + 1.2 * label) : middle;
      pen.text(title, 1, y, style);
      if (note) pen.text(note, 1, y + 1.2 * label, { size: number, fill: look.muted });
    }
  }
}

// The black ticks are named where they begin. Out: whether there is anything to name.
function drawTargetKey(pen, { model, layout, look, words }, box) {
  if (!model.targets || model.head === 'final_state') return false;
  const { number } = layout.size;
  const y = box.y + number * 0.6;
  if (model.predictions[0].probabilities.units > 1) {
    pen.text(words.target_probability, 1, y, { size: number, fill: look.muted });
    return true;
  }
  pen.rect(1, y - 1.6 * layout.scale, 20 * layout.scale, 3.2 * layout.scale, { fill: look.target });
  pen.text(words.target_key, 1 + 26 * layout.scale, y, { size: number, fill: look.muted });
  return true;
}

// The rows of the network are named where they start; a stack names each layer once.
function drawRowLabels(pen, scene) {
  const { model, layout, look, words } = scene;
  const shape = geometry(scene);
  const size = layout.size.label;
  if (model.layers.length === 1) {
    for (const { kind, y } of shape.rows)
      pen.text(words.rows[kind], 1, y, { size, weight: 600, fill: look[kind] });
    return;
  }
  model.layers.forEach((_, layer) => {
    const ys = shape.rows.filter((row) => row.layer === layer).map((row) => row.y);
    const middle = (ys[0] + ys[ys.length - 1]) / 2;
    const here = layer === scene.layer;
    pen.text(layerName(words, layer, model), 12, middle, {
      size,
      weight: here ? 700 : 400,
      fill: here ? look.text : look.muted,
    });
    if (here)
      pen.rect(1, ys[0] - shape.radius, 4, ys[ys.length - 1] - ys[0] + 2 * shape.radius, {
        fill: look.text,
        radius: 2,
      });
  });
}

const signed = (value) => (value > 0 ? `+${value}` : String(value).replace('-', '−'));

export function drawScales(pen, scene) {
  const { layout, look, model } = scene;
  const { number } = layout.size;
  for (const name of ['forward', 'backward', 'merged']) {
    const box = layout.boxes[name];
    if (!box) continue;
    const [x, w, limit] = [layout.x1 + 10, 9 * layout.scale, limitOf(scene, name)];
    drawScaleBar(pen, look, x, box, w);
    const style = { size: number, fill: look.muted };
    if (box.h < number * 2.4) {
      // No room for two: one number for both ends.
      pen.text(`±${signed(limit).slice(1)}`, x + w + 6, box.y + box.h / 2, style);
      continue;
    }
    pen.text(signed(limit), x + w + 6, box.y + number * 0.55, style);
    if (box.h > number * 3.3) pen.text('0', x + w + 6, box.y + box.h / 2, style);
    pen.text(signed(-limit), x + w + 6, box.y + box.h - number * 0.55, style);
  }
  if (layout.boxes.prediction && model.head !== 'final_state') drawProbabilityAxis(pen, scene);
}

function drawScaleBar(pen, look, x, box, w) {
  const bands = 24;
  for (let band = 0; band < bands; band++) {
    const at = Math.round((1 - (band + 0.5) / bands) * 255) * 3;
    const [r, g, b] = look.diverging.subarray(at, at + 3);
    const h = box.h / bands;
    pen.rect(x, box.y + band * h, w, h + 0.5, { fill: `rgb(${r},${g},${b})` });
  }
}

function drawProbabilityAxis(pen, { model, layout, look }) {
  const { number } = layout.size;
  const scale = predictionScale({ layout });
  const binary = model.predictions[0].probabilities.units === 1;
  const x = layout.x1 + (layout.narrow ? 3 : 10);
  const marks = binary
    ? [
        [1, layout.outcomes[1]],
        [0.5, '0.5'],
        [0, layout.outcomes[0]],
      ]
    : [
        [1, '1'],
        [0.5, '0.5'],
        [0, '0'],
      ];
  for (const [value, words] of marks) {
    if (value === 0.5 && scale.y(0) - scale.y(1) < 3.1 * number) continue;
    const strong = binary && value !== 0.5;
    const y = scale.y(value) + (value === 1 ? number * 0.4 : value === 0 ? -number * 0.4 : 0);
    pen.text(words, x, y, {
      size: number,
      weight: strong ? 600 : 400,
      fill: strong ? look.text : look.muted,
    });
  }
}
