// Where type that is large enough for a slide has no room in a figure: headings break into lines, and of numbers in a row
// every second is left out. In: a figure's layout or its SVG. Out: the same with room.

import { lines, measure } from './lettering.js';

const said = (/** @type {string} */ markup) => markup.replace(/<[^>]*>/g, '');
const LINE = 1.3;

/** Headings over the panels of a figure, each no wider than its panel; and how much higher they are.
 * @param {any} node a figure @param {number} wide what all panels have, in pixels @param {number} size of its type */
export function headings(node, wide, size) {
  const { font } = node._fullLayout;
  const annotations = structuredClone(node.layout.annotations ?? []);
  let most = 1;
  for (const one of annotations) {
    const axis = /^x(\d*) domain$/.exec(one.xref ?? '');
    if (!axis || !/ domain$/.test(one.yref ?? '') || one.x !== 0 || one.y !== 1 || !/^<b>[^<]*<\/b>$/.test(one.text)) continue;
    const [left, right] = node._fullLayout[`xaxis${axis[1]}`].domain;
    const broken = lines(said(one.text), (right - left) * wide, 3, (text) => measure(text, size, 700, font.family));
    one.text = `<b>${broken.join('<br>')}</b>`;
    most = Math.max(most, broken.length);
  }
  return { annotations, more: (most - 1) * LINE * size };
}

/** The boxes of texts, from left to right, touch. @param {Element[]} texts */
function touch(texts) {
  const boxes = texts.map((one) => one.getBoundingClientRect()).sort((one, other) => one.left - other.left);
  return boxes.some((one, at) => at > 0 && one.left < boxes[at - 1].right && one.top < boxes[at - 1].bottom && one.bottom > boxes[at - 1].top);
}

/** Numbers printed at the points of a trace: in the least type, and every second left out where they still touch.
 * @param {string} svg @param {number} least */
export function thinned(svg, least) {
  const stand = document.createElement('div');
  stand.style.cssText = 'position: fixed; left: -30000px; top: 0';
  stand.innerHTML = svg;
  document.body.append(stand);
  for (const trace of stand.querySelectorAll('.scatterlayer .trace')) {
    const texts = [...trace.querySelectorAll('.textpoint text')];
    if (!touch(texts)) continue;
    for (const one of texts) /** @type {SVGTextElement} */ (one).style.fontSize = `${least}px`;
    if (touch(texts)) texts.forEach((one, at) => at % 2 && one.remove());
  }
  stand.remove();
  return new XMLSerializer().serializeToString(/** @type {Node} */ (stand.firstElementChild));
}
