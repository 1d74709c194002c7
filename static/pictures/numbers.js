// States as text and colour. In: a number and the palette that the section wears. Out: words, a fill, an ink.

const MINUS = '\u2212';

/** @param {number} value */
export function signed(value, digits = 2) {
  const text = value.toFixed(digits);
  return (Number(text) === 0 ? text.replace('-', '') : text).replace('-', MINUS);
}

// On the diverging scale, from -1 to 1: how much of the far end is mixed into the neutral middle.
/** @param {number} value */
export function shade(value) {
  const share = Math.round(100 * Math.min(1, Math.abs(value)));
  return `color-mix(in srgb, var(--${value < 0 ? 'negative' : 'positive'}) ${share}%, var(--zero))`;
}

/** @param {number} value */
export const ink = (value) => (Math.abs(value) > 0.55 ? 'var(--background)' : 'var(--text)');
