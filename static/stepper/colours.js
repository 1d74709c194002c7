// Numbers and colours. In: the palette of the page's theme. Out: text and fill of a number. No colour is named here.

/** @typedef {{ negative: string, positive: string, zero: string, background: string, text: string }} Palette */

const MINUS = '\u2212';

/** @param {number} value */
export function number(value, digits = 2) {
  if (!Number.isFinite(value)) return String(value);
  const text = Math.abs(value) >= 1000 ? value.toExponential(1) : value.toFixed(digits);
  return (Number(text) === 0 ? text.replace('-', '') : text).replace('-', MINUS);
}

/** @param {number} value */
export function exact(value) {
  return String(value).replace('-', MINUS);
}

// On the diverging scale, from -1 to 1: how much of the far end is mixed into the neutral middle.
/**
 * @param {number} value
 * @param {Palette} palette
 */
export function fill(value, palette) {
  const share = Math.round(100 * Math.min(1, Math.abs(value)));
  const end = value < 0 ? palette.negative : palette.positive;
  return `color-mix(in srgb, ${end} ${share}%, ${palette.zero})`;
}

/**
 * @param {number} value
 * @param {Palette} palette
 */
export function ink(value, palette) {
  return Math.abs(value) > 0.55 ? palette.background : palette.text;
}
