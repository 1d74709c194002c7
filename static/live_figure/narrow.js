// A figure on a phone: panels that stand side by side stand below each other, each as high as it was, and headings
// have the whole width. In: a figure's layout. Out: the same layout, changed; what refers to the axes follows them.

const NAME = /^xaxis(\d*)$/;
const WHOLE = [0, 1];
// Of a heading: from the left edge of the figure, and the height of a line, in pixels.
const [LEFT, LINE] = [8, 21];
// Between two panels, beside the margins of a figure.
const GAP = 10;

/** The panels of a figure: an x axis and a y axis that belong to each other alone. Empty where there are others:
 * rows that go on from one panel into the next stay side by side.
 * @param {any} layout */
function panels(layout) {
  const names = Object.keys(layout).filter((name) => NAME.test(name));
  const pairs = names.map((x) => ({ x: layout[x], y: layout[x.replace('x', 'y')], name: x.replace('axis', '') }));
  const alone = ({ x, y, name }) => y && x.domain && x.anchor === name.replace('x', 'y') && y.anchor === name && !y.matches;
  return pairs.every(alone) ? pairs : [];
}

const onPaper = ({ xref, yref }) => xref === 'paper' || yref === 'paper';

/** Whether a figure has panels side by side that can stand below each other. @param {any} layout */
export function stacks(layout) {
  const found = panels(layout);
  const starts = new Set(found.map(({ x }) => x.domain[0]));
  return starts.size > 1 && ![...(layout.shapes ?? []), ...(layout.annotations ?? [])].some(onPaper);
}

/** Panels below each other, row by row from the left; between two of them is a little more than a figure has at its edges.
 * @param {any} layout with its height and margins */
export function stacked(layout) {
  const { t, b } = layout.margin;
  const between = t + b + GAP;
  const room = layout.height - t - b;
  const found = panels(layout).map((one) => ({ ...one, span: one.y.domain ?? WHOLE }));
  found.sort((one, other) => other.span[1] - one.span[1] || one.x.domain[0] - other.x.domain[0]);
  const heights = found.map(({ span: [low, high] }) => (high - low) * room);
  const whole = heights.reduce((sum, one) => sum + one, 0) + (found.length - 1) * between;
  let top = whole;
  found.forEach(({ x, y }, place) => {
    const bottom = top - heights[place];
    Object.assign(x, { domain: WHOLE });
    // Marks that were written once for a row are written for each panel.
    Object.assign(y, { domain: [Math.max(0, bottom / whole), top / whole], showticklabels: true });
    top = bottom - between;
  });
  return Object.assign(layout, { height: whole + t + b });
}

const isHeading = ({ xref, yref, x, y, yanchor }) =>
  / domain$/.test(xref) && / domain$/.test(yref) && x === 0 && y === 1 && yanchor === 'bottom';

/** Headings that have no room from their axis on begin at the left edge of the figure; where that is not enough for one,
 * the remarks of all stand below their titles.
 * @param {any} layout @param {(words: string) => number} measured width of a heading in pixels */
function headed(layout, measured) {
  const found = (layout.annotations ?? []).filter(isHeading);
  const widest = Math.max(0, ...found.map(({ text }) => measured(text.replace(/<[^>]*>/g, ''))));
  if (widest <= layout.width - layout.margin.l - LEFT) return;
  for (const one of found) one.xshift = LEFT - layout.margin.l;
  if (widest <= layout.width - 2 * LEFT) return;
  for (const one of found) one.text = one.text.replace('</b>  <', '</b><br><');
  layout.margin.t += LINE;
  layout.height += LINE;
}

/** @param {any} layout with its height, width and margins @param {(words: string) => number} measured */
export function narrowed(layout, measured) {
  const below = stacks(layout);
  const axes = Object.keys(layout).filter((name) => /^[xy]axis/.test(name));
  if (below || axes.length < 3) headed(layout, measured);
  return below ? stacked(layout) : layout;
}
