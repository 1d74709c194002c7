// Where everything stands.
// In: a model, the layer shown, the panels asked for, the room there is, and the width of the widest label.
// Out: one time axis and a box per panel.
// Used by: player.js, every panel, hits.js.

const clamp = (value, low, high) => Math.min(high, Math.max(low, value));

// Share of the height each panel asks for; the network of a stack needs more rows.
function wishes(model, layer) {
  const rows = model.layers.reduce(
    (sum, { merged, vector }) => sum + model.readers.length + (merged ? 1 : 0) + (vector ? 1 : 0),
    0,
  );
  const pixels = model.inputs.symbols === null;
  return {
    inputs: pixels ? 64 : 40,
    network: clamp(rows * 38, 84, 118) + Math.max(0, rows - 3) * 13,
    forward: layer.forward ? 76 : 0,
    backward: layer.backward ? 76 : 0,
    merged: layer.merged ? 80 : 0,
    prediction: model.head === 'final_state' ? 70 : 96,
  };
}

export const naturalHeight = (model, panels, width) => {
  const wish = wishes(model, model.layers[0]);
  const picture = panels.reduce((sum, name) => sum + (wish[name] ? wish[name] + 8 : 0), 68);
  return Math.round(picture * clamp(width / 1000, 1, 1.6)) + titlesHeight(model, panels, width);
};

// In a narrow player the panels are named above themselves, and the network's name takes two lines.
function titlesHeight(model, panels, width) {
  if (!isNarrow(width)) return 0;
  const wish = wishes(model, model.layers[0]);
  const titled = panels.filter((name) => wish[name] && name !== 'network');
  return 26 + 24 * titled.length;
}

// Below this height the panels can no longer be read: type grows with the width, and so must they.
export const leastHeight = (model, panels, width) =>
  Math.round(430 * scaleOf(width)) + titlesHeight(model, panels, width);

// Whole pixels per unit look crisp; take them when the box is close to a multiple, and hardly larger.
function snapped(height, units) {
  const whole = Math.max(1, Math.round(height / units)) * units;
  return whole - height < 0.04 * height && height - whole < 0.16 * height ? whole : height;
}

// What the words in a panel need: the network names each row, the prediction also its marks and its tally.
const needs = (model, shown, label) => {
  const rows = model.readers.length + (shown.merged ? 1 : 0);
  return {
    inputs: 1.3 * label,
    network: model.layers.length === 1 ? 6 + Math.max(rows + 0.25, 1.9) * 1.25 * label : 0,
    prediction: model.head === 'final_state' ? 0 : 4.2 * label,
  };
};

export const scaleOf = (width) => clamp(width / 1100, 1, 1.5);
export const isNarrow = (width) => width < 640;

// Figures are read from the last row of a room; a telephone is held in the hand.
export const sizes = (width) => ({
  label: 16 * scaleOf(width),
  number: (isNarrow(width) ? 13 : 16) * scaleOf(width),
});

const total = (names, of) => names.reduce((sum, name) => sum + of[name], 0);

// Height of every panel: first what its words need, then shares; heat maps snap to whole pixels, and what that
// frees goes to the others.
function heights(names, wish, need, free, grids) {
  const even = free / total(names, wish);
  const held = names.filter((name) => need[name] > even * wish[name]);
  const rest = names.filter((name) => !held.includes(name));
  const share = (free - total(held, need)) / total(rest, wish);
  const found = {};
  for (const name of held) found[name] = need[name];
  for (const name of rest)
    found[name] = grids[name] ? snapped(share * wish[name], grids[name].units) : share * wish[name];
  const elastic = names.filter((name) => !grids[name]);
  const left = free - total(names, found);
  for (const name of elastic) found[name] += (left * wish[name]) / total(elastic, wish);
  return found;
}

export function layout(model, shown, panels, { width, height, gutter, aside }) {
  const scale = scaleOf(width);
  const size = sizes(width);
  const narrow = isNarrow(width);
  const x0 = narrow ? 6 : gutter + 24 * scale;
  const x1 = width - (width < 480 ? 66 : Math.max(84 * scale, aside + 14));
  const title = (name) => (narrow && name !== 'network' ? size.label * 1.5 : 0);
  const wish = wishes(model, shown);
  const names = panels.filter((name) => wish[name]);
  // Without state panels the network is the picture.
  if (!names.some((name) => ['forward', 'backward', 'merged'].includes(name))) wish.network *= model.readers.length > 1 ? 1.4 : 0.75;
  const top = size.label * (narrow ? 3.6 : 2) + size.number * 1.9;
  const gap = 8 * scale;
  const free = height - top - 4 - names.reduce((sum, name) => sum + gap + title(name), 0);
  const grids = { forward: shown.forward?.hidden, backward: shown.backward?.hidden, merged: shown.merged };
  const tall = heights(names, wish, needs(model, shown, size.label), free, grids);
  const boxes = {};
  let y = top;
  for (const name of names) {
    y += title(name);
    boxes[name] = { name, x: x0, y: Math.round(y), w: x1 - x0, h: Math.round(tall[name]) };
    y = boxes[name].y + boxes[name].h + gap;
  }
  const column = (x1 - x0) / model.steps;
  return {
    width,
    height,
    scale,
    size,
    narrow,
    x0,
    x1,
    column,
    boxes,
    axis: top - size.number * 0.9,
    bottom: y - gap,
    left: (step) => x0 + step * column,
    middle: (step) => x0 + (step + 0.5) * column,
    stepAt: (x) => clamp(Math.floor((x - x0) / column), 0, model.steps - 1),
  };
}
