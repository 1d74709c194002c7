// Players and moving pictures as one HTML file that needs no network. In: slides. Out: the text of a page.
// The server sends the page without its numbers (viz_core/slides/offline_page.py); they are put in here.

const SHELL = '../../../birnn/slides/shell.html';
const PLACE = '"what is played"';

/**
 * @typedef {{ title: string, caption: string, link: string, script?: string, data?: any, palettes?: any, svg?: string,
 *   alt?: string }} Slide
 * @param {Slide[]} slides
 */
export async function pageOf(slides) {
  const address = new URL(SHELL, import.meta.url);
  for (const script of new Set(slides.flatMap((slide) => slide.script ?? []))) address.searchParams.append('script', script);
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  const played = JSON.stringify(slides).replaceAll('<', '\\u003c');
  const page = (await answer.text()).replace('<html lang="en">', () => `<html lang="${document.documentElement.lang}">`);
  return page.replace(PLACE, () => played);
}

/** @param {import('./sheet.js').Picture} picture @param {{ title: string, caption: string }} choice */
export const offlinePage = ({ play, link }, { title, caption }) =>
  pageOf([{ title, caption, link, .../** @type {() => object} */ (play)() }]);
