// The votes of a class for a sheet. In: the bars as they stand, the question. Out: a picture as sheet.js takes it.

import { partPicture } from './part_picture.js';

/** @param {import('../classroom/counts.js').Counts} counts @param {string} question */
export async function votesPicture(counts, question) {
  const { bars, total } = counts;
  const votes = total.textContent ?? '';
  const picture = await partPicture(bars, { kind: 'votes', name: ['votes'], caption: votes, source: null });
  return { ...picture, title: question, alt: [question, ...counts.said(), votes].join('. ') };
}
