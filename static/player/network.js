// The unrolled network: a node per step, reader and merge; signals travel along its arrows.
// In: a pen and a scene. Out: strokes inside the network's box.
// With wide columns every arrow is drawn; with narrow ones each reader becomes one rail, and only the arrows
// in use at the moment appear.

import { beatAt, happening, progress } from './schedule.js';
import { isPadding } from './payload.js';
import { drawVector, endsOf, isVector, pill } from './vector.js';

const ROOMY = 40;

function rowsOf(scene) {
  const { model, layout } = scene;
  const box = layout.boxes.network;
  const kinds = ({ merged, vector }) => [
    ...model.readers,
    ...(merged ? ['merged'] : []),
    ...(vector ? ['vector'] : []),
  ];
  const rows = model.layers.flatMap((one, layer) => kinds(one).map((kind) => ({ layer, kind })));
  const pitch = (box.h - 6) / (rows.length + 0.25);
  return { pitch, rows: rows.map((row, index) => ({ ...row, y: box.y + (index + 0.85) * pitch })) };
}

export function geometry(scene) {
  const { layout } = scene;
  const { pitch, rows } = rowsOf(scene);
  const roomy = layout.column >= ROOMY;
  const both = scene.model.readers.length === 2;
  const shift = roomy && both ? Math.min(layout.column * 0.2, 26 * layout.scale) : 0;
  const radius = Math.max(2, Math.min(pitch * 0.3, layout.column * (roomy ? 0.16 : 0.26), 13 * layout.scale));
  const aside = { forward: -shift, backward: shift, merged: 0 };
  const find = (layer, kind) => rows.find((row) => row.layer === layer && row.kind === kind);
  const node = (layer, kind, step) => {
    const { y } = find(layer, kind);
    return kind === 'vector' ? pill(layout, y) : { x: layout.middle(step) + aside[kind], y };
  };
  return { rows, roomy, radius, pitch, node, find };
}

function arrow(from, to, radius, head) {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const [ux, uy] = [(to.x - from.x) / length, (to.y - from.y) / length];
  const [ax, ay] = [from.x + ux * radius, from.y + uy * radius];
  const [bx, by] = [to.x - ux * (radius + 1.5), to.y - uy * (radius + 1.5)];
  const f = (number) => number.toFixed(1);
  const wing = (side) =>
    `L${f(bx - ux * head + side * uy * head * 0.6)} ${f(by - uy * head - side * ux * head * 0.6)}`;
  return `M${f(ax)} ${f(ay)}L${f(bx)} ${f(by)}${head ? `M${f(bx)} ${f(by)}${wing(1)}M${f(bx)} ${f(by)}${wing(-1)}` : ''}`;
}

// What a node listens to: its input from above, and its own reader's step before.
function sources(scene, shape, layer, kind, step) {
  const { model, layout } = scene;
  const here = shape.node(layer, kind, step);
  if (kind === 'merged') {
    return model.readers.map((reader) => ({ hue: reader, from: shape.node(layer, reader, step), to: here }));
  }
  if (kind === 'vector')
    return endsOf(model).map(([reader, end]) => ({ hue: reader, from: shape.node(layer, reader, end), to: here }));
  const found = [];
  const before = kind === 'forward' ? step - 1 : step + 1;
  if (before >= 0 && before < model.steps)
    found.push({ hue: kind, from: shape.node(layer, kind, before), to: here });
  if (layer > 0 && model.layers[layer - 1].vector)
    return [...found, { hue: 'merged', from: shape.node(layer - 1, 'vector', 0), to: here }];
  const below = layer > 0 && (model.layers[layer - 1].merged ? 'merged' : kind);
  const start = below
    ? shape.node(layer - 1, below, step)
    : { x: here.x, y: layout.boxes.network.y - shape.radius - 4 };
  found.push({ hue: below === 'merged' ? 'merged' : below || 'muted', from: start, to: here });
  return found;
}

const beatOf = (scene, { layer, kind }, step) => scene.plan.layers[layer][kind][step];

function drawArrows(pen, scene, shape) {
  const { look } = scene;
  const lists = {};
  for (const row of shape.rows.filter((one) => !isVector(one))) {
    for (let step = 0; step < scene.model.steps; step++) {
      const used = progress(beatOf(scene, row, step), scene.position) >= 0.55;
      // The funnel stands for the arrows from the one vector to every step.
      const lines = sources(scene, shape, row.layer, row.kind, step).filter(
        ({ hue }) => hue !== 'merged' || !scene.model.layers[row.layer - 1]?.vector,
      );
      for (const { hue, from, to } of lines) {
        const ink = used && hue !== 'muted' ? hue : used ? 'muted' : 'idle';
        (lists[ink] ??= []).push(arrow(from, to, shape.radius, Math.min(6, shape.radius * 0.55)));
      }
    }
  }
  for (const hue of ['idle', 'muted', 'merged', 'backward', 'forward']) {
    const quiet = hue === 'idle' ? 1 : hue === 'muted' ? 0.75 : 0.85;
    if (lists[hue])
      pen.path(lists[hue].join(''), {
        stroke: look[hue],
        width: 1.6 * scene.layout.scale,
        alpha: quiet,
        cap: 'round',
      });
  }
}

// Narrow columns: one line per row, coloured as far as it has been read, with the direction at its end.
function drawRails(pen, scene, shape) {
  const { look, layout, model } = scene;
  for (const row of shape.rows.filter(({ kind }) => model.readers.includes(kind))) {
    const ends = [layout.middle(0), layout.middle(model.steps - 1)];
    const [start, end] = row.kind === 'forward' ? ends : ends.reverse();
    const sign = Math.sign(end - start);
    const first = beatOf(scene, row, row.kind === 'forward' ? 0 : model.steps - 1);
    const done = Math.min(1, Math.max(0, (scene.position - first - 1) / (model.steps - 1)));
    const width = Math.max(1.5, shape.radius * 0.45);
    pen.path(`M${start} ${row.y}L${end} ${row.y}`, { stroke: look.idle, width });
    if (done > 0)
      pen.rect(
        Math.min(start, start + done * (end - start)),
        row.y - width / 2,
        Math.abs(done * (end - start)),
        width,
        { fill: look[row.kind] },
      );
    const tip = end + sign * layout.column * 0.5;
    const d = `M${tip - sign * 7} ${row.y - 5}L${tip} ${row.y}L${tip - sign * 7} ${row.y + 5}`;
    pen.path(d, { stroke: done === 1 ? look[row.kind] : look.muted, width: 1.8, cap: 'round' });
  }
}

function drawNodes(pen, scene, shape) {
  const { look, model } = scene;
  for (const row of shape.rows.filter((one) => !isVector(one))) {
    for (let step = 0; step < model.steps; step++) {
      const { x, y } = shape.node(row.layer, row.kind, step);
      const done = progress(beatOf(scene, row, step), scene.position);
      const lit = done >= 0.55;
      const padded = isPadding(model, step, row.layer);
      pen.circle(x, y, shape.radius, {
        fill: lit && !padded ? look[row.kind] : look.background,
        stroke: lit ? look[row.kind] : look.node,
        width: shape.radius > 4 ? 1.8 : 1,
      });
      if (lit && done < 1 && !scene.still) {
        const spread = (done - 0.55) / 0.45;
        pen.circle(x, y, shape.radius * (1 + spread), {
          stroke: look[row.kind],
          width: 2,
          alpha: 1 - spread,
        });
      }
    }
  }
}

// A signal: a bright dot with a fading tail, there in the first part of the beat.
function drawSignal(pen, scene, { hue, from, to }, share, radius) {
  const colour = scene.look[hue];
  const eased = share * share * (3 - 2 * share);
  const size = Math.max(3 * scene.layout.scale, radius * 0.5);
  for (let tail = 4; tail >= 0; tail--) {
    const at = Math.max(0, eased - tail * 0.07);
    const [x, y] = [from.x + at * (to.x - from.x), from.y + at * (to.y - from.y)];
    pen.circle(x, y, size * (1 - tail * 0.13), { fill: colour, alpha: tail ? 0.32 - tail * 0.06 : 1 });
  }
}

function drawSignals(pen, scene, shape) {
  const beat = beatAt(scene.position);
  if (scene.still || beat < 0 || beat + 1 === scene.position) return;
  const now = happening(scene.plan, beat);
  const share = Math.min(1, progress(beat, scene.position) / 0.55);
  const kinds = { forward: [now.forward], backward: [now.backward], merged: now.merged, vector: now.vector };
  for (const kind of [...scene.model.readers, 'merged', 'vector']) {
    for (const step of kinds[kind].filter((one) => one !== null)) {
      const layer = now.layer;
      if (!scene.plan.layers[layer][kind]) continue;
      for (const line of sources(scene, shape, layer, kind, step)) {
        if (!shape.roomy)
          pen.path(arrow(line.from, line.to, 0, 0), { stroke: scene.look[line.hue], width: 1.6 });
        if (share < 1) drawSignal(pen, scene, line, share, shape.radius);
      }
    }
  }
}

export function drawNetwork(pen, scene) {
  const shape = geometry(scene);
  if (shape.roomy) drawArrows(pen, scene, shape);
  else drawRails(pen, scene, shape);
  drawVector(pen, scene, shape);
  drawNodes(pen, scene, shape);
  drawSignals(pen, scene, shape);
}
