// Real code and the cell that it computes, for a sheet. In: a stepper as it stands. Out: a picture as sheet.js takes it.

import { htmlPicture } from './html_picture.js';
import { aboutPage } from './page_facts.js';
import { palettes } from './palettes.js';
import { svgPicture } from './svg_picture.js';

// Lines of code that a sheet has room for.
const LINES = 14;
const GAP = 30;
const CELL = 0.5;

// The lines around the one that is run.
function around(copy) {
  const lines = [...copy.querySelectorAll('.line')];
  const now = Math.max(0, lines.findIndex((one) => one.classList.contains('now')));
  const first = Math.max(0, Math.min(now - LINES / 2, lines.length - LINES));
  lines.forEach((one, at) => (at < first || at >= first + LINES) && one.remove());
  Object.assign(copy.style, { maxHeight: 'none', overflow: 'visible' });
}

function beside(one, other, width) {
  const high = Math.max(one.height, other.height);
  const put = ({ svg, width: w, height: h }, x) => svg.replace('<svg ', `<svg x="${x}" y="${(high - h) / 2}" width="${w}" height="${h}" overflow="visible" `);
  return {
    svg: `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${high}">${put(one, 0)}${put(other, width - other.width)}</svg>`,
    width,
    height: high,
  };
}

/** @param {any} stepper */
function draw(stepper, palette, room) {
  if (!stepper.payload.cell) return htmlPicture(stepper.code.node, palette, room, around);
  const share = CELL * room.width;
  const cell = svgPicture(stepper.section, palette, { ...room, width: share }, 'svg.cell');
  const sums = htmlPicture(stepper.equations, palette, { ...room, width: room.width - share - GAP });
  return beside(cell, sums, room.width);
}

/** @param {any} stepper @returns {Promise<import('./sheet.js').Picture>} */
export async function stepperPicture(stepper) {
  const both = await palettes();
  const current = stepper.replay.frames[stepper.frame];
  const said = stepper.sentence(current).trim();
  return {
    kind: 'stepper',
    name: [stepper.payload.cell ?? 'code', String(stepper.frame)],
    ...aboutPage(stepper.section),
    caption: said,
    alt: `${stepper.words.title}. ${said}`,
    source: stepper.payload.source,
    font: getComputedStyle(stepper.section).fontFamily.replaceAll('"', "'"),
    palettes: both,
    draw: async (room) => draw(stepper, both[room.dark ? 'dark' : 'light'], room),
  };
}
