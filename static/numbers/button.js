// The button that shows the numbers of a picture as tables, and the key that presses it where the picture has the focus.
// The rest of this folder is loaded when it is first pressed.
// In: texts, and how to tell the numbers as they stand now. Out: a button.

/**
 * @typedef {string | number | null} Cell
 * @typedef {{ name: string, columns: Cell[], rows: Cell[][] }} Table the first cell of a row is its name
 * @typedef {{ sentence: string, tables: Table[] }} Numbers what a picture shows at this moment
 */

const ICON = 'M4 5h16v14H4zM4 9.7h16M4 14.3h16M10 5v14';
const KEY = 'n';

/** @param {{ open: string, title: string, close: string }} words @param {string} title of the picture
 * @param {() => Numbers | Promise<Numbers>} tell */
export function numbersButton(words, title, tell) {
  const button = document.createElement('button');
  Object.assign(button, { type: 'button', className: 'numbers', title: words.open });
  button.setAttribute('aria-label', words.open);
  button.setAttribute('aria-haspopup', 'dialog');
  button.innerHTML = `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${ICON}" fill="none" stroke="currentcolor" stroke-width="2"/></svg>`;
  button.addEventListener('click', () => openNumbers(button, words, title, tell));
  return button;
}

/** The same from a control of another library; `node` is in the picture.
 * @param {HTMLElement} node @param {any} words @param {string} title @param {() => Numbers | Promise<Numbers>} tell */
export async function openNumbers(node, words, title, tell) {
  const { openWindow } = await import('./window.js');
  return openWindow(node, words, title, await tell());
}

/** Where a picture, or one of its controls, has the focus, the key presses its button.
 * @param {HTMLElement} picture @param {HTMLElement} button */
export function pressByKey(picture, button) {
  picture.setAttribute('aria-keyshortcuts', `${picture.getAttribute('aria-keyshortcuts') ?? ''} N`.trim());
  picture.addEventListener('keydown', (event) => {
    if (!button.checkVisibility() || !asksForNumbers(event)) return;
    event.preventDefault();
    event.stopPropagation();
    button.click();
  });
}

/** @param {KeyboardEvent} event */
export function asksForNumbers(event) {
  const where = /** @type {HTMLElement} */ (event.composedPath()[0]);
  return event.key.toLowerCase() === KEY && !event.ctrlKey && !event.metaKey && !event.altKey && where.tagName !== 'SELECT';
}
