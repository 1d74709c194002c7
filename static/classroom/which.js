// The sequence about whose steps a lecturer asks: the page's, or one that is written.
// In: words, the page's sequence. Out: a DOM node; what stands at each step, and the right one.

import { element } from '../saving/elements.js';
import { StepRow } from './steps.js';

const MOST = 200;
const CHARACTERS = 24;
// What stands where nothing is written, as in front of a question that is padded.
const NOTHING = '·';

/** The sequence as one line, and back: a symbol of several words keeps them together. */
const line = (/** @type {string[]} */ symbols) => symbols.map((one) => one.trim().replace(/\s+/g, '\u00a0') || NOTHING).join(' ');
const parts = (/** @type {string} */ written) => written.split(/[ \t]+/).filter(Boolean).slice(0, MOST).map((one) => one.slice(0, CHARACTERS));

export class Which {
  /** @type {number | null} */ right = null;
  /** @type {string[]} */ ofPage = [];

  /** @param {any} words */
  constructor(words) {
    this.words = words;
    this.input = element('input', { type: 'text', required: true, oninput: () => this.draw() });
    this.row = new StepRow(words, (place) => this.mark(place === this.right ? null : place));
    this.help = element('p', { textContent: words.right_step });
    this.node = element('fieldset', { 'aria-label': words.which_step }, [element('label', {}, [words.sequence, this.input]), this.help, this.row.node]);
  }

  get symbols() {
    return parts(this.input.value);
  }

  // A form keeps what somebody has written in a field, before its default.
  /** @param {string[]} symbols of the page */
  show(symbols) {
    this.input.defaultValue = line(symbols);
    this.ofPage = parts(this.input.defaultValue);
    this.draw();
  }

  draw() {
    this.row.show(this.symbols, this.words.right_step);
    this.help.hidden = !this.symbols.length;
    this.mark(null);
  }

  /** @param {number | null} place */
  mark(place) {
    this.right = place;
    this.row.mark(place);
  }

  /** @returns {{ options: string[], right: number | null }} */
  answers() {
    return { options: this.symbols, right: this.right };
  }
}
