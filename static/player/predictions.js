// The predictions against their targets.
// In: a pen and a scene. Out: strokes inside the prediction's box.

import { answer, isAnswered } from './payload.js';
import { progress } from './schedule.js';

export function bar(pen, scene, found, x, w, y, hue) {
  const { look } = scene;
  const [from, to] = [y(found.binary ? 0.5 : 0), y(found.value)];
  const height = Math.max(2, Math.abs(from - to));
  const top = to <= from ? from - height : from; // the least of a bar is on its own side of the line, too
  const wrong = found.right === false;
  pen.rect(x, top, w, height, { fill: look[hue], alpha: wrong ? 0.25 : 0.92, radius: 2 });
  if (wrong)
    pen.rect(x + 1, top + 1, Math.max(0, w - 2), Math.max(0, height - 2), {
      stroke: look[hue],
      width: 2,
      radius: 2,
    });
}

export function predictionScale(scene) {
  const { size, boxes } = scene.layout;
  const foot = size.number * 1.75;
  const high = boxes.prediction.h - foot - 4;
  return {
    y: (p) => boxes.prediction.y + 3 + (1 - p) * (high - 3),
    foot: boxes.prediction.y + boxes.prediction.h - foot * 0.45,
  };
}

export function drawPredictions(pen, scene) {
  if (scene.model.head === 'final_state') return drawFinal(pen, scene);
  const { model, layout, look } = scene;
  const box = layout.boxes.prediction;
  const scale = predictionScale(scene);
  const heads = model.predictions.length;
  pen.rect(box.x, scale.y(1), box.w, scale.y(0) - scale.y(1), { fill: look.surface });
  pen.path(`M${box.x} ${scale.y(0.5)}H${box.x + box.w}`, { stroke: look.muted, width: 1.4, dash: [5, 4] });
  for (let step = 0; step < model.steps; step++) {
    if (!isAnswered(model, step)) {
      pen.hatch(layout.left(step), scale.y(1), layout.column, scale.y(0) - scale.y(1), look.muted);
      continue;
    }
    const w = (layout.column * 0.62) / heads;
    model.predictions.forEach(({ reader }, head) => {
      const share = progress(scene.plan.predicted[head][step], scene.position);
      if (share < (scene.still ? 1 : 0.5)) return;
      const found = answer(model, head, step);
      const grown = { ...found, value: grow(found, share) };
      bar(pen, scene, grown, layout.middle(step) - (w * heads) / 2 + head * w, w, scale.y, reader);
      drawCorrectness(pen, scene, found, step, head, scale.foot);
    });
    drawTarget(pen, scene, step, scale);
  }
}

// A bar grows out of the 0.5 line in the second half of its beat.
function grow(found, share) {
  const base = found.binary ? 0.5 : 0;
  return base + (found.value - base) * Math.min(1, (share - 0.5) * 2);
}

function drawTarget(pen, { model, layout, look }, step, scale) {
  if (!model.targets || model.predictions[0].probabilities.units > 1) return;
  const y = scale.y(model.targets[step]);
  const half = layout.column * 0.4;
  pen.path(`M${layout.middle(step) - half} ${y}H${layout.middle(step) + half}`, {
    stroke: look.target,
    width: 3.2 * layout.scale,
  });
}

function drawCorrectness(pen, scene, found, step, head, y) {
  const { model, layout, look } = scene;
  const { size } = layout;
  const heads = model.predictions.length;
  const x = layout.middle(step) + (head - (heads - 1) / 2) * layout.column * 0.45;
  const room = layout.column / heads;
  const mark = found.right === null ? '' : found.right ? '✓' : '✗';
  const fill = found.right === null ? look.text : found.right ? look.right : look.wrong;
  const written = found.binary ? found.value.toFixed(2) : model.classes[found.best];
  if (room >= size.number * (written.length * 0.58 + 1.7)) {
    pen.text(`${written} ${mark}`.trim(), x, y, { size: size.number, weight: 600, fill, align: 'center' });
  } else if (!found.binary && room >= size.number * written.length * 0.58) {
    pen.text(written, x, y, { size: size.number, weight: 600, fill, align: 'center' });
  } else if (mark && room >= size.number * 0.85) {
    pen.text(mark, x, y, { size: size.number, weight: 700, fill, align: 'center' });
  } else if (found.right === false) {
    pen.rect(x - room / 2, y - size.number / 2, Math.max(1, room), size.number, { fill });
  }
}

// One answer for the whole sequence: a bar along the time axis, from 0 on the left to 1 on the right.
function drawFinal(pen, scene) {
  const { model, layout, look } = scene;
  const box = layout.boxes.prediction;
  const high = box.h / model.predictions.length;
  model.predictions.forEach(({ reader }, head) => {
    const [y, h] = [box.y + head * high + 2, high * 0.5];
    const share = progress(scene.plan.predicted[head][0], scene.position);
    pen.rect(box.x, y, box.w, h, { fill: look.surface, radius: 3 });
    pen.path(`M${box.x + box.w / 2} ${y - 2}V${y + h + 2}`, { stroke: look.muted, width: 1.4, dash: [5, 4] });
    if (share < (scene.still ? 1 : 0.01)) return;
    const found = answer(model, head, 0);
    pen.rect(box.x, y, box.w * found.value * share, h, {
      fill: look[reader],
      radius: 3,
      alpha: found.right === false ? 0.45 : 1,
    });
    const mark = found.right === null ? '' : found.right ? ' ✓' : ' ✗';
    const fill = found.right === null ? look.text : found.right ? look.right : look.wrong;
    const shown = model.classes[found.binary ? 1 : (found.target ?? found.best)];
    const words = `${model.classes[found.best]}${mark}    p(${shown}) = ${found.value.toFixed(2)}`;
    pen.text(words, box.x, y + h + layout.size.label * 0.8, { size: layout.size.label, weight: 600, fill });
  });
}
