// Answers to choose from, as a lecturer writes them. In: words, answers that are proposed. Out: a DOM node; the answers.

import { element } from '../saving/elements.js';

const MOST = 6;
const LEAST = 2;
const CHARACTERS = 80;

/** @typedef {{ input: any, right: any, node: HTMLElement }} Row */

export class Choices {
  /** @param {any} words */
  constructor(words) {
    this.rows = Array.from({ length: MOST }, (_, place) => this.row(words, place));
    this.node = element('fieldset', { 'aria-label': words.choices }, [element('p', { textContent: words.right_help }), ...this.rows.map(({ node }) => node)]);
  }

  /** @param {any} words @param {number} place @returns {Row} */
  row(words, place) {
    const named = (/** @type {string} */ name) => words[name].replace('{number}', String(place + 1));
    const input = element('input', { type: 'text', maxLength: CHARACTERS, placeholder: named('answer'), 'aria-label': named('answer'), required: place < LEAST });
    const right = element('input', { type: 'radio', name: 'right', title: named('is_right'), 'aria-label': named('is_right') });
    // A second press takes the mark away: there may be no right answer.
    let was = false;
    right.addEventListener('pointerdown', () => (was = right.checked));
    right.addEventListener('click', () => was && (right.checked = was = false));
    return { input, right, node: element('div', { className: 'row' }, [input, right]) };
  }

  /** @param {string[]} options */
  fill(options) {
    this.rows.forEach(({ input }, place) => (input.value = options[place] ?? ''));
  }

  /** @returns {{ options: string[], right: number | null }} */
  answers() {
    const given = this.rows.filter(({ input }) => input.value.trim());
    const right = given.findIndex(({ right: mark }) => mark.checked);
    return { options: given.map(({ input }) => input.value), right: right < 0 ? null : right };
  }
}
