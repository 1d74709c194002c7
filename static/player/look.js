// Colours and type.
// In: the palettes of viz_core/figures/palette.py and the theme's CSS variables. Out: one `look` for every stroke.
// No colour is named here.

import { colourScale, drawing } from './pens.js';

const variable = (node, name) => getComputedStyle(node).getPropertyValue(name).trim();

function luminance(colour) {
  const context = drawing(document.createElement('canvas'));
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  const [r, g, b] = context.getImageData(0, 0, 1, 1).data;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

export function isDark(node) {
  const background = variable(node, '--st-background-color');
  return background !== '' && luminance(background) < 128;
}

// The palette of the theme that the page wears now, as properties of a node; those of the sources are left to its badge.
export function wear(node, palettes) {
  const palette = palettes[isDark(node) ? 'dark' : 'light'];
  for (const [name, colour] of Object.entries(palette)) if (typeof colour === 'string') node.style.setProperty(`--${name}`, colour);
  return palette;
}

// A colour between two others, as #rrggbb.
function between(one, other, share) {
  const parse = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
  const [a, b] = [parse(one), parse(other)];
  return `#${a
    .map((value, c) =>
      Math.round(value + share * (b[c] - value))
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
}

const kept = new Map();

// One table per set of stops, so that a heat map's bitmap outlives a redraw.
function scale(stops) {
  const key = JSON.stringify(stops);
  if (!kept.has(key)) kept.set(key, colourScale(stops));
  return kept.get(key);
}

// The look of a theme; `plain` takes the palette's own background instead of the page's.
export function lookOf(host, palette, source, dark, plain = false) {
  const node = host.host ?? host;
  const colours = palette[dark ? 'dark' : 'light'];
  const background = (!plain && variable(node, '--st-background-color')) || colours.background;
  return {
    ...colours,
    background,
    font: (variable(node, '--st-font') || getComputedStyle(node).fontFamily).replaceAll('"', "'"),
    badge: colours.sources[source],
    blank: colours.surface,
    hatch: between(colours.faint, colours.muted, dark ? 0.2 : 0.12),
    node: between(colours.muted, colours.background, dark ? 0.15 : 0.25),
    idle: between(colours.muted, colours.background, dark ? 0.4 : 0.5),
    diverging: scale([
      [0, colours.negative],
      [0.5, colours.zero],
      [1, colours.positive],
    ]),
    ink: scale([
      [0, colours.surface],
      [0.5, colours.surface],
      [1, colours.text],
    ]),
    css: {
      '--background': background,
      '--surface': colours.surface,
      '--text': colours.text,
      '--muted': colours.muted,
      '--faint': colours.faint,
      '--accent': colours.merged,
    },
  };
}
