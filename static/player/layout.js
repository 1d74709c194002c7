// Where everything stands.
// In: a model, the layer shown, the panels asked for, the room there is, and the width of the widest label.
// Out: one time axis and a box per panel.

const clamp = (value, low, high) => Math.min(high, Math.max(low, value));

// One scale for the picture and the page around it: that of the page's own type.
const pageScale = () => parseFloat(getComputedStyle(document.documentElement).fontSize) / 16 || 1;

// In a picture that has little height, gaps this wide; and rows of a stack this close, clear of each other as
// far as the network is no higher than that.
const GAP = 6;
const STATES = 2.3; // lines of type beside a heat map
const ROWS = { least: 9, clear: 16, clearUpTo: 108 };

// Words too wide for their columns are written on a slant (in degrees), the longest shortened.
export const SLANT = 40;
const LONGEST = 11;
export const shortWord = (word) => (word.length > LONGEST ? `${word.slice(0, LONGEST - 1)}…` : word);
const longest = (symbols) => Math.max(1, ...symbols.map((one) => one.length));

// Whether the widest symbol fits into its column, beside its level where it has one.
export function written({ column, size, scale }, symbols, level) {
  const room = column - 6 - (level ? 7 * scale : 0);
  return longest(symbols) * size.label * (level ? 0.58 : 0.62) <= room;
}

// What the inputs need above `usual`: an upright image, or words on a slant.
function inputsNeed(model, width, column, usual) {
  const { symbols, level, image } = model.inputs;
  const size = sizes(width);
  if (image && !isNarrow(width)) return 84 * scaleOf(width);
  if (symbols === null || level || column < 24) return usual;
  if (written({ column, size, scale: scaleOf(width) }, symbols, level)) return usual;
  const letters = Math.min(LONGEST, longest(symbols));
  const turn = (SLANT * Math.PI) / 180;
  return size.label * (letters * 0.6 * Math.sin(turn) + Math.cos(turn)) + 4;
}

const rowsOf = (model) =>
  model.layers.reduce(
    (sum, { merged, vector }) => sum + model.readers.length + (merged ? 1 : 0) + (vector ? 1 : 0),
    0,
  );

function leastStack(model, width) {
  const rows = rowsOf(model);
  const { least, clear, clearUpTo } = ROWS;
  return Math.max(least * rows, Math.min(clear * rows, clearUpTo)) * scaleOf(width);
}

// Before the words are measured: about what they leave for a column.
const about = (model, width) => (width - 290 * scaleOf(width)) / model.steps;

// Share of the height each panel asks for; the network of a stack needs more rows.
function wishes(model, layer) {
  const rows = rowsOf(model);
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
  const inputs = inputsNeed(model, width, about(model, width), 0) / scaleOf(width);
  if (wish.inputs) wish.inputs = Math.max(wish.inputs, inputs);
  const picture = panels.reduce((sum, name) => sum + (wish[name] ? wish[name] + 8 : 0), 68);
  return Math.round(picture * Math.max(scaleOf(width), clamp(width / 1000, 1, 1.6))) + titlesHeight(model, panels, width);
};

// In a narrow player the panels are named above themselves, and the network's name takes two lines.
function titlesHeight(model, panels, width) {
  if (!isNarrow(width)) return 0;
  const wish = wishes(model, model.layers[0]);
  const titled = panels.filter((name) => wish[name] && name !== 'network');
  return 26 + 24 * titled.length;
}

// Below this height the panels can no longer be read: their words need so much, and a heat map two lines.
export function leastHeight(model, panels, width) {
  const shown = model.layers[0];
  const wish = wishes(model, shown);
  const least = needs(model, shown, width, about(model, width));
  const names = panels.filter((name) => wish[name]);
  const picture = names.reduce((sum, name) => sum + Math.max(least[name], 24) + GAP * scaleOf(width), 0);
  return Math.ceil(picture + topOf(width) + 4) + titlesHeight(model, panels, width);
}

// Whole pixels per unit look crisp; take them when the box is close to a multiple, and hardly larger.
function snapped(height, units) {
  const whole = Math.max(1, Math.round(height / units)) * units;
  return whole - height < 0.04 * height && height - whole < 0.16 * height ? whole : height;
}

// What the words in a panel need: the network names each row, the prediction also its marks and its tally.
const needs = (model, shown, width, column) => {
  const { label } = sizes(width);
  const rows = model.readers.length + (shown.merged ? 1 : 0);
  return {
    inputs: inputsNeed(model, width, column, 1.3 * label),
    forward: STATES * label,
    backward: STATES * label,
    merged: STATES * label,
    network: model.layers.length === 1 ? 6 + Math.max(rows + 0.25, 1.9) * 1.15 * label : leastStack(model, width),
    prediction: model.head === 'final_state' ? 0 : 4.2 * label,
  };
};

export const scaleOf = (width) => (width < 640 ? 1 : clamp(Math.min(pageScale(), width / 640), 1, 1.5));
export const isNarrow = (width) => width < 640;

// Figures are read from the last row of a room; a telephone is held in the hand.
export const sizes = (width) => ({
  label: 16 * scaleOf(width),
  number: (isNarrow(width) ? 13 : 16) * scaleOf(width),
});

// Above the panels: the badge with the code, then the numbers of the steps.
function topOf(width) {
  const { label, number } = sizes(width);
  return label * (isNarrow(width) ? 3.6 : 1.85) + number * 1.8;
}

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
  const top = topOf(width);
  const gap = GAP * scale;
  const free = height - top - 4 - names.reduce((sum, name) => sum + gap + title(name), 0);
  const grids = { forward: shown.forward?.hidden, backward: shown.backward?.hidden, merged: shown.merged };
  const tall = heights(names, wish, needs(model, shown, width, (x1 - x0) / model.steps), free, grids);
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
