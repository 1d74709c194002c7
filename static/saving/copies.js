// A copy of a part of the page, out of sight, in the colours of a theme: to be measured and read, then removed.
// In: a node, a palette, a width. Out: what was made of the copy.

/** @param {HTMLElement} node @param {Record<string, any>} palette */
function recolour(node, palette) {
  for (const [name, colour] of Object.entries(palette))
    if (typeof colour === 'string') node.style.setProperty(`--${name}`, colour);
  node.style.setProperty('--st-background-color', palette.background);
  node.style.setProperty('--st-text-color', palette.text);
  node.style.color = palette.text;
}

/**
 * @template T
 * @param {HTMLElement} node @param {Record<string, any>} palette @param {number} width in CSS pixels
 * @param {(copy: HTMLElement) => T} read
 */
export function withCopy(node, palette, width, read) {
  const copy = /** @type {HTMLElement} */ (node.cloneNode(true));
  const stand = document.createElement('div');
  stand.style.cssText = `position: fixed; left: -30000px; top: 0; width: ${width}px`;
  stand.setAttribute('aria-hidden', 'true');
  stand.inert = true;
  recolour(copy, palette);
  copy.style.width = `${width}px`;
  stand.append(copy);
  /** @type {ParentNode & Node} */ (node.parentNode).append(stand);
  try {
    return read(copy);
  } finally {
    stand.remove();
  }
}
