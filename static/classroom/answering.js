// A follower's sheet: a question to be answered with one tap, then the votes of the class.
// In: words, the question. Out: a DOM node; the answer that is tapped.

import { element } from '../saving/elements.js';
import { Counts } from './counts.js';
import { StepRow } from './steps.js';

/** @typedef {{ number: number, text: string, options: string[], steps: boolean, revealed: boolean, counts: number[] | null, right: number | null }} Question */

export class Answering {
  number = 0;

  /** @type {number | null} */
  chosen = null;

  /** @param {any} words @param {(vote: { question: number, option: number }) => boolean} vote */
  constructor(words, vote) {
    this.words = words;
    this.vote = vote;
    this.heading = element('h2');
    this.help = element('p', { role: 'status' });
    this.options = element('div', { className: 'options' });
    this.row = new StepRow(words, (place) => this.choose(place));
    this.counts = new Counts(words);
    const close = element('button', { type: 'button', textContent: words.dismiss, onclick: () => this.hide() });
    this.last = element('div', { className: 'row end' }, [close]);
    this.node = element('section', { className: 'sheet', hidden: true, 'aria-label': words.question }, [this.heading, this.help, this.options, this.row.node, this.counts.node, this.last]);
  }

  hide() {
    this.node.hidden = true;
  }

  /** @param {Question | null} question */
  show(question) {
    if (!question) return this.hide();
    const { words } = this;
    const fresh = question.number !== this.number;
    if (fresh || (question.revealed && !this.revealed)) this.node.hidden = false;
    if (fresh) this.begin(question);
    this.revealed = question.revealed;
    this.options.hidden = question.revealed || question.steps;
    this.row.node.hidden = question.revealed || !question.steps;
    this.counts.node.hidden = !question.revealed;
    this.help.textContent = question.revealed ? words.closed : this.chosen === null ? (question.steps ? words.tap_step : words.tap) : words.counted;
    if (question.counts) this.counts.show(question, question.counts);
  }

  /** @param {Question} question */
  begin(question) {
    this.number = question.number;
    this.chosen = null;
    this.heading.textContent = question.text;
    this.node.classList.toggle('wide', question.steps);
    const option = (/** @type {string} */ text, /** @type {number} */ place) =>
      element('button', { type: 'button', className: 'option', 'aria-pressed': 'false', textContent: text, onclick: () => this.choose(place) });
    this.options.replaceChildren(...(question.steps ? [] : question.options.map(option)));
    this.row.show(question.steps ? question.options : [], question.text);
  }

  /** @param {number} place */
  choose(place) {
    if (!this.vote({ question: this.number, option: place })) return;
    this.chosen = place;
    [...this.options.children].forEach((one, index) => one.setAttribute('aria-pressed', String(index === place)));
    this.row.mark(place);
    this.help.textContent = this.words.counted;
  }
}
