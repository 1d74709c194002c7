// The moving pictures of the lessons, for a sheet. In: a section as static/pictures/mounting.js makes it, its picture and
// data. Out: a picture as sheet.js takes it; where it plays, its film.

import { said } from '../pictures/mounting.js';
import { image } from './raster.js';
import { aboutPage } from './page_facts.js';
import { palettes } from './palettes.js';
import { svgPicture } from './svg_picture.js';

const SECONDS_PER_FRAME = 0.7;

function film(transport, draw) {
  const { frame } = transport;
  return {
    rest: () => transport.go(frame),
    seconds: (transport.last + 1) * SECONDS_PER_FRAME,
    count: transport.last + 1,
    frame: async (index, room) => {
      transport.go(index);
      const { svg, width, height } = draw(room);
      return image(svg.replace('<svg ', `<svg width="${width}" height="${height}" `));
    },
  };
}

/** @param {HTMLElement} section @param {any} picture @param {any} data */
export async function lessonPicture(section, picture, data) {
  const both = await palettes();
  const told = said(section);
  const draw = (room) => svgPicture(section, both[room.dark ? 'dark' : 'light'], room);
  const { transport } = picture;
  return {
    kind: 'lesson',
    name: [data.words.title, transport ? String(transport.frame) : ''],
    ...aboutPage(section),
    title: data.words.title,
    caption: told,
    alt: `${data.words.title}. ${told}`,
    source: data.payload.source,
    font: getComputedStyle(section).fontFamily.replaceAll('"', "'"),
    palettes: both,
    draw: async (room) => draw(room),
    film: transport ? film(transport, draw) : undefined,
    play: () => ({ script: `pictures/${data.name}.js`, data: { payload: data.payload, words: data.words }, palettes: both }),
  };
}
