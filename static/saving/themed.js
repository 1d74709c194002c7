// The colours of the other theme. In: a text or a figure that names colours of one palette. Out: the same with those of another.

/** Every colour of a palette, by its place in it.
 * @param {Record<string, any>} palette @returns {Map<string, string>} */
function flat(palette, before = '') {
  const found = new Map();
  for (const [name, value] of Object.entries(palette)) {
    if (typeof value === 'string') found.set(before + name, value.toLowerCase());
    else for (const [inner, colour] of flat(value, `${before}${name}.`)) found.set(inner, colour);
  }
  return found;
}

const channels = (/** @type {string} */ hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
const COLOUR = /#[0-9a-f]{6}\b|rgba?\(\s*(\d+)\s*,\s*(\d+)\s*,\s*(\d+)/gi;

/** @param {string} text @param {Record<string, any>} from @param {Record<string, any>} to */
export function themed(text, from, to) {
  const other = flat(to);
  // Of places with the same colour the first counts: those of the sources come last.
  const pairs = new Map([...flat(from)].reverse().map(([name, colour]) => [colour, other.get(name)]));
  return text.replace(COLOUR, (all, ...[r, g, b]) => {
    const hex = all.startsWith('#') ? all.toLowerCase() : `#${[r, g, b].map((one) => Number(one).toString(16).padStart(2, '0')).join('')}`;
    const found = pairs.get(hex);
    if (!found) return all;
    return all.startsWith('#') ? found : `${all.slice(0, all.indexOf('(') + 1)}${channels(found).join(', ')}`;
  });
}

/** A figure before Plotly draws it: of a heat map there are only pixels afterwards. Numbers stay the same objects.
 * @template T @param {T} value @param {Record<string, any>} from @param {Record<string, any>} to @returns {T} */
export function recoloured(value, from, to) {
  const changed = (/** @type {any} */ one) => {
    if (typeof one === 'string') return themed(one, from, to);
    if (Array.isArray(one)) return one.map(changed);
    if (one?.constructor !== Object) return one;
    return Object.fromEntries(Object.entries(one).map(([name, part]) => [name, changed(part)]));
  };
  return changed(value);
}
