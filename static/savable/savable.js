// The button of every other picture, for what Streamlit draws itself: tables, formulas, words in colours.
// In: { kind, words } from ui/savable, mounted as the last element of a container of the page. Out: a button below it.

import { saveButton } from '../saving/button.js';

const HOLDER = '[class*="st-key-savable_"]';
const ITSELF = '[data-testid="stElementContainer"]:has(.savable)';

/** The LaTeX of its formulas, which is what those hear who do not see them. @param {Element} holder */
const formulas = (holder) => [...holder.querySelectorAll('annotation')].map((one) => one.textContent).join('; ');

/** @param {HTMLElement} holder @param {HTMLElement} component @param {string} kind */
async function picture(holder, component, kind) {
  const { partPicture } = await import('../saving/part_picture.js');
  const { compact } = await import('../saving/compact.js');
  const prepare = (/** @type {HTMLElement} */ copy, /** @type {number} */ high) => {
    copy.querySelectorAll(`${ITSELF}, .savable, .katex-mathml`).forEach((one) => one.remove());
    compact(copy, high);
  };
  return partPicture(holder, { kind, name: [kind], alt: formulas(holder), component, prepare });
}

export default function mount({ data, parentElement }) {
  const node = parentElement.querySelector('.savable');
  const holder = node.closest(HOLDER);
  node.replaceChildren(saveButton(data.words, () => picture(holder, node, data.kind)));
}
