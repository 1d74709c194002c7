// The whole picture at one moment.
// In: a pen and a scene { model, plan, position, layer, layout, look, words, selection, hover, still }.
// Out: every stroke of the picture, in one order.

import { drawLabels, drawScales } from './labels.js';
import { decodes, isPadding } from './payload.js';
import { beatAt, happening, progress } from './schedule.js';
import { drawNetwork } from './network.js';
import { drawFinalStates, drawInputs, drawSlanted, drawStates, drawUnitLine, uprightBox } from './panels.js';
import { drawPredictions } from './predictions.js';

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
export function layerCode(model) {
  const { cell, units, readers, merge_mode: merge, layers, head } = model;
  const inner =
    readers.length === 1 && readers[0] === 'backward'
      ? `${cell}(${units}, go_backwards=True)`
      : `${cell}(${units})`;
  const decoder = head === 'encoder_decoder';
  const mode = merge === 'none' ? 'None' : `"${merge}"`;
  // Written twice, it is too long for a line: Keras's own default may be left out.
  const merging = decoder && merge === 'concat' ? '' : `, merge_mode=${mode}`;
  const code = readers.length === 2 ? `Bidirectional(${inner}${merging})` : inner;
  if (decoder) {
    const times = layers.length > 2 ? `${layers.length - 1} × ` : '';
    return `${times}${code} → RepeatVector → ${code}`;
  }
  return layers.length > 1 ? `${layers.length} × ${code}` : code;
}

function drawHeader(pen, { model, layout, look, words }) {
  const { label } = layout.size;
  const badge = words.sources[model.source];
  const wide = layout.badge + label * 1.4;
  pen.rect(1, 2, wide, label * 1.6, { fill: look.badge, radius: label * 0.8 });
  pen.text(badge, 1 + wide / 2, 2 + label * 0.8, {
    size: label,
    weight: 600,
    fill: look.background,
    align: 'center',
  });
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
    pen.text(String(step + 1), layout.middle(step), layout.axis, {
      size: number,
      fill: look.muted,
      align: 'center',
    });
  }
  if (!layout.narrow)
    pen.text(words.step_axis, layout.x0 - 10, layout.axis, {
      size: number,
      fill: look.muted,
      align: 'right',
    });
}

// Where each reader is: it glides to its next step in the first third of a beat. Of several answers at once the last
// one is marked, so that a picture read to its end is marked at its end.
export function cursors({ plan, position, still }) {
  const beat = beatAt(position);
  if (beat < 0) return [];
  const now = happening(plan, beat);
  const share = still ? 1 : Math.min(1, progress(beat, position) / 0.35);
  const behind = 1 - share * share * (3 - 2 * share);
  const found = [];
  if (now.forward !== null)
    found.push({ hue: 'forward', step: now.forward, at: now.forward - (now.forward ? behind : 0) });
  if (now.backward !== null) found.push({ hue: 'backward', step: now.backward, at: now.backward + behind });
  const alone = now.forward === null && now.backward === null;
  if (alone && now.merged.length) found.push(mergedAt(now.merged, behind));
  else if (alone && now.predicted[0].length === 1 && plan.predicted[0].length > 1) {
    found.push({ hue: 'merged', step: now.predicted[0][0], at: now.predicted[0][0] });
  }
  return found;
}

function mergedAt(steps, behind) {
  const step = steps[steps.length - 1];
  return { hue: 'merged', step, at: step - (step && steps.length === 1 ? behind : 0) };
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
    pen.rect(middle - wide / 2, layout.axis - number * 0.78, wide, number * 1.56, {
      fill: look[hue],
      radius: number * 0.5,
    });
    pen.text(words, middle, layout.axis, {
      size: number,
      weight: 700,
      fill: look.background,
      align: 'center',
    });
    drawReading(pen, scene, hue, step, middle);
    drawRow(pen, scene, hue, at);
  }
}

// The row of an image that is being read, where the image stands upright.
function drawRow(pen, scene, hue, at) {
  const place = scene.layout.boxes.inputs && hue !== 'merged' ? uprightBox(scene) : null;
  if (!place) return;
  const high = place.h / scene.model.steps;
  pen.rect(place.x - 4, place.y + at * high - 1, place.w + 8, high + 2, {
    stroke: scene.look[hue],
    width: 2,
    radius: 2,
  });
}

// In narrow columns only the symbol being read is written, above its level.
function drawReading(pen, scene, hue, step, x) {
  const { model, layout, look, plan, position } = scene;
  const box = layout.boxes.inputs;
  if (decodes(model, plan.layerAt(beatAt(position)))) return;
  if (!box || hue === 'merged' || model.inputs.symbols === null || isPadding(model, step)) return;
  if (drawSlanted(pen, scene, step, look[hue])) return;
  const words = model.inputs.symbols[step];
  const { label } = layout.size;
  const wide = words.length * label * 0.6 + 10;
  if (wide <= layout.column + 2) return;
  const left = Math.min(layout.x1 - wide, Math.max(layout.x0, x - wide / 2));
  pen.rect(left, box.y + box.h / 2 - label * 0.75, wide, label * 1.5, {
    fill: look.background,
    stroke: look[hue],
    width: 1.5,
    radius: 5,
  });
  pen.text(words, left + wide / 2, box.y + box.h / 2, {
    size: label,
    weight: 600,
    fill: look[hue],
    align: 'center',
  });
}

function drawHover(pen, { hover, layout, look }) {
  if (!hover) return;
  const x = layout.left(hover.step);
  pen.rect(x, layout.axis + layout.size.number * 0.8, layout.column, layout.bottom - layout.axis, {
    stroke: look.text,
    width: 1,
    dash: [3, 3],
    alpha: 0.6,
  });
  if (hover.cell)
    pen.rect(hover.cell.x - 1, hover.cell.y - 1, hover.cell.w + 2, hover.cell.h + 2, {
      stroke: look.text,
      width: 2,
      radius: 1,
    });
}
