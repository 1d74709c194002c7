// The whole picture at one moment.
// In: a pen and a scene { model, plan, position, layer, layout, look, words, selection, hover, still }.
// Out: every stroke of the picture, in one order. Used by: player.js for the page, export.js for files.

import { answer, isPadding } from './payload.js';
import { beatAt, happening, progress } from './schedule.js';
import { drawNetwork, geometry } from './network.js';
import { drawFinalStates, drawInputs, drawPredictions, drawStates, drawUnitLine, limitOf, predictionScale } from './panels.js';
import { fill, layerName } from './words.js';

export function paint(pen, scene, background = scene.look.background) {
  const { layout } = scene;
  pen.clear(layout.width, layout.height, background);
  drawHeader(pen, scene);
  drawAxis(pen, scene);
  const { boxes } = layout;
  if (boxes.inputs) drawInputs(pen, scene);
  if (boxes.network) drawNetwork(pen, scene);
  for (const name of ['forward', 'backward', 'merged']) if (boxes[name]) drawStates(pen, scene, name);
  drawFinalStates(pen, scene);
  if (boxes.prediction) drawPredictions(pen, scene);
  drawCursors(pen, scene);
  for (const name of ['forward', 'backward', 'merged']) if (boxes[name]) drawUnitLine(pen, scene, name);
  drawHover(pen, scene);
  drawLabels(pen, scene);
  drawScales(pen, scene);
}

// The layer as its Keras code, after a badge that says where the numbers come from.
export function layerCode({ cell, units, readers, merge_mode: merge, layers }) {
  const inner = readers.length === 1 && readers[0] === 'backward' ? `${cell}(${units}, go_backwards=True)` : `${cell}(${units})`;
  const mode = merge === 'none' ? 'None' : `"${merge}"`;
  const code = readers.length === 2 ? `Bidirectional(${inner}, merge_mode=${mode})` : inner;
  return layers.length > 1 ? `${layers.length} × ${code}` : code;
}

function drawHeader(pen, { model, layout, look, words }) {
  const { label } = layout.size;
  const badge = words.sources[model.source];
  const wide = layout.badge + label * 1.4;
  pen.rect(1, 2, wide, label * 1.6, { fill: look.badge, radius: label * 0.8 });
  pen.text(badge, 1 + wide / 2, 2 + label * 0.8, { size: label, weight: 600, fill: look.background, align: 'center' });
  const [x, y] = layout.narrow ? [1, 2 + label * 2.4] : [wide + label * 0.8, 2 + label * 0.8];
  const fitted = label * Math.min(1, (layout.width - x) / layout.code);
  pen.text(layerCode(model), x, y, { size: fitted, fill: look.text });
}

function drawAxis(pen, scene) {
  const { model, layout, look, words } = scene;
  const { number } = layout.size;
  const taken = cursors(scene).map(({ at }) => at);
  const every = [1, 2, 5, 10, 20, 50].find((one) => one * layout.column >= number * 2.1) ?? 100;
  for (let step = 0; step < model.steps; step++) {
    if (step && (step + 1) % every) continue;
    if (taken.some((at) => Math.abs(at - step) * layout.column < number * 1.8)) continue;
    pen.text(String(step + 1), layout.middle(step), layout.axis, { size: number, fill: look.muted, align: 'center' });
  }
  if (!layout.narrow) pen.text(words.step_axis, layout.x0 - 10, layout.axis, { size: number, fill: look.muted, align: 'right' });
}

// Where each reader is: it glides to its next step in the first third of a beat.
export function cursors({ plan, position, still }) {
  const beat = beatAt(position);
  if (beat < 0) return [];
  const now = happening(plan, beat);
  const share = still ? 1 : Math.min(1, progress(beat, position) / 0.35);
  const behind = 1 - share * share * (3 - 2 * share);
  const found = [];
  if (now.forward !== null) found.push({ hue: 'forward', step: now.forward, at: now.forward - (now.forward ? behind : 0) });
  if (now.backward !== null) found.push({ hue: 'backward', step: now.backward, at: now.backward + behind });
  const alone = now.forward === null && now.backward === null;
  if (alone && now.merged.length) found.push({ hue: 'merged', step: now.merged[0], at: now.merged[0] - (now.merged[0] ? behind : 0) });
  else if (alone && now.predicted[0].length === 1 && plan.predicted[0].length > 1) {
    found.push({ hue: 'merged', step: now.predicted[0][0], at: now.predicted[0][0] });
  }
  return found;
}

function drawCursors(pen, scene) {
  const { layout, look, model } = scene;
  const { number } = layout.size;
  for (const { hue, step, at } of cursors(scene)) {
    const x = layout.x0 + Math.min(at, model.steps - 1) * layout.column;
    const top = layout.axis + number * 0.8;
    pen.rect(x, top, layout.column, layout.bottom - top + 2, { stroke: look[hue], width: 2.2, radius: 4 });
    const words = String(step + 1);
    const wide = number * (0.75 + words.length * 0.6);
    const middle = x + layout.column / 2;
    pen.rect(middle - wide / 2, layout.axis - number * 0.78, wide, number * 1.56, { fill: look[hue], radius: number * 0.5 });
    pen.text(words, middle, layout.axis, { size: number, weight: 700, fill: look.background, align: 'center' });
    drawReading(pen, scene, hue, step, middle);
  }
}

// In narrow columns only the symbol being read is written, above its level.
function drawReading(pen, { model, layout, look }, hue, step, x) {
  const box = layout.boxes.inputs;
  if (!box || hue === 'merged' || model.inputs.symbols === null || isPadding(model, step)) return;
  const words = model.inputs.symbols[step];
  const { label } = layout.size;
  const wide = words.length * label * 0.6 + 10;
  if (wide <= layout.column + 2) return;
  const left = Math.min(layout.x1 - wide, Math.max(layout.x0, x - wide / 2));
  pen.rect(left, box.y + box.h / 2 - label * 0.75, wide, label * 1.5, { fill: look.background, stroke: look[hue], width: 1.5, radius: 5 });
  pen.text(words, left + wide / 2, box.y + box.h / 2, { size: label, weight: 600, fill: look[hue], align: 'center' });
}

function drawHover(pen, { hover, layout, look }) {
  if (!hover) return;
  const x = layout.left(hover.step);
  pen.rect(x, layout.axis + layout.size.number * 0.8, layout.column, layout.bottom - layout.axis, { stroke: look.text, width: 1, dash: [3, 3], alpha: 0.6 });
  if (hover.cell) pen.rect(hover.cell.x - 1, hover.cell.y - 1, hover.cell.w + 2, hover.cell.h + 2, { stroke: look.text, width: 2, radius: 1 });
}

function tally({ model, plan, position, words }) {
  if (!model.targets || model.predictions.length > 1) return '';
  const steps = plan.predicted[0].map((beat, step) => (progress(beat, position) === 1 && !isPadding(model, step) ? step : -1));
  const known = steps.filter((step) => step >= 0);
  const right = known.filter((step) => answer(model, 0, step).right).length;
  return known.length ? fill(words.tally, { right, total: known.length }) : '';
}

function labelOf(scene, name) {
  const { model, words, layer } = scene;
  const which = model.layers.length > 1 ? layerName(words, layer) : '';
  const units = (count) => [which, fill(words.units, { count })].filter(Boolean).join(' · ');
  const grids = model.layers[layer];
  if (name === 'forward' || name === 'backward') return [words.panels[name], units(model.units)];
  if (name === 'merged') return [fill(words.panels.merged, { mode: model.merge_mode }), units(grids.merged.units)];
  if (name === 'prediction') return [words.panels.prediction, tally(scene)];
  return [words.panels[name], ''];
}

const LABEL_HUES = { forward: 'forward', backward: 'backward', merged: 'merged', prediction: 'text', inputs: 'text' };

function drawLabels(pen, scene) {
  const { layout, look, model } = scene;
  const { label, number } = layout.size;
  for (const box of Object.values(layout.boxes)) {
    if (box.name === 'network') {
      if (!layout.narrow) drawRowLabels(pen, scene);
      continue;
    }
    const [title, note] = labelOf(scene, box.name);
    const hue = box.name === 'prediction' && model.predictions.length === 1 ? model.predictions[0].reader : LABEL_HUES[box.name];
    const style = { size: label, weight: 600, fill: look[hue] };
    if (layout.narrow) {
      pen.text(title, box.x, box.y - label * 0.8, style);
      if (note) pen.text(note, layout.x1, box.y - label * 0.8, { size: number, fill: look.muted, align: 'right' });
    } else {
      const y = box.y + box.h / 2;
      pen.text(title, 1, note ? y - number * 0.75 : y, style);
      if (note) pen.text(note, 1, y + label * 0.7, { size: number, fill: look.muted });
    }
    if (box.name === 'prediction' && !layout.narrow) drawTargetKey(pen, scene, box);
  }
}

// The black ticks are named where they begin.
function drawTargetKey(pen, { model, layout, look, words }, box) {
  if (!model.targets || model.head === 'final_state') return;
  const { number } = layout.size;
  const y = box.y + number * 0.6;
  if (model.predictions[0].probabilities.units > 1) {
    pen.text(words.target_probability, 1, y, { size: number, fill: look.muted });
    return;
  }
  pen.rect(1, y - 1.6 * layout.scale, 20 * layout.scale, 3.2 * layout.scale, { fill: look.target });
  pen.text(words.target_key, 1 + 26 * layout.scale, y, { size: number, fill: look.muted });
}

// The rows of the network are named where they start; a stack names each layer once.
function drawRowLabels(pen, scene) {
  const { model, layout, look, words } = scene;
  const shape = geometry(scene);
  const size = layout.size.label;
  if (model.layers.length === 1) {
    for (const { kind, y } of shape.rows) pen.text(words.rows[kind], 1, y, { size, weight: 600, fill: look[kind] });
    return;
  }
  model.layers.forEach((_, layer) => {
    const ys = shape.rows.filter((row) => row.layer === layer).map((row) => row.y);
    const middle = (ys[0] + ys[ys.length - 1]) / 2;
    const here = layer === scene.layer;
    pen.text(layerName(words, layer), 12, middle, { size, weight: here ? 700 : 400, fill: here ? look.text : look.muted });
    if (here) pen.rect(1, ys[0] - shape.radius, 4, ys[ys.length - 1] - ys[0] + 2 * shape.radius, { fill: look.text, radius: 2 });
  });
}

const signed = (value) => (value > 0 ? `+${value}` : String(value).replace('-', '−'));

function drawScales(pen, scene) {
  const { layout, look, model } = scene;
  const { number } = layout.size;
  for (const name of ['forward', 'backward', 'merged']) {
    const box = layout.boxes[name];
    if (!box) continue;
    const [x, w, limit] = [layout.x1 + 10, 9 * layout.scale, limitOf(scene, name)];
    drawScaleBar(pen, look, x, box, w);
    const style = { size: number, fill: look.muted };
    pen.text(signed(limit), x + w + 6, box.y + number * 0.55, style);
    if (box.h > number * 3.4) pen.text('0', x + w + 6, box.y + box.h / 2, style);
    pen.text(signed(-limit), x + w + 6, box.y + box.h - number * 0.55, style);
  }
  if (layout.boxes.prediction && model.head === 'per_step') drawProbabilityAxis(pen, scene);
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
  const room = layout.width - layout.x1 - 12;
  const fit = (words) => (words.length * number * 0.66 > room ? `${words.slice(0, Math.floor(room / (number * 0.66)) - 1)}…` : words);
  const marks = binary ? [[1, fit(model.classes[1])], [0.5, '0.5'], [0, fit(model.classes[0])]] : [[1, '1'], [0.5, '0.5'], [0, '0']];
  for (const [value, words] of marks) {
    if (value === 0.5 && scale.y(0) - scale.y(1) < 3.4 * number) continue;
    const strong = binary && value !== 0.5;
    const y = scale.y(value) + (value === 1 ? number * 0.4 : value === 0 ? -number * 0.4 : 0);
    pen.text(words, layout.x1 + 10, y, { size: number, weight: strong ? 600 : 400, fill: strong ? look.text : look.muted });
  }
}
