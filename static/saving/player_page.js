// The player as one HTML file that needs no network. In: pictures of the player. Out: the text of a page.
// The server sends the page without its numbers (viz_core/slides/player_page.py); they are put in here.

const SHELL = '../../../birnn/slides/player.html';
const PLACE = '"what is played"';

/** @param {{ title: string, caption: string, link: string, data: any }[]} slides */
export async function pageOf(slides) {
  const answer = await fetch(new URL(SHELL, import.meta.url));
  if (!answer.ok) throw new Error(`${SHELL}: ${answer.status}`);
  const played = JSON.stringify(slides).replaceAll('<', '\\u003c');
  return (await answer.text()).replace(PLACE, () => played);
}

/** @param {import('./sheet.js').Picture} picture @param {{ title: string, caption: string }} choice */
export const playerPage = ({ play, link }, { title, caption }) =>
  pageOf([{ title, caption, link, data: /** @type {() => object} */ (play)() }]);
