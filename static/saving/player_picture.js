// The player's picture for a sheet: laid out anew for its room, so that its type can be read.
// In: a player as it stands. Out: a picture as sheet.js takes it, and the film of its whole play.

import { CanvasPen, drawing } from '../player/pens.js';
import { labels } from '../player/arrangement.js';
import { layout, leastHeight, naturalHeight, sizes } from '../player/layout.js';
import { lookOf } from '../player/look.js';
import { layerCode, paint } from '../player/scene.js';
import { sentence } from '../player/words.js';
import { aboutPage } from './page_facts.js';
import { SvgPen } from './svg_pen.js';

/** Wide enough for the scale of the page's type. */
const WIDE = 10_000;

// The scene of a moment in a room; `unit` is how many units of the sheet a pixel of the player takes.
function staged(player, { dark, width, height, least }, position) {
  const { model, options, words, palette } = player;
  const unit = least / sizes(WIDE).number;
  const look = lookOf(player.root, palette, model.source, dark, true);
  const pen = new CanvasPen(drawing(document.createElement('canvas')), { font: look.font, ratio: 1 });
  const wide = Math.floor(width / unit);
  const lowest = leastHeight(model, options.panels, wide);
  const high = height ? Math.max(lowest, Math.floor(height / unit)) : Math.max(lowest, naturalHeight(model, options.panels, wide));
  const size = { width: wide, height: high, ...labels(pen, model, options, words, wide) };
  const scene = { ...player.scene(), hover: null, look, still: position === null ? player.scene().still : false };
  if (position !== null) Object.assign(scene, { position, layer: player.layerOf(position), selection: null });
  const place = layout(model, model.layers[scene.layer], options.panels, size);
  return { scene: { ...scene, layout: { ...place, ...size } }, unit, size };
}

function draw(player, room) {
  const { scene, unit, size } = staged(player, room, null);
  const pen = new SvgPen({ font: scene.look.font });
  paint(pen, scene, room.plain ? null : scene.look.background);
  // In a room too low for the least of pictures it is drawn smaller.
  const fitted = room.height ? Math.min(unit, room.height / size.height) : unit;
  return { svg: pen.document(`${layerCode(scene.model)}. ${sentence(scene)}`), width: size.width * fitted, height: size.height * fitted };
}

// One moment of the play as pixels, as many as the room has units.
function frame(player, room, position) {
  const { scene, unit, size } = staged(player, room, position);
  const ratio = Math.min(unit, room.height / size.height);
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width: Math.round(size.width * ratio), height: Math.round(size.height * ratio) });
  paint(new CanvasPen(drawing(canvas), { font: scene.look.font, ratio }), scene);
  return canvas;
}

const PER_SECOND = 30;
// What a player in a file of its own has not.
const ALONE = { sync: false, channel: null, follower: false, compact: false, height: null, autoplay: false };

/** @param {any} player */
export function playerPicture(player) {
  const { model, words, palette } = player;
  const { plan, rate } = player.clock;
  const scene = player.scene();
  const seconds = (plan.beats * plan.seconds) / rate;
  const count = Math.max(2, Math.ceil(seconds * PER_SECOND));
  const code = layerCode(model);
  return {
    kind: 'player',
    ...aboutPage(player.frame.section),
    caption: sentence(scene),
    moment: { position: player.clock.position, schedule: plan.name },
    alt: `${code}. ${sentence(scene)}`,
    source: words.sources[model.source] ? model.source : null,
    badged: true,
    font: scene.look.font,
    palettes: palette,
    name: [code, plan.name, String(Math.round(player.clock.position))],
    draw: async (room) => draw(player, room),
    film: { seconds, count, frame: async (index, room) => frame(player, room, (plan.beats * index) / (count - 1)) },
    play: () => ({ script: 'player/player.js', data: { payload: player.payload, words, palette, options: { ...player.options, ...ALONE }, live: null } }),
  };
}
