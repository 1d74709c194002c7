// The numbers of a Plotly figure. In: its traces and layout, as Plotly holds them. Out: a sentence and a table for each
// trace that has words under the pointer; these words, at the trace's last or highest point, are its heading.

const MINUS = '\u2212';
const SEPARATOR = '\u202f';

/** @param {any} text */
const plain = (text) => String(text ?? '').replace(/<br ?\/?>/g, ' ').replace(/<[^>]*>/g, '').replace(/\s+/g, ' ').trim();

/** Arrays of any kind, Plotly's packed ones as well. @param {any} values @returns {any[]} */
const list = (values) => Array.from(values ?? []);

const sign = (text) => text.replace('-', MINUS);

/** A number as the figures' words write it: digits behind the point, thousands apart, exponents.
 * Source: https://d3js.org/d3-format#locale_format
 * @param {any} value @param {string} form */
export function written(value, form) {
  if (typeof value !== 'number') return plain(value);
  const [, plus, thousands, digits, trim, kind] = /^(\+?)(,?)(?:\.(\d+))?(~?)([efg]?)$/.exec(form) ?? [];
  let text = digits === undefined ? String(value)
    : kind === 'e' ? value.toExponential(Number(digits))
      : kind === 'g' ? value.toPrecision(Math.max(1, Number(digits)))
        : value.toFixed(Number(digits));
  if (trim) text = text.replace(/(\.\d*?)0+($|e)/, '$1$2').replace(/\.($|e)/, '$1');
  if (thousands) text = text.replace(/\B(?<!\.\d*)(?=(\d{3})+(?!\d))/g, SEPARATOR);
  return sign(plus && value > 0 ? `+${text}` : text);
}

/** What stands under the pointer at a point. @param {any} trace @param {Record<string, any>} point */
export function hoverWords({ hovertemplate }, point) {
  const words = plain(hovertemplate.replace(/<extra>.*<\/extra>/g, ''));
  return words.replace(/%\{([a-z]+)(?::([^}]*))?\}/g, (_, name, form = '') => written(point[name], form));
}

const short = (value) => (typeof value === 'number' ? sign(String(Number(value.toPrecision(6)))) : plain(value));

/** @param {any} layout @param {any} trace @param {'x' | 'y'} way */
const axisOf = (layout, trace, way) => layout[(trace[`${way}axis`] ?? way).replace(way, `${way}axis`)];

/** @param {any} layout @param {any} trace @param {'x' | 'y'} way */
const title = (layout, trace, way) => plain(axisOf(layout, trace, way)?.title?.text) || way;

/** A place on the x axis. On a logarithmic one zero stands somewhere to the left, under a mark that says 0.
 * @param {any} layout @param {any} trace @param {any} x */
function placed(layout, trace, x) {
  const { type, tickvals, ticktext } = axisOf(layout, trace, 'x') ?? {};
  const mark = type === 'log' ? list(ticktext)[list(tickvals).indexOf(x)] : undefined;
  return mark === '0' ? mark : short(x);
}

/** The points of a line or of bars, gaps left out. @param {any} trace */
function points({ x, y, text, customdata, orientation }) {
  const [across, up] = [list(x), list(y)];
  const places = across.length ? across : up.map((_, place) => place);
  const made = places.map((one, at) => ({ x: one, y: up[at], text: Array.isArray(text) ? text[at] : text, customdata: list(customdata)[at] }));
  return made.filter((point) => point[orientation === 'h' ? 'x' : 'y'] !== null && point.y !== undefined && point.x !== null);
}

function lineTable(trace, layout) {
  const found = points(trace);
  if (!found.length) return [];
  return [{
    name: hoverWords(trace, found[found.length - 1]),
    columns: [title(layout, trace, 'x'), title(layout, trace, 'y')],
    rows: found.map(({ x, y }) => [placed(layout, trace, x), short(y)]),
  }];
}

function mapTable(trace, layout) {
  const rows = list(trace.z).map(list);
  const [across, down] = [list(trace.x), list(trace.y)];
  const names = (given, count) => (given.length ? given : [...Array(count).keys()]);
  const columns = names(across, rows[0]?.length ?? 0);
  const lines = names(down, rows.length);
  const cells = rows.flatMap((row, r) => row.map((z, c) => ({ z, r, c }))).filter(({ z }) => typeof z === 'number');
  if (!cells.length) return [];
  const { r, c, z } = cells.reduce((most, one) => (Math.abs(one.z) > Math.abs(most.z) ? one : most));
  const held = (values) => list(list(values)[r])[c];
  return [{
    name: trace.hovertemplate ? hoverWords(trace, { x: columns[c], y: lines[r], z, text: held(trace.text), customdata: held(trace.customdata) }) : title(layout, trace, 'y'),
    columns: [`${title(layout, trace, 'y')} \\ ${title(layout, trace, 'x')}`, ...columns.map(short)],
    rows: rows.map((row, line) => [short(lines[line]), ...row.map(short)]),
  }];
}

/** @param {{ data: any[], layout: any }} figure @param {string} alt @returns {import('./button.js').Numbers} */
export function figureNumbers({ data = [], layout = {} }, alt) {
  const told = data.filter((trace) => trace.visible !== false && (trace.type === 'heatmap' || trace.hovertemplate));
  const tables = told.flatMap((trace) => (trace.type === 'heatmap' ? mapTable(trace, layout) : lineTable(trace, layout)));
  const labels = (layout.annotations ?? []).map(({ text }) => plain(text)).filter(Boolean);
  const said = [alt, ...tables.map(({ name }) => name), [...new Set(labels)].join(', ')];
  return { sentence: said.filter(Boolean).join('. '), tables };
}
