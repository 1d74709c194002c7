// What a file says of itself: title, description, link, licence, program.
// In: a picture and what was chosen. Out: facts by name, for each format in its own way; the name of a file.

import { escape } from './lettering.js';

const LICENCE = 'MIT';

/** @param {import('./sheet.js').Picture} picture @param {{ title: string, caption: string, version: string }} choice */
export const facts = (picture, { title, caption, version }) => ({
  Title: title || picture.title,
  Description: picture.alt.includes(caption) ? picture.alt : `${caption} ${picture.alt}`,
  Source: picture.link,
  Copyright: LICENCE,
  Software: `birnn-visualiser ${version}`,
  Comment: picture.source ? `Numbers: ${picture.source}` : '',
});

/** @param {import('./sheet.js').Picture} picture @param {import('./sheet.js').Choice} choice */
export function metadata(picture, choice) {
  const said = facts(picture, choice);
  const names = { title: said.Title, description: said.Description, source: said.Source, rights: said.Copyright, creator: said.Software, type: said.Comment };
  const written = Object.entries(names).map(([name, text]) => (text ? `<dc:${name}>${escape(text)}</dc:${name}>` : ''));
  return `<metadata><g xmlns:dc="http://purl.org/dc/elements/1.1/">${written.join('')}</g></metadata>`;
}

/** Title, moment and look of what is in a file, in letters that every system takes.
 * @param {string[]} parts @param {string} ending */
export function fileName(parts, ending) {
  const said = parts.filter(Boolean).join(' ').normalize('NFKC').toLowerCase();
  const plain = said.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-+|-+$/g, '').slice(0, 80);
  return `${plain || 'picture'}.${ending}`;
}

/** @param {Blob} blob @param {string} name */
export function save(blob, name) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
