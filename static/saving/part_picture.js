// Equations, tables and code of a page, for a sheet. In: a node, what it is called, where its numbers come from. Out: a
// picture as sheet.js takes it.

import { htmlPicture } from './html_picture.js';
import { aboutPage, sourceBeside } from './page_facts.js';
import { palettes } from './palettes.js';

/** @param {HTMLElement} node @param {{ kind: string, name: string[], caption?: string, source?: string | null,
 *   prepare?: (copy: HTMLElement) => void }} about
 * @returns {Promise<import('./sheet.js').Picture>} */
export async function partPicture(node, { kind, name, caption = '', source, prepare }) {
  const both = await palettes();
  const page = aboutPage(node);
  return {
    kind,
    ...page,
    name: [page.title, ...name],
    caption,
    alt: caption || (node.textContent ?? '').replace(/\s+/g, ' ').trim().slice(0, 300),
    source: source === undefined ? sourceBeside(node) : source,
    font: getComputedStyle(node).fontFamily.replaceAll('"', "'"),
    palettes: both,
    draw: async (room) => htmlPicture(node, both[room.dark ? 'dark' : 'light'], room, prepare),
  };
}
