// Making elements of a page. In: a tag, properties, children. Out: an element.

/** @param {string} tag @param {Record<string, any>} [properties] @param {(Node | string)[]} [children] @returns {any} */
export function element(tag, properties = {}, children = []) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith('on')) made.addEventListener(name.slice(2), value);
    else if (name in made && name !== 'list') made[name] = value;
    else made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}
