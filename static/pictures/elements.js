// Making HTML and SVG elements.

const SVG = 'http://www.w3.org/2000/svg';
const MINUS = '\u2212';

function filled(made, properties, children) {
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith('on')) made.addEventListener(name.slice(2), value);
    else if (name === 'text') made.textContent = value;
    else if (value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children.filter(Boolean));
  return made;
}

export const html = (tag, properties = {}, children = []) => filled(document.createElement(tag), properties, children);
export const svg = (tag, properties = {}, children = []) => filled(document.createElementNS(SVG, tag), properties, children);
export const label = (x, y, text, properties = {}) => svg('text', { x, y, text, ...properties });

// '{a} of {b}' with the values of an object.
export const fill = (words, values) => words.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);

export const subscript = (number) => String(number).replace(/\d/g, (digit) => '₀₁₂₃₄₅₆₇₈₉'[digit]);

// A number in as few characters as a slide can spare.
export function short(value) {
  if (value === 0) return '0';
  if (value >= 0.01 && value < 100) return value >= 0.95 ? value.toPrecision(value >= 10 ? 2 : 1) : value.toFixed(value >= 0.095 ? 1 : 2);
  return value.toExponential(0).replace('e+', 'e').replace('-', MINUS);
}

// The same with the digits a table would have.
export function long(value) {
  if (value === 0) return '0';
  return value >= 0.001 && value < 10000 ? value.toPrecision(4) : value.toExponential(2).replace('-', MINUS);
}
