// States as text and colour. In: a number and the palette that the section wears. Out: words, a fill, an ink.
// Used by: merge.js, alignment.js.

const MINUS = '\u2212';

export function signed(value, digits = 2) {
  const text = value.toFixed(digits);
  return (Number(text) === 0 ? text.replace('-', '') : text).replace('-', MINUS);
}

// On the diverging scale, from -1 to 1: how much of the far end is mixed into the neutral middle.
export function shade(value) {
  const share = Math.round(100 * Math.min(1, Math.abs(value)));
  return `color-mix(in srgb, var(--${value < 0 ? 'negative' : 'positive'}) ${share}%, var(--zero))`;
}

export const ink = (value) => (Math.abs(value) > 0.55 ? 'var(--background)' : 'var(--text)');
