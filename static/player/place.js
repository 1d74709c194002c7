// The key under which a page has put a component, or a part of itself. In: a node. Out: the key; '' where there is none.

const NAMED = 'st-key-';

/** @param {any} node @returns {string} */
export function keyOf(node) {
  for (let at = node.host ?? node; at; at = at.parentElement ?? at.getRootNode().host) {
    const name = [...(at.classList ?? [])].find((one) => one.startsWith(NAMED));
    if (name) return name.slice(NAMED.length);
  }
  return '';
}
