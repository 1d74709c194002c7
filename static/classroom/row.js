// The sequence of a page, about whose steps a class may be asked: told by each picture that shows one.
// In: what stands at each step. Out: an attribute of the page, which whoever asks finds.

/** @param {any} root of a component @param {string[] | undefined} symbols */
export function tellRow(root, symbols) {
  const { dataset } = root.host ?? root;
  if (symbols) dataset.birnnRow = JSON.stringify(symbols);
}

/** What stands at the steps of the page's first sequence; empty where it has none. @returns {string[]} */
export function rowOfPage() {
  const rows = [...document.querySelectorAll('[data-testid=stMain] [data-birnn-row]')];
  const first = rows.find((one) => !one.closest('[data-stale=true]'));
  return first instanceof HTMLElement ? JSON.parse(first.dataset.birnnRow ?? '[]') : [];
}
