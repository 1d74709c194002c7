// What the page says around a picture. In: a node in it. Out: title of the room, theme, link, part, source, words to speak.

import { isDark } from '../player/look.js';
import { keyOf } from '../player/place.js';

/** Everything outside the component. @param {Node} node @returns {HTMLElement} */
function host(node) {
  const root = node.getRootNode();
  return /** @type {HTMLElement} */ (root instanceof ShadowRoot ? root.host : node);
}

const follows = (one, other) => Boolean(one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING);

/** The nearest of these on the page: the first behind a node, else the last before it. */
function nearest(node, all) {
  return all.find((one) => follows(node, one)) ?? all[all.length - 1] ?? null;
}

// What may be said of a picture: of the words behind it those that begin with what to look at, else the first.
const NEAR = 3;

/** @param {HTMLElement} here @param {Element} page */
function spoken(here, page) {
  const words = [...page.querySelectorAll('[data-testid="stMarkdown"], [data-testid="stCaptionContainer"]')];
  const behind = words.filter((one) => follows(here, one) && !here.contains(one) && (one.textContent ?? '').length > 60).slice(0, NEAR);
  const begins = (/** @type {Element} */ one) => one.querySelector('p')?.firstChild?.nodeName === 'STRONG';
  return (behind.find(begins) ?? behind[0])?.textContent?.replace(/\s+/g, ' ').trim() ?? '';
}

/** @param {Node} node */
export function aboutPage(node) {
  const here = host(node);
  const page = here.closest('[data-testid="stMain"]');
  return {
    title: page?.querySelector('h1')?.textContent?.trim() || document.title,
    notes: page ? spoken(here, page) : '',
    dark: isDark(node),
    part: keyOf(node),
    link: location.protocol.startsWith('http') ? location.href : '',
  };
}

/** The source that the badge beside a picture names: that of the smallest part of the page which holds one.
 * @param {Node} node */
export function sourceBeside(node) {
  const here = host(node);
  for (let part = here.parentElement; part; part = part.parentElement) {
    const badges = [...part.querySelectorAll('.source-badge')];
    if (badges.length) return /** @type {HTMLElement | null} */ (nearest(here, badges))?.dataset.source ?? null;
    if (part.matches('[data-testid="stMain"]')) return null;
  }
  return null;
}
