// Players and moving pictures as one HTML file that needs no network. In: slides. Out: the text of a page.
// The server sends the page without its numbers (viz_core/slides/offline_page.py); they are put in here.

import { facts } from './facts.js';
import { escape } from './lettering.js';

const SHELL = '../../../birnn/slides/shell.html';
const PLACE = '"what is played"';
const TITLE = '<title>Bidirectional RNNs</title>';

/** What a page says of itself. @param {Record<string, string>} said */
function head(said) {
  const named = { description: said.Description, 'dcterms.source': said.Source, license: said.Copyright, generator: said.Software };
  const metas = Object.entries(named).map(([name, text]) => `<meta name="${name}" content="${escape(text)}">`);
  return `<title>${escape(said.Title)}</title>${metas.join('')}`;
}

/**
 * @typedef {{ title: string, caption: string, link: string, script?: string, data?: any, palettes?: any, svg?: string,
 *   alt?: string }} Slide
 * @param {Slide[]} slides @param {Record<string, string>} said of all of them (facts.js)
 */
export async function pageOf(slides, said) {
  const address = new URL(SHELL, import.meta.url);
  for (const script of new Set(slides.flatMap((slide) => slide.script ?? []))) address.searchParams.append('script', script);
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  const played = JSON.stringify(slides).replaceAll('<', '\\u003c');
  const page = (await answer.text()).replace('<html lang="en">', () => `<html lang="${document.documentElement.lang}">`);
  return page.replace(TITLE, () => head(said)).replace(PLACE, () => played);
}

/** @param {import('./sheet.js').Picture} picture @param {import('./sheet.js').Choice} choice */
export const offlinePage = (picture, choice) => {
  const { title, caption } = choice;
  return pageOf([{ title, caption, link: picture.link, .../** @type {() => object} */ (picture.play)() }], facts(picture, choice));
};
