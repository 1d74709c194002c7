// A Plotly figure for a sheet. In: Plotly, the node it draws in, its words. Out: a picture as sheet.js takes it.

import { headings, thinned } from './crowding.js';
import { isDark } from '../player/look.js';
import { aboutPage, sourceBeside } from './page_facts.js';
import { palettes } from './palettes.js';
import { recoloured } from './themed.js';

// In pixels of the figure: smaller type is raised to it.
const [SMALLEST, LARGEST] = [14, 17];
const MOST = 1.15; // of the least
const CLEAR = 'rgba(0,0,0,0)';

/** The size of its smallest words, which becomes the least of the sheet. @param {any} node */
function smallest(node) {
  const sizes = [...node.querySelectorAll('text')].filter((one) => one.textContent).map((one) => parseFloat(getComputedStyle(one).fontSize));
  return Math.min(LARGEST, Math.max(SMALLEST, Math.min(...sizes)));
}

/** Type between the least and a little more: a slide has less room than the page.
 * @param {string} svg @param {number} least */
const leveled = (svg, least) => svg.replace(/font-size: ?([\d.]+)px/g, (_, size) => `font-size: ${Math.min(MOST * least, Math.max(least, Number(size)))}px`);

/** Plotly's own file, fit to stand in another SVG. @param {string} svg */
function fit(svg, { width, height }) {
  const [head] = /<svg[^>]*>/.exec(svg) ?? [''];
  const bare = head.replace(/ (width|height|viewBox|style|class)="[^"]*"/g, '');
  return svg.slice(svg.indexOf(head)).replace(head, bare.replace('<svg', `<svg viewBox="0 0 ${width} ${height}"`));
}

/** @param {any} Plotly @param {any} node @param {Record<string, any>} from @param {Record<string, any>} to
 * @param {import('./sheet.js').Room} room */
async function draw(Plotly, node, from, to, { width, height, least, plain }) {
  const type = smallest(node);
  const unit = least / type;
  const size = { width: Math.round(width / unit), height: Math.round((height ?? (width * 9) / 16) / unit) };
  const ground = plain ? { paper_bgcolor: CLEAR, plot_bgcolor: CLEAR } : { paper_bgcolor: to.background };
  // Larger type at the ends of lines needs more room beside the axes.
  const { l, r, t, ...others } = node._fullLayout.margin;
  const margin = { ...others, l: l + type, r: r + 2 * type };
  const { annotations, more } = headings(node, size.width - margin.l - margin.r, MOST * type);
  const uniformtext = { mode: 'show', minsize: type };
  const layout = { ...node.layout, ...ground, ...size, uniformtext, annotations, margin: { ...margin, t: t + more }, autosize: false };
  const figure = recoloured({ data: node.data, layout }, from, to);
  const address = await Plotly.toImage(figure, { format: 'svg', ...size });
  const svg = decodeURIComponent(address.slice(address.indexOf(',') + 1));
  return { svg: thinned(leveled(fit(svg, size), type), type), width: size.width * unit, height: size.height * unit };
}

/** @param {any} Plotly @param {any} node @param {{ alt: string, name: string }} data
 * @returns {Promise<import('./sheet.js').Picture>} */
export async function figurePicture(Plotly, node, { alt, name }) {
  const both = await palettes();
  const from = both[isDark(node) ? 'dark' : 'light'];
  return {
    kind: 'figure',
    name: [document.title, name.replaceAll('_', ' ')],
    ...aboutPage(node),
    caption: alt,
    alt,
    source: sourceBeside(node),
    font: getComputedStyle(node).fontFamily.replaceAll('"', "'"),
    palettes: both,
    draw: (room) => draw(Plotly, node, from, both[room.dark ? 'dark' : 'light'], room),
  };
}
