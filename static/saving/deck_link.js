// A deck as one link: behind its `#` stand the links of its pictures and their captions, compressed.
// In: cards. Out: an address; and back: what to collect. What a link says is checked, and never more than words.

const NAME = '#cards=';
export const MOST_CARDS = 60;
const MOST_BYTES = 64_000; // before compression
const LENGTHS = { title: 500, caption: 2000, schedule: 60 };
// A page beside the deck's, its settings, and the key of the picture on it; none takes its first.
const LINK = /^(?:[A-Za-z]\w{0,60})?(?:\?[^#\s]{0,4000})?(?:#[\w-]{1,100})?$/;

/**
 * @typedef {{ link: string, title?: string, caption?: string, dark: boolean, moment?: import('./sheet.js').Moment }} Wanted
 *   a picture: `Train?units=8#train_player`; its title and caption where they are not its own
 */

/** One picture of a page: its link, with its key behind the `#`. @param {import('./sheet.js').Picture} picture */
export function linkOf({ link, part }) {
  const page = link.replace(/#.*$/s, '');
  return part ? `${page}#${part}` : page;
}

/** @param {{ picture: import('./sheet.js').Picture, choice: import('./sheet.js').Choice }} card @returns {Wanted} */
function wantedOf({ picture, choice }) {
  const { pathname, search, hash } = new URL(linkOf(picture));
  return {
    link: `${pathname.slice(pathname.lastIndexOf('/') + 1)}${search}${hash}`,
    title: choice.title === picture.title ? undefined : choice.title,
    caption: choice.caption === picture.caption ? undefined : choice.caption,
    dark: choice.dark,
    moment: picture.moment,
  };
}

/** @param {BlobPart} bytes @param {ReadableWritablePair<any, any>} coder @param {number} most bytes that may come of it */
async function coded(bytes, coder, most) {
  const reader = new Blob([bytes]).stream().pipeThrough(coder).getReader();
  const parts = [];
  for (let length = 0, part = await reader.read(); !part.done; part = await reader.read()) {
    length += part.value.length;
    if (length > most) throw new RangeError(`more than ${most} bytes`);
    parts.push(part.value);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

/** Throws a RangeError where the deck is too long for a link.
 * @param {any[]} cards @param {string} page the address of the deck */
export async function deckLink(cards, page) {
  const wanted = cards.map(wantedOf);
  if (!wanted.every(isWanted)) throw new RangeError('a card is too long, or not of this server');
  const text = new TextEncoder().encode(JSON.stringify(wanted));
  if (cards.length > MOST_CARDS || text.length > MOST_BYTES) throw new RangeError('the deck is too long');
  const bytes = await coded(text, new CompressionStream('deflate-raw'), MOST_BYTES);
  const letters = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  return new URL(`${NAME}${letters.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}`, page.replace(/[?#].*$/s, '')).href;
}

/** @param {unknown} text @param {number} most @returns {text is string | undefined} */
const isText = (text, most) => text === undefined || (typeof text === 'string' && text.length <= most);

/** @param {any} moment */
const isMoment = (moment) => moment === undefined || (Number.isFinite(moment?.position) && typeof moment.schedule === 'string' && isText(moment.schedule, LENGTHS.schedule));

/** @param {any} one @returns {one is Wanted} */
const isWanted = (one) =>
  typeof one?.link === 'string' && LINK.test(one.link) && isText(one.title, LENGTHS.title) && isText(one.caption, LENGTHS.caption) && typeof one.dark === 'boolean' && isMoment(one.moment);

/** What the hash of an address asks for; null where it asks for no deck. Throws where it cannot be read.
 * @param {string} hash @returns {Promise<Wanted[] | null>} */
export async function deckOf(hash) {
  if (!hash.startsWith(NAME)) return null;
  const letters = hash.slice(NAME.length);
  if (letters.length > 2 * MOST_BYTES) throw new RangeError('the link is too long');
  const bytes = Uint8Array.from(atob(letters.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));
  const text = await coded(bytes, new DecompressionStream('deflate-raw'), MOST_BYTES);
  const wanted = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(text));
  if (!Array.isArray(wanted) || !wanted.length || wanted.length > MOST_CARDS || !wanted.every(isWanted)) throw new TypeError('no deck');
  return wanted.map(({ link, title, caption, dark, moment }) => ({ link, title, caption, dark, moment }));
}
