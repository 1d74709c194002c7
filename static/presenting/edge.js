// The edges of a window that is presented: each lies between two rows, not across one.
// In: a page, its first picture. Out: from where and down to where the page is shown.

/** @typedef {{ top: number, bottom: number }} Span */

// A control goes with its label.
const ROWS = '[data-testid=stElementContainer]:has(button, input, [role=slider]), button, input, label, summary, p, li, td, th, h2';
// What is higher is no row: a picture, a table, a text in its own place.
const HIGHEST = 140;
const TOUCHING = 1;

/** Where a window of this height ends, so that no row is cut: at the upper edge of the highest one that would be.
 * A row that stands beside the picture is cut rather than the picture.
 * @param {Span[]} rows @param {number} height of the window @param {number} least the lower edge of the picture */
export function edgeBetween(rows, height, least) {
  let edge = height;
  for (;;) {
    const cut = rows.filter(({ top, bottom }) => top >= least && top < edge - TOUCHING && bottom > edge + TOUCHING);
    if (!cut.length) return edge;
    edge = Math.min(...cut.map(({ top }) => top));
  }
}

/** The lines of a text, each control: whatever stands in one row. @param {Element} one @returns {Span[]} */
function rowsOf(one) {
  const box = one.getBoundingClientRect();
  if (!one.matches('p, li')) return [box];
  const words = document.createRange();
  words.selectNodeContents(one);
  return [...words.getClientRects()];
}

/** @param {any} node @returns {Element[]} */
function every(node) {
  const hosts = [...node.querySelectorAll('*')].filter((one) => one.shadowRoot);
  return [...node.querySelectorAll(ROWS), ...hosts.flatMap((one) => every(one.shadowRoot))];
}

/** From where and down to where a page is shown in this window. @param {Element} page @param {Span} picture
 * @returns {Span} */
export function edges(page, picture) {
  const height = window.innerHeight;
  const near = every(page).filter((one) => {
    const { top, bottom } = one.getBoundingClientRect();
    return top < height && bottom > 0 && (top < picture.top || bottom > picture.bottom) && one.checkVisibility();
  });
  const rows = near.flatMap(rowsOf).filter(({ top, bottom }) => bottom - top < HIGHEST);
  // Upside down, the upper edge is a lower one.
  const turned = rows.map(({ top, bottom }) => ({ top: -bottom, bottom: -top }));
  return { top: -edgeBetween(turned, 0, -picture.top), bottom: edgeBetween(rows, height, picture.bottom) };
}
