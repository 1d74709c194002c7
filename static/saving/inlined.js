// An SVG that needs no style sheet: what the page's style says of each element, written into it.
// In: an <svg> as it stands on the page. Out: a copy; colours as every program reads them.

const PROPERTIES = [
  'fill', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-dasharray', 'stroke-linecap', 'stroke-linejoin', 'stroke-opacity',
  'opacity', 'visibility', 'display', 'font-size', 'font-weight', 'font-style', 'letter-spacing', 'text-anchor',
  'dominant-baseline', 'text-decoration-line', 'marker-end', 'paint-order',
];
const USUAL = { opacity: '1', 'fill-opacity': '1', 'stroke-opacity': '1', 'letter-spacing': 'normal', 'font-style': 'normal', 'stroke-dasharray': 'none', 'text-decoration-line': 'none', 'marker-end': 'none', 'dominant-baseline': 'auto', display: 'inline', 'paint-order': 'normal' };

/** `color(srgb r g b / a)`, which only browsers read, as rgb(). @param {string} colour */
export function plainColour(colour) {
  const found = /color\(srgb ([\d.e-]+) ([\d.e-]+) ([\d.e-]+)(?: \/ ([\d.]+))?\)/.exec(colour);
  if (!found) return colour;
  const [r, g, b] = found.slice(1, 4).map((one) => Math.round(255 * Number(one)));
  return colour.replace(found[0], found[4] ? `rgba(${r}, ${g}, ${b}, ${found[4]})` : `rgb(${r}, ${g}, ${b})`);
}

/** @param {Element} from @param {Element} to @param {number} least the smallest size of type, in the picture's own units */
function inlineStyle(from, to, least) {
  const style = getComputedStyle(from);
  for (const name of PROPERTIES) {
    let value = plainColour(style.getPropertyValue(name));
    if (name === 'marker-end') value = value.replace(/url\("?[^#]*#([^")]+)"?\)/, 'url(#$1)');
    if (value === '' || USUAL[name] === value) continue;
    if (name === 'font-size' && from instanceof SVGTextElement) value = `${Math.max(least, parseFloat(value))}px`;
    to.setAttribute(name === 'text-decoration-line' ? 'text-decoration' : name, value);
  }
  place(from, to);
  for (const gone of ['class', 'style', 'tabindex', 'role', 'aria-label']) to.removeAttribute(gone);
  [...from.children].forEach((child, at) => inlineStyle(child, to.children[at], least));
}

// Where a style sheet moves an element: its place within its parent, as one matrix.
function place(from, to) {
  const parent = from.parentElement;
  if (!(from instanceof SVGGraphicsElement) || from instanceof SVGSVGElement || getComputedStyle(from).transform === 'none') return;
  const [outer, own] = [parent?.getCTM?.(), from.getCTM()];
  if (!outer || !own) return;
  const { a, b, c, d, e, f } = outer.inverse().multiply(own);
  to.setAttribute('transform', `matrix(${[a, b, c, d, e, f].map((one) => Math.round(one * 1e4) / 1e4).join(' ')})`);
}

const hidden = (/** @type {Element} */ one) => one.getAttribute('visibility') === 'hidden' || one.getAttribute('display') === 'none' || one.getAttribute('opacity') === '0';

/** @param {SVGSVGElement} svg @param {number} [least] @returns {SVGSVGElement} */
export function inlined(svg, least = 0) {
  const copy = /** @type {SVGSVGElement} */ (svg.cloneNode(true));
  inlineStyle(svg, copy, least);
  for (const one of copy.querySelectorAll('*')) if (hidden(one) && !one.querySelector('[visibility="visible"]')) one.remove();
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  for (const name of ['width', 'height', 'fill', 'display']) copy.removeAttribute(name);
  return copy;
}

/** The text of an SVG element. @param {Element} one */
export const written = (one) => new XMLSerializer().serializeToString(one);
