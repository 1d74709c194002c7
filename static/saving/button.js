// The button that opens what a picture may be saved as. All the rest of this folder is loaded when it is first pressed.
// In: texts, and how to describe the picture as it stands now. Out: a button; an event of the document, which whoever
// collects pictures may take (static/deck/filling.js).

const DESCRIBED = 'birnn-picture';
const ICON = 'M5 20h14v-2H5zM19 9h-4V3H9v6H5l7 7z';

/** @param {{ open: string }} words @param {() => Promise<import('./sheet.js').Picture>} describe */
export function saveButton(words, describe) {
  const button = document.createElement('button');
  Object.assign(button, { type: 'button', className: 'save', title: words.open });
  button.setAttribute('aria-haspopup', 'dialog');
  button.innerHTML = `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${ICON}"/></svg><span></span>`;
  /** @type {HTMLElement} */ (button.lastChild).textContent = words.open;
  button.addEventListener('click', () => openSaving(words, describe));
  return button;
}

/** The same from a control of another library. */
export async function openSaving(words, describe) {
  const picture = await describe();
  const free = document.dispatchEvent(new CustomEvent(DESCRIBED, { cancelable: true, detail: { picture, words } }));
  if (!free) return;
  const { openDialog } = await import('./dialog.js');
  openDialog(picture, words);
}
