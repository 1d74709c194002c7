// The formats that a picture can be saved in. In: a picture. Out: for each format what makes the file.

import { facts } from './facts.js';
import { clip, clipKind, gif } from './film.js';
import { pdf } from './pdf.js';
import { pdfPage, png } from './raster.js';
import { sheet } from './sheet.js';

const still = {
  png: async (picture, choice) => ({ blob: await png(await sheet(picture, choice), facts(picture, choice), choice.transparent), ending: 'png' }),
  svg: async (picture, choice) => ({ blob: new Blob([(await sheet(picture, choice)).svg], { type: 'image/svg+xml' }), ending: 'svg' }),
  pdf: async (picture, choice) => {
    const page = await pdfPage(await sheet(picture, { ...choice, transparent: false }), picture.link);
    return { blob: new Blob([pdf([page], facts(picture, choice))], { type: 'application/pdf' }), ending: 'pdf' };
  },
};

// What has played stands again where it stood, for the next file.
const played = (make) => async (picture, choice, told) => {
  try {
    return await make(picture, choice, told);
  } finally {
    picture.film.rest?.();
  }
};

const html = async (picture, choice) => {
  const { offlinePage } = await import('./offline_page.js');
  return { blob: new Blob([await offlinePage(picture, choice)], { type: 'text/html' }), ending: 'html' };
};

/** @param {import('./sheet.js').Picture} picture
 * @returns {Record<string, (picture: any, choice: any, told: (share: number) => void) => Promise<{ blob: Blob, ending: string }>>} */
export const makers = (picture) => ({
  ...still,
  ...(picture.film ? { gif: played(gif) } : {}),
  ...(picture.film && clipKind() ? { clip: played(clip) } : {}),
  ...(picture.play ? { html } : {}),
});
