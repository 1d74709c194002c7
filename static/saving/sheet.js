// A sheet for a slide: a picture with its title, caption, source and link.
// In: a picture that can draw itself into a given room, and what was chosen for the sheet. Out: one SVG text.

import { badge, badgeWidth, escape, lines, measure } from './lettering.js';
import { metadata } from './facts.js';

/**
 * @typedef {{ position: number, schedule: string }} Moment
 * @typedef {{ dark: boolean, width: number, height: number | null, least: number, plain: boolean }} Room in units of the
 *   sheet; a picture without a height takes its own; `least` is the smallest size of type; `plain` without background
 * @typedef {{ svg: string, width: number, height: number }} Drawing an <svg> with a viewBox, and its size in units of
 *   the sheet
 * @typedef {{ seconds: number, count: number, frame: (index: number, room: Room) => Promise<CanvasImageSource>,
 *   rest?: () => void }} Film `rest` puts what it moved back
 * @typedef {object} Picture
 * @property {string} kind
 * @property {string[]} name what is in it, for the name of a file
 * @property {string} title
 * @property {string} caption
 * @property {string} alt what it shows, in words
 * @property {string} notes what the page says of it
 * @property {string} link reproduces it
 * @property {string} part the key of its place on its page
 * @property {Moment} [moment] of a player
 * @property {string | null} source where its numbers come from
 * @property {boolean} [badged] whether it shows its source itself
 * @property {boolean} dark the theme of the page
 * @property {string} font
 * @property {Record<'light' | 'dark', any>} palettes
 * @property {(room: Room) => Promise<Drawing>} draw
 * @property {Film} [film]
 * @property {() => object} [play] what the page of a play needs: its script and data (offline_page.js)
 * @typedef {{ title: string, caption: string, dark: boolean, transparent: boolean, wide: boolean, bare: boolean,
 *   version: string, sources: Record<string, string> }} Choice
 */

export const WIDTH = 1600;
export const HEIGHT = 900;
/** 18 points on a slide of 13.33 inches, which has 960 points. */
export const LEAST = 30;

export const MARGIN = 30;
const TITLE = { size: 42, high: 62 };
const LINE = 38;
const MOST_LINES = 2;

/** @param {Picture} picture @param {Choice} choice */
const lookOf = ({ palettes }, { dark }) => palettes[dark ? 'dark' : 'light'];

// What stands around the picture, and how high the room is that it leaves.
function around(picture, choice) {
  const { font } = picture;
  const inside = WIDTH - 2 * MARGIN;
  if (choice.bare) return { top: 0, caption: [], link: '', bottom: 0 };
  const source = picture.badged ? null : picture.source;
  const top = choice.title || source ? TITLE.high : 0;
  const measured = (/** @type {string} */ text) => measure(text, LEAST, 400, font);
  const link = printed(picture.link);
  const caption = lines(choice.caption, inside, MOST_LINES, measured);
  // The link stands behind the last line where there is room for it.
  const beside = caption.length > 0 && measured(caption[caption.length - 1]) + measured(link) + 40 < inside;
  const bottom = (caption.length + (link && !beside ? 1 : 0)) * LINE + 8;
  return { top, caption, link, beside, bottom };
}

/** One that others can follow: a server of this machine alone is none. @param {string} link */
const printed = (link) => (/^https?:\/\/(localhost|127\.|\[::1\])/.test(link) ? '' : shortLink(link));

/** Without the settings, which no slide has room for. @param {string} link */
export function shortLink(link) {
  if (!link.startsWith('http')) return '';
  const { host, pathname } = new URL(link);
  return `${host}${pathname === '/' ? '' : pathname}`;
}

function words(picture, choice, place, high) {
  const look = lookOf(picture, choice);
  const parts = [];
  const text = (said, x, y, size, fill, extra = '') =>
    `<text x="${x}" y="${y}" font-size="${size}" fill="${fill}" ${extra}>${escape(said)}</text>`;
  if (place.top) {
    if (choice.title) parts.push(heading(picture, choice, look, text));
    if (picture.source && !picture.badged)
      parts.push(badge(choice.sources[picture.source], look.sources[picture.source], look.background, WIDTH - MARGIN, MARGIN, LEAST, picture.font));
  }
  const first = high - MARGIN - place.bottom + LINE;
  place.caption.forEach((line, at) => parts.push(text(line, MARGIN, first + at * LINE - 4, LEAST, look.text)));
  if (place.link) {
    const y = first + (place.caption.length - (place.beside ? 1 : 0)) * LINE - 4;
    parts.push(`<a href="${escape(picture.link)}">${text(place.link, WIDTH - MARGIN, y, LEAST, look.muted, 'text-anchor="end"')}</a>`);
  }
  return parts.join('');
}

// The title in one line, left of the label of its source: smaller where it is long, and cut where it is longer still.
function heading({ source, badged, font }, { title, sources }, look, text) {
  const label = source && !badged ? badgeWidth(sources[source], LEAST, font) + LEAST : 0;
  const free = WIDTH - 2 * MARGIN - label;
  const size = Math.max(LEAST, Math.min(TITLE.size, (TITLE.size * free) / measure(title, TITLE.size, 600, font)));
  const [line] = lines(title, free, 1, (said) => measure(said, size, 600, font));
  return text(line, MARGIN, MARGIN + TITLE.size * 0.86, size, look.text, 'font-weight="600"');
}

/** @param {Picture} picture @param {Choice} choice */
export function roomFor(picture, choice) {
  const place = around(picture, choice);
  const free = HEIGHT - 2 * MARGIN - place.top - place.bottom;
  return {
    place,
    room: { dark: choice.dark, width: WIDTH - 2 * MARGIN, height: choice.wide ? free : null, least: LEAST, plain: choice.transparent },
  };
}

/** Where the picture stands on a sheet of this height: in the middle of its room.
 * @param {Drawing} drawing @param {any} place @param {number} high */
export function standing({ width, height }, place, high) {
  const free = high - 2 * MARGIN - place.top - place.bottom;
  return { x: (WIDTH - width) / 2, y: MARGIN + place.top + (free - height) / 2, width, height };
}

/** @param {Picture} picture @param {Choice} choice @returns {Promise<{ svg: string, width: number, height: number }>} */
export async function sheet(picture, choice) {
  const { place, room } = roomFor(picture, choice);
  const drawing = await picture.draw(room);
  const height = choice.wide ? HEIGHT : Math.ceil(drawing.height + 2 * MARGIN + place.top + place.bottom);
  return { svg: composed(picture, choice, place, drawing, height), width: WIDTH, height };
}

/** @param {Picture} picture @param {Choice} choice @param {any} place @param {Drawing | null} drawing @param {number} height */
export function composed(picture, choice, place, drawing, height) {
  const look = lookOf(picture, choice);
  const ground = choice.transparent ? '' : `<rect width="${WIDTH}" height="${height}" fill="${look.background}"/>`;
  const said = choice.title || picture.title;
  const inner = drawing ? nested(drawing, standing(drawing, place, height)) : '';
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" ` +
    `font-family="${escape(picture.font)}" role="img"><title>${escape(said)}</title><desc>${escape(picture.alt)}</desc>` +
    `${metadata(picture, choice)}${ground}${inner}${choice.bare ? '' : words(picture, choice, place, height)}</svg>`
  );
}

/** A drawing in its place in another SVG. */
export function nested({ svg }, { x, y, width, height }) {
  const place = `x="${x}" y="${y}" width="${width}" height="${height}" overflow="visible"`;
  return svg.replace('<svg ', `<svg ${place} `);
}
