// Collects the pictures that a link asks for: opens their pages one after the other, out of sight, and takes each picture
// as its Save describes it. In: what is wanted (static/saving/deck_link.js). Out: cards of the deck; links that have none.

import { add } from '../saving/deck_store.js';
import { element } from '../saving/elements.js';

/** @typedef {import('../saving/deck_link.js').Wanted} Wanted */
/** @typedef {{ picture: import('../saving/sheet.js').Picture, words: any }} Described */

// The name of the window tells pages that nobody looks at them: they follow no class (ui/classroom).
const FRAME = 'birnn-deck';
const [DESCRIBED, MOVE] = ['birnn-picture', 'birnn-move'];
const READY = '[data-testid="stApp"][data-test-script-state="notRunning"]';
const SAVE = '.save, .modebar-btn[data-attr="save"]';
// Milliseconds between looks; what is there when so many looks have found the same; how many a page is given.
const [LOOK, SAME, SAME_WITHOUT, LOOKS] = [200, 6, 30, 300];
const DESCRIBING = 30_000;

const pause = (/** @type {number} */ milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** @param {string} address @returns {HTMLIFrameElement} */
function opened(address) {
  const frame = element('iframe', { name: FRAME, src: address, tabIndex: -1, inert: true, 'aria-hidden': 'true' });
  frame.style.cssText = 'position: fixed; left: 0; top: 0; width: 1280px; height: 720px; border: 0; opacity: 0; pointer-events: none; z-index: -1';
  document.body.append(frame);
  return frame;
}

/** In the tree of a node and in those that components have of their own.
 * @param {ParentNode} node @param {string} selector @returns {HTMLElement | null} */
function within(node, selector) {
  const found = node.querySelector(selector);
  if (found) return /** @type {HTMLElement} */ (found);
  for (const one of node.querySelectorAll('*')) {
    const inner = one.shadowRoot && within(one.shadowRoot, selector);
    if (inner) return inner;
  }
  return null;
}

/** @param {Document | null} page @param {string} part */
function saveOf(page, part) {
  const place = page?.querySelector(part ? `.st-key-${part}` : '[data-testid="stMain"]');
  return place ? within(place, SAVE) : null;
}

/** The Save of a picture, once its page has come to rest; null where there is none.
 * @param {HTMLIFrameElement} frame @param {string} part */
async function saveIn(frame, part) {
  let [before, same] = ['', 0];
  for (let look = 0; look < LOOKS; look += 1) {
    await pause(LOOK);
    const page = frame.contentDocument;
    const now = page?.querySelector(READY) ? String(page.querySelectorAll('*').length) : '';
    same = now && now === before ? same + 1 : 0;
    before = now;
    if (same >= SAME_WITHOUT || (same >= SAME && saveOf(page, part))) break;
  }
  return saveOf(frame.contentDocument, part);
}

/** @param {HTMLIFrameElement} frame @param {HTMLElement} save @returns {Promise<Described>} */
function described(frame, save) {
  return new Promise((resolve, reject) => {
    const page = /** @type {Document} */ (frame.contentDocument);
    const take = (/** @type {any} */ event) => {
      event.preventDefault();
      resolve(event.detail);
    };
    page.addEventListener(DESCRIBED, take, { once: true });
    setTimeout(() => reject(new Error('the picture was not described')), DESCRIBING);
    save.click();
  });
}

/** @param {Wanted} wanted */
async function collect({ link, title, caption, dark, moment }) {
  const address = new URL(link, new URL('.', document.location.href));
  const part = address.hash.slice(1);
  address.hash = '';
  const frame = opened(address.href);
  try {
    const save = await saveIn(frame, part);
    if (!save) throw new Error('there is no such picture');
    // What is written for a class moves a player here, too (static/classroom/moments.js).
    if (moment) frame.contentDocument?.dispatchEvent(new CustomEvent(MOVE, { detail: { player: part, rate: 1, playing: false, ...moment } }));
    const { picture, words } = await described(frame, save);
    const { version, sources } = words;
    const look = { dark, wide: true, bare: false, transparent: false, version, sources };
    await add(picture, { title: title ?? picture.title, caption: caption ?? picture.caption, ...look });
  } finally {
    frame.remove();
  }
}

/** Gives the links that have no such picture.
 * @param {Wanted[]} all @param {(number: number) => void} begin is told which one is next, from 1 */
export async function fill(all, begin) {
  const missing = [];
  for (const [at, wanted] of all.entries()) {
    begin(at + 1);
    try {
      await collect(wanted);
    } catch (problem) {
      console.warn('A picture was not collected:', wanted.link, problem);
      missing.push(wanted.link);
    }
  }
  return missing;
}
