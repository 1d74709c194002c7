// A table or a text of the page as a slide has room for it. In: the copy that is drawn. Out: the same copy, with narrow
// cells; where it is still too large, its last columns, rows or words give way to an ellipsis.

const SIZE = '16px';

/** @param {HTMLElement} copy */
function narrow(copy) {
  for (const cell of /** @type {NodeListOf<HTMLElement>} */ (copy.querySelectorAll('table, th, td')))
    Object.assign(cell.style, { position: 'static', padding: '4px 5px', minWidth: '0', fontSize: SIZE });
  for (const one of /** @type {NodeListOf<HTMLElement>} */ (copy.querySelectorAll('*')))
    if (/auto|scroll/.test(getComputedStyle(one).overflow)) Object.assign(one.style, { overflow: 'visible', height: 'auto', maxHeight: 'none' });
}

/** @param {Element[]} parts of one kind, the last of them to be left out first @param {() => boolean} fits */
function shorten(parts, fits) {
  if (fits() || parts.length < 3) return;
  const left = [...parts];
  while (!fits() && left.length > 2) left.pop()?.remove();
  const last = /** @type {Element} */ (left.pop());
  // What stands for all that is missing has the place of the last that was there.
  const cells = last.querySelectorAll('th, td');
  if (cells.length) cells.forEach((cell) => (cell.textContent = '⋮'));
  else last.textContent = '…';
}

/** @param {HTMLTableElement} table @param {number} wide @param {() => boolean} low */
function shortenTable(table, wide, low) {
  const rows = [...table.rows];
  const fits = () => table.getBoundingClientRect().width <= wide;
  let cut = false;
  while (!fits() && rows[0].cells.length > 3) {
    rows.forEach((row) => row.cells.length > 3 && row.deleteCell(-1));
    cut = true;
  }
  if (cut) rows.forEach((row) => (row.cells[row.cells.length - 1].textContent = '…'));
  shorten(rows.slice(1), low);
}

/** @param {HTMLElement} copy @param {number} high the most that it may be high, in CSS pixels */
export function compact(copy, high) {
  narrow(copy);
  const wide = copy.getBoundingClientRect().width;
  const top = copy.getBoundingClientRect().top;
  // A table may reach out of a part of the page whose height is set.
  const low = () => [copy, ...copy.querySelectorAll('table')].every((one) => one.getBoundingClientRect().bottom - top <= high);
  copy.querySelectorAll('table').forEach((table) => shortenTable(table, wide + 1, low));
  const text = /** @type {HTMLElement | null} */ (copy.querySelector('[data-testid="stHtml"] p'));
  if (!text) return;
  if (!low()) Object.assign(text.style, { fontSize: SIZE, lineHeight: '1.5' });
  shorten([...text.children], low);
}
