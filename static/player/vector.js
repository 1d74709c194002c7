// The one vector between an encoder and its decoder: a pill, narrowing funnels above and below it.
// In: a pen, a scene, the geometry of the network. Out: strokes inside the network's box.

import { progress } from './schedule.js';

export const isVector = ({ kind }) => kind === 'vector';

// Where it stands: in the middle, whatever the step.
export const pill = (layout, y) => ({ x: layout.x0 + (layout.x1 - layout.x0) / 2, y });

// The encoder's last states: forward at the last step, backward at the first.
export const endsOf = (model) => model.readers.map((reader) => [reader, reader === 'forward' ? model.steps - 1 : 0]);

export function drawVector(pen, scene, shape) {
  const row = shape.rows.find(isVector);
  if (!row) return;
  const { look, layout, model, words } = scene;
  const at = pill(layout, row.y);
  const done = progress(scene.plan.layers[row.layer].vector[0], scene.position);
  const { number } = layout.size;
  // As high as its words need.
  const [high, wide] = [Math.max(0.64 * number, shape.pitch * 0.36), Math.min(120 * layout.scale, (layout.x1 - layout.x0) * 0.2)];
  const below = shape.rows.find(({ layer }) => layer === row.layer + 1);
  for (const [reader, step] of endsOf(model)) {
    const from = shape.node(row.layer, reader, step);
    const side = Math.sign(from.x - at.x) * wide;
    pen.path(`M${from.x} ${from.y}L${at.x + side} ${at.y}`, { stroke: done ? look[reader] : look.node, width: 2, cap: 'round' });
  }
  const foot = below.y - shape.radius;
  const funnel = `M${at.x - wide} ${at.y}L${layout.x0} ${foot}L${layout.x1} ${foot}L${at.x + wide} ${at.y}Z`;
  pen.path(funnel, { fill: done === 1 ? look.merged : look.faint, alpha: done === 1 ? 0.16 : 0.35 });
  pen.rect(at.x - wide, at.y - high, 2 * wide, 2 * high, {
    fill: done >= 0.55 ? look.merged : look.background,
    stroke: done >= 0.55 ? look.merged : look.node,
    width: 2,
    radius: high,
  });
  pen.text(words.vector, at.x, at.y, {
    size: number,
    weight: 600,
    fill: done >= 0.55 ? look.background : look.muted,
    align: 'center',
  });
}
