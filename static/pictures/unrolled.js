// The unrolled network with one way lit: from input s, through every state that carries it, to answer t.
// In: which states an input reaches and an answer depends on. Out: an SVG group and how many states are lit.

import { label, subscript, svg } from './elements.js';

const LEFT = 200;
const ROWS = { 1: 44, 2: 38 };
const RADIUS = 11;

const head = (kind) => svg('marker', { id: `way-${kind}`, viewBox: '0 0 10 10', refX: 9, refY: 5, markerWidth: 16, markerHeight: 16, markerUnits: 'userSpaceOnUse', orient: 'auto' }, [
  svg('path', { d: 'M0 0L10 5L0 10z', class: `head ${kind}` }),
]);

export function unrolled(payload, words, { cell: [t, s], shown, top, width }) {
  const { steps, layers, symbols } = payload;
  const { readers, from_input: from, to_answer: to } = payload.maps.find((map) => map.name === shown);
  const row = ROWS[layers];
  const x = (step) => LEFT + (step * (width - LEFT - 40)) / (steps - 1);
  const lit = (layer, reader, step) => Boolean(from[s][layer][reader][step] && to[t][layer][reader][step]);
  const rows = [...Array(layers * readers.length).keys()];
  const y = (layer, reader) => 40 + (rows.length - 1 - (layer * readers.length + readers.length - 1 - reader)) * row + row;
  const bottom = y(0, readers.length - 1) + row;
  const parts = [svg('defs', {}, readers.map(head))];
  let count = 0;
  const arrow = (x1, y1, x2, y2, kind, on) => parts.push(svg('line', { x1, y1, x2, y2, class: `way ${kind}${on ? ' on' : ''}`, 'marker-end': on ? `url(#way-${kind})` : null }));
  for (let layer = 0; layer < layers; layer++) {
    readers.forEach((name, reader) => {
      const way = name === 'forward' ? 1 : -1;
      const words_here = layers > 1 ? `${words[name]} ${layer + 1}` : words[name];
      parts.push(label(4, y(layer, reader) + 6, `${words_here} ${way > 0 ? '→' : '←'}`, { class: `strong ${name}` }));
      for (let step = 0; step < steps; step++) {
        const on = lit(layer, reader, step);
        count += Number(on);
        if (step + way >= 0 && step + way < steps) {
          arrow(x(step) + way * RADIUS, y(layer, reader), x(step + way) - way * RADIUS, y(layer, reader), name, on && lit(layer, reader, step + way));
        }
        parts.push(svg('circle', { cx: x(step), cy: y(layer, reader), r: RADIUS, class: `stop ${name}${on ? ' on' : ''}` }));
      }
    });
  }
  const arrives = readers.map((name, reader) => reader).filter((reader) => lit(0, reader, s));
  const leaves = readers.map((name, reader) => reader).filter((reader) => lit(layers - 1, reader, t));
  for (const reader of arrives) parts.push(svg('path', { d: bend(x(s), bottom - 16, y(0, reader) + RADIUS), class: 'link' }));
  for (const reader of leaves) parts.push(svg('path', { d: bend(x(t), y(layers - 1, reader) - RADIUS, 54), class: 'link' }));
  const found = count > 0;
  parts.push(label(4, bottom + 6, words.inputs, { class: 'strong' }), label(4, 46, words.answers, { class: 'strong' }));
  for (let step = 0; step < steps; step++) {
    parts.push(label(x(step), bottom + 6, symbols[step], { class: `middle${step === s ? ' strong chosen' : ' muted'}` }));
    parts.push(label(x(step), 46, `y${subscript(step + 1)}`, { class: `middle${step === t ? ' strong chosen' : ' muted'}` }));
  }
  const node = svg('g', { transform: `translate(0 ${top - 40})`, class: `unrolled${found ? '' : ' nowhere'}` }, parts);
  return { node, height: bottom + 20 - 40, count, all: rows.length * steps };
}

// Straight up, bowed aside where a state of the other reader stands between.
function bend(x, from, to) {
  const far = from - to > 40;
  return far ? `M${x + 4} ${from}C${x + 26} ${from - 20} ${x + 26} ${to + 20} ${x + 4} ${to}` : `M${x} ${from}L${x} ${to}`;
}
