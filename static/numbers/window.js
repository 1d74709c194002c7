// The numbers of a picture in a window of its own: what it shows at this moment, then its tables.
// In: a node of the picture, texts, numbers. Out: a window that Escape closes; the focus returns to the picture.

import { isDark } from '../player/look.js';
import { element } from '../saving/elements.js';
import { palettes } from '../saving/palettes.js';
import { STYLE } from '../saving/style.js';

const LOOKS = ['background', 'surface', 'text', 'muted', 'faint', 'merged'];
const TABLES = `
.tables { display: flex; flex-direction: column; gap: 18px; }
.sentence { margin: 8px 0 14px; line-height: 1.5; }
.sheet { overflow-x: auto; }
.sheet:focus-visible { outline: 3px solid var(--merged); outline-offset: 2px; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
caption { padding: 4px 0; font-weight: 600; text-align: left; }
th, td { padding: 4px 12px; border: 1px solid var(--faint); text-align: right; white-space: nowrap; }
th { color: var(--text); background: var(--surface); font-weight: 600; }
`;

/** @param {import('./button.js').Table} table */
function tableOf({ name, columns, rows }) {
  const head = columns.map((one) => element('th', { scope: 'col' }, [String(one ?? '')]));
  const cell = (one, place) => (place ? element('td', {}, [String(one ?? '')]) : element('th', { scope: 'row' }, [String(one ?? '')]));
  const row = (cells) => element('tr', {}, cells.map(cell));
  const table = element('table', {}, [
    element('caption', {}, [name]),
    element('thead', {}, [element('tr', {}, head)]),
    element('tbody', {}, rows.map(row)),
  ]);
  // Wider than the window, it is scrolled by the keyboard, too.
  return element('div', { className: 'sheet', tabIndex: 0, role: 'region', 'aria-label': name }, [table]);
}

/** @param {HTMLElement} node @param {any} words @param {string} title @param {import('./button.js').Numbers} numbers */
export async function openWindow(node, words, title, { sentence, tables }) {
  const look = (await palettes())[isDark(node) ? 'dark' : 'light'];
  const host = element('div', { className: 'birnn-numbers' });
  for (const name of LOOKS) host.style.setProperty(`--${name}`, look[name]);
  host.style.fontFamily = getComputedStyle(node).fontFamily;
  const dialog = element('dialog', { 'aria-label': `${words.title}: ${title}` });
  const close = element('button', { type: 'button', className: 'close', textContent: '×', title: words.close, 'aria-label': words.close, onclick: () => dialog.close() });
  dialog.append(
    element('div', { className: 'head' }, [element('h2', { textContent: title }), close]),
    element('p', { className: 'sentence', textContent: sentence }),
    element('div', { className: 'tables' }, tables.map(tableOf)),
  );
  host.attachShadow({ mode: 'open' }).append(element('style', { textContent: STYLE + TABLES }), dialog);
  document.body.append(host);
  for (const name of ['keydown', 'keyup', 'keypress']) dialog.addEventListener(name, (event) => event.stopPropagation());
  dialog.addEventListener('close', () => host.remove());
  dialog.showModal();
  return dialog;
}
