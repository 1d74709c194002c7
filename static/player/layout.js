// Where everything stands.
// In: a model, the width and height there are, the panels asked for. Out: one time axis and a box per panel.
// Used by: player.js, every panel, hits.js.

const clamp = (value, low, high) => Math.min(high, Math.max(low, value));

// Share of the height each panel asks for; the network of a stack needs more rows.
function wishes(model, layer) {
  const rows = model.layers.length * (model.layers[0].merged ? 3 : model.readers.length);
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
  const picture = panels.reduce((sum, name) => sum + (wish[name] ? wish[name] + 10 : 0), 62);
  return Math.round(picture * clamp(width / 1000, 1, 1.6));
};

// Whole pixels per unit look crisp; take them when the box is close to a multiple.
function snapped(height, units) {
  const whole = Math.max(1, Math.round(height / units)) * units;
  return Math.abs(whole - height) < 0.16 * height ? whole : height;
}

export function layout(model, shown, panels, width, height) {
  const scale = clamp(width / 1100, 1, 1.5);
  const size = { label: 16 * scale, number: 13 * scale };
  const narrow = width < 640;
  const x0 = narrow ? 6 : 160 * scale;
  const x1 = width - (narrow ? 46 : 84 * scale);
  const title = narrow ? size.label * 1.5 : 0;
  const wish = wishes(model, shown);
  const names = panels.filter((name) => wish[name]);
  const top = size.label * (narrow ? 3.6 : 2) + size.number * 1.9;
  const gap = 10 * scale;
  const free = height - top - 4 - names.length * (gap + title);
  const share = free / names.reduce((sum, name) => sum + wish[name], 0);
  const boxes = {};
  let y = top;
  for (const name of names) {
    y += title;
    const grid = name === 'merged' ? shown.merged : shown[name]?.hidden;
    const tall = grid ? Math.min(snapped(share * wish[name], grid.units), share * wish[name] * 1.1) : share * wish[name];
    boxes[name] = { name, x: x0, y: Math.round(y), w: x1 - x0, h: Math.round(tall) };
    y += Math.round(tall) + gap;
  }
  const column = (x1 - x0) / model.steps;
  return {
    width, height, scale, size, narrow, x0, x1, column, boxes,
    axis: top - size.number * 0.9,
    bottom: y - gap,
    left: (step) => x0 + step * column,
    middle: (step) => x0 + (step + 0.5) * column,
    stepAt: (x) => clamp(Math.floor((x - x0) / column), 0, model.steps - 1),
  };
}
