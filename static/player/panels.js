// The inputs, and the states that fill.
// In: a pen and a scene. Out: strokes inside each panel's box.

import { SLANT, shortWord, written } from './layout.js';
import { isPadding } from './payload.js';
import { progress } from './schedule.js';

// Pixels; in narrower columns words are left to hover, and to the moment they are read.
const NARROWEST = 24;

export function drawInputs(pen, scene) {
  const { model, layout, look } = scene;
  const box = layout.boxes.inputs;
  if (model.inputs.symbols === null) return drawPixels(pen, scene, box);
  const write = writing(scene, box);
  for (let step = 0; step < model.steps; step++) {
    const x = layout.left(step);
    const inset = Math.min(3, layout.column * 0.08);
    const [w, h] = [layout.column - 2 * inset, box.h];
    if (!write?.slanted) pen.rect(x + inset, box.y, w, h, { fill: look.surface, radius: 4 });
    if (isPadding(model, step)) pen.hatch(x + inset, box.y, w, h, look.muted);
    else if (model.inputs.level) drawLevel(pen, scene, step, x + inset, write ? gauge(layout) : w, box);
  }
  if (write) for (let step = 0; step < model.steps; step++) if (!isPadding(model, step)) write(pen, step);
}

// How the symbols are written: upright where the widest fits; else words, unlike numbers, on a slant.
// Out: null where there is no room for them.
/** @returns {any} */
function writing({ model, layout, look }, box) {
  const { label } = layout.size;
  const { symbols, level } = model.inputs;
  const style = { size: label, weight: 600, fill: look.text, align: 'center' };
  const middle = box.y + box.h / 2;
  if (written(layout, symbols, level)) {
    const aside = level ? gauge(layout) / 2 : 0;
    return (pen, step) => pen.text(symbols[step], layout.middle(step) + aside, middle, style);
  }
  if (level || layout.column < NARROWEST) return null;
  const slanted = { ...style, align: 'left', turn: -SLANT };
  const y = box.y + box.h - label * 0.6;
  const write = (pen, step, hue = {}) =>
    pen.text(shortWord(symbols[step]), layout.middle(step) - label * 0.3, y, { ...slanted, ...hue });
  return Object.assign(write, { slanted: true });
}

// A word on a slant is written again in the colour of its reader. Out: whether it is one.
export function drawSlanted(pen, scene, step, fill) {
  const write = writing(scene, scene.layout.boxes.inputs);
  if (write?.slanted) write(pen, step, { fill });
  return Boolean(write?.slanted);
}

// A single number is also seen as a level, up or down from its zero line: at the left edge where the number is
// written, so that nothing is struck out; else over the whole column.
const gauge = (layout) => Math.max(5, 7 * layout.scale);

function drawLevel(pen, { model, layout, look }, step, x, w, box) {
  const { values } = model.inputs;
  const low = Math.min(0, values.smallest);
  const span = values.largest - (low < 0 ? -values.largest : 0) || 1;
  const zero = low < 0 ? box.y + box.h / 2 : box.y + box.h;
  const height = (values.at(step, 0) / span) * box.h;
  const ink = { fill: look.muted, alpha: w < layout.column / 2 ? 0.8 : 0.35, radius: 2 };
  pen.rect(x, Math.min(zero, zero - height), w, Math.max(1.5, Math.abs(height)), ink);
}

function drawPixels(pen, { model, layout, look }, box) {
  const { values } = model.inputs;
  const colours = values.smallest < 0 ? look.diverging : look.ink;
  const picture = { grid: values, colours, limit: values.largest || 1 };
  pen.cells(picture, 0, model.steps, box.x, box.y, box.w, box.h);
  for (let step = 0; step < model.steps; step++) {
    if (isPadding(model, step)) pen.hatch(layout.left(step), box.y, layout.column, box.h, look.muted);
  }
  const place = uprightBox({ model, layout });
  if (!place) return;
  pen.cells({ ...picture, grid: model.inputs.upright }, 0, values.units, place.x, place.y, place.w, place.h);
  pen.rect(place.x, place.y, place.w, place.h, { stroke: look.node, width: 1 });
}

// Beside its rows on their side, an image stands upright once more: there each reader marks the row it reads.
export function uprightBox({ model, layout }) {
  if (!model.inputs.upright || layout.narrow) return null;
  const box = layout.boxes.inputs;
  const w = (box.h * model.inputs.values.units) / model.steps;
  return { x: layout.x0 - w - 12 * layout.scale, y: box.y, w, h: box.h };
}

// What a heat map shows: its grid, and the beats that fill it.
export function stateOf(scene, name) {
  const layer = scene.model.layers[scene.layer];
  const grid = name === 'merged' ? layer.merged : layer[name].hidden;
  return { grid, beats: scene.plan.layers[scene.layer][name] };
}

// Both readers share one scale so that their colours can be compared; it moves in round steps.
export function limitOf(scene, name) {
  const layer = scene.model.layers[scene.layer];
  const grids =
    name === 'merged' ? [layer.merged] : scene.model.readers.map((reader) => layer[reader].hidden);
  const largest = Math.max(...grids.map((grid) => grid.largest));
  return (
    [0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2, 4].find((limit) => largest <= limit) ?? Math.ceil(largest)
  );
}

export function drawStates(pen, scene, name) {
  const { model, layout, look } = scene;
  const box = layout.boxes[name];
  const { grid, beats } = stateOf(scene, name);
  const picture = { grid, colours: look.diverging, limit: limitOf(scene, name) };
  pen.rect(box.x, box.y, box.w, box.h, { fill: look.blank });
  pen.hatch(box.x, box.y, box.w, box.h, look.hatch);
  for (const { first, last, share } of runs(beats, scene.position, scene.still)) {
    const whole = (last - first) * layout.column;
    const w = share < 1 ? whole * share : whole;
    // A column fills from the side its neighbour filled before.
    const x =
      beats[first] > (beats[first + 1] ?? Infinity) || beats[first] < (beats[first - 1] ?? -1)
        ? layout.left(last) - w
        : layout.left(first);
    pen.cells(picture, first, last, x, box.y, w, box.h);
  }
  drawPadding(pen, scene, box);
  drawGaps(pen, scene, box, grid);
  if (name === 'merged' && model.merge_mode === 'concat') drawHalves(pen, scene, box);
  pen.rect(box.x - 0.5, box.y - 0.5, box.w + 1, box.h + 1, { stroke: look.node, width: 1 });
}

// The two states that a 'final_state' head or a decoder receives: forward at the last step, backward at the first.
export function drawFinalStates(pen, scene) {
  const { model, layout, look, plan, position } = scene;
  const squeezed = model.layers[scene.layer].vector;
  if (!squeezed && (model.head !== 'final_state' || scene.layer < model.layers.length - 1)) return;
  const [heard] = (squeezed ? plan.layers[scene.layer].vector : plan.predicted[0]) ?? [plan.beats - 1];
  if (progress(heard, position) === 0) return;
  for (const name of model.readers) {
    const box = layout.boxes[name];
    const step = name === 'forward' ? model.steps - 1 : 0;
    if (box)
      pen.rect(layout.left(step), box.y - 2, layout.column, box.h + 4, {
        stroke: look.text,
        width: 3,
        radius: 3,
      });
  }
}

// Neighbouring columns that are wholly known are drawn at once; one on its way is drawn by its share.
function runs(beats, position, still) {
  const found = [];
  for (let step = 0; step < beats.length; step++) {
    let share = progress(beats[step], position);
    if (still && share < 1) share = 0;
    if (share <= 0) continue;
    const before = found[found.length - 1];
    if (share === 1 && before?.share === 1 && before.last === step) before.last = step + 1;
    else found.push({ first: step, last: step + 1, share });
  }
  return found;
}

function drawPadding(pen, { model, layout, look, layer }, box) {
  for (let step = 0; step < model.steps; step++) {
    if (!isPadding(model, step, layer)) continue;
    pen.rect(layout.left(step), box.y, layout.column, box.h, { fill: look.surface });
    pen.hatch(layout.left(step), box.y, layout.column, box.h, look.muted);
  }
}

function drawGaps(pen, { model, layout, look }, box, grid) {
  if (layout.column >= 10) {
    let lines = '';
    for (let step = 1; step < model.steps; step++)
      lines += `M${layout.left(step).toFixed(1)} ${box.y}V${box.y + box.h}`;
    pen.path(lines, { stroke: look.background, width: 1, alpha: layout.column > 40 ? 1 : 0.5 });
  }
  if (box.h / grid.units >= 6) {
    let lines = '';
    for (let unit = 1; unit < grid.units; unit++)
      lines += `M${box.x} ${(box.y + (unit * box.h) / grid.units).toFixed(1)}H${box.x + box.w}`;
    pen.path(lines, { stroke: look.background, width: 1 });
  }
}

// Concat keeps both readers apart: a coloured edge says which half is whose.
function drawHalves(pen, { look, layout }, box) {
  const w = 4 * layout.scale;
  pen.rect(box.x - w - 3, box.y, w, box.h / 2 - 1, { fill: look.forward });
  pen.rect(box.x - w - 3, box.y + box.h / 2 + 1, w, box.h / 2 - 1, { fill: look.backward });
  pen.path(`M${box.x} ${box.y + box.h / 2}H${box.x + box.w}`, { stroke: look.background, width: 2 });
}

// One unit over time, drawn over its heat map from -limit (bottom) to +limit (top).
export function drawUnitLine(pen, scene, name) {
  const { layout, look, selection } = scene;
  if (selection?.panel !== name) return;
  const box = layout.boxes[name];
  const { grid, beats } = stateOf(scene, name);
  const limit = limitOf(scene, name);
  const y = (value) => box.y + box.h / 2 - (value / limit) * (box.h / 2 - 3);
  let d = '';
  let broken = true;
  for (let step = 0; step < grid.steps; step++) {
    const known = progress(beats[step], scene.position) === 1 && !isPadding(scene.model, step, scene.layer);
    if (known)
      d += `${broken ? 'M' : 'L'}${layout.middle(step).toFixed(1)} ${y(grid.at(step, selection.unit)).toFixed(1)}`;
    broken = !known;
  }
  const high = box.h / grid.units;
  pen.rect(box.x, box.y + selection.unit * high, box.w, Math.max(2, high), {
    stroke: look.text,
    width: 1,
    alpha: 0.7,
  });
  pen.path(`M${box.x} ${y(0)}H${box.x + box.w}`, { stroke: look.text, width: 1, dash: [3, 4], alpha: 0.5 });
  if (d) {
    pen.path(d, { stroke: look.background, width: 6, cap: 'round' });
    pen.path(d, { stroke: look.text, width: 2.4, cap: 'round' });
  }
  const x = layout.left(selection.step);
  const row = box.y + selection.unit * high;
  pen.rect(x - 1, row - 1, layout.column + 2, Math.max(4, high) + 2, {
    stroke: look.text,
    width: 2.5,
    radius: 2,
  });
}
