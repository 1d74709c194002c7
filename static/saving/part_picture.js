// Equations, tables and code of a page, for a sheet. In: a node, what it is called, where its numbers come from. Out: a
// picture as sheet.js takes it.

import { embedded } from './fonts.js';
import { htmlPicture } from './html_picture.js';
import { isDark } from '../player/look.js';
import { aboutPage, sourceBeside } from './page_facts.js';
import { palettes } from './palettes.js';
import { themed } from './themed.js';

/** @param {HTMLElement} node @param {boolean} dark the theme of the page @param {import('./sheet.js').Room} room
 * @param {Record<'light' | 'dark', any>} both */
async function draw(node, dark, room, both, prepare) {
  const [from, to] = [both[dark ? 'dark' : 'light'], both[room.dark ? 'dark' : 'light']];
  const drawing = htmlPicture(node, to, room, prepare);
  // Colours that are written into the page are those of its own theme.
  const svg = from === to ? drawing.svg : themed(drawing.svg, from, to);
  return { ...drawing, svg: await embedded(svg) };
}

/** `component` is an element within a component, which knows the theme; a part of the page outside of them does not.
 * @param {HTMLElement} node @param {{ kind: string, name: string[], caption?: string, alt?: string,
 *   source?: string | null, component?: HTMLElement, prepare?: (copy: HTMLElement, high: number) => void }} about
 * @returns {Promise<import('./sheet.js').Picture>} */
export async function partPicture(node, { kind, name, caption = '', alt = caption, source, prepare, component = node }) {
  const both = await palettes();
  const page = aboutPage(node);
  return {
    kind,
    ...page,
    dark: isDark(component),
    name: [page.title, ...name],
    caption,
    alt: alt || node.innerText.replace(/\s+/g, ' ').trim().slice(0, 300),
    source: source === undefined ? sourceBeside(node) : source,
    font: getComputedStyle(node).fontFamily.replaceAll('"', "'"),
    palettes: both,
    draw: (room) => draw(node, isDark(component), room, both, prepare),
  };
}
