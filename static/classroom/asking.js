// The lecturer's sheet: write a question, watch the votes, show them.
// In: words, the question that goes on, its counts. Out: a DOM node; what is asked and pressed.

import { element } from '../saving/elements.js';
import { Counts } from './counts.js';

const MOST = 6;
const LEAST = 2;
const QUESTION_CHARACTERS = 300;
const OPTION_CHARACTERS = 80;

/** @typedef {{ ask: (question: object) => void, reveal: () => void, close: () => void }} Acts */

/** @typedef {{ input: any, right: any, node: HTMLElement }} Row */

export class Asking {
  asked = 0;

  /** @type {any} */ text;
  /** @type {Row[]} */ rows = [];
  /** @type {any} */ heading;
  /** @type {any} */ reveal;
  /** @type {any} */ finish;

  /** @param {any} words @param {Acts} acts */
  constructor(words, acts) {
    this.words = words;
    this.acts = acts;
    this.counts = new Counts(words);
    this.form = this.makeForm();
    this.going = this.makeGoing();
    this.node = element('section', { className: 'sheet', hidden: true, 'aria-label': words.ask }, [this.form, this.going]);
  }

  makeForm() {
    const { words } = this;
    this.text = element('textarea', { rows: 2, maxLength: QUESTION_CHARACTERS, required: true });
    this.rows = Array.from({ length: MOST }, (_, place) => this.row(place));
    return element('form', { className: 'options', onsubmit: (/** @type {Event} */ event) => this.submit(event) }, [
      element('label', {}, [words.question, this.text]),
      element('p', { textContent: words.right_help }),
      ...this.rows.map(({ node }) => node),
      element('div', { className: 'row end' }, [
        element('button', { type: 'button', textContent: words.cancel, onclick: () => this.hide() }),
        element('button', { type: 'submit', className: 'first', textContent: words.send }),
      ]),
    ]);
  }

  /** @param {number} place */
  row(place) {
    const named = (/** @type {string} */ name) => this.words[name].replace('{number}', String(place + 1));
    const input = element('input', { type: 'text', maxLength: OPTION_CHARACTERS, placeholder: named('answer'), 'aria-label': named('answer'), required: place < LEAST });
    const right = element('input', { type: 'radio', name: 'right', title: named('is_right'), 'aria-label': named('is_right') });
    // A second press takes the mark away: there may be no right answer.
    let was = false;
    right.addEventListener('pointerdown', () => (was = right.checked));
    right.addEventListener('click', () => was && (right.checked = was = false));
    return { input, right, node: element('div', { className: 'row' }, [input, right]) };
  }

  makeGoing() {
    const { words, acts } = this;
    this.heading = element('h2');
    this.reveal = element('button', { type: 'button', className: 'first', textContent: words.reveal, onclick: () => acts.reveal() });
    this.finish = element('button', { type: 'button', textContent: words.finish, onclick: () => acts.close() });
    return element('div', { className: 'options', hidden: true }, [this.heading, this.counts.node, element('div', { className: 'row end' }, [this.finish, this.reveal])]);
  }

  /** @param {Event} event */
  submit(event) {
    event.preventDefault();
    const given = this.rows.filter(({ input }) => input.value.trim());
    const right = given.findIndex(({ right: mark }) => mark.checked);
    if (given.length < LEAST || !this.text.value.trim()) return;
    this.acts.ask({ text: this.text.value, options: given.map(({ input }) => input.value), right: right < 0 ? null : right });
  }

  // Open the form, with the question that the page proposes unless there is one already.
  toggle() {
    if (!this.node.hidden) return this.hide();
    this.node.hidden = false;
    const page = /** @type {HTMLElement | null} */ (document.querySelector('[data-birnn-question]'));
    if (page && !this.text.value) {
      const { text, options } = JSON.parse(page.dataset.birnnQuestion ?? '');
      this.text.value = text;
      this.rows.forEach(({ input }, place) => (input.value = options[place] ?? ''));
    }
    if (!this.form.hidden) this.text.focus();
  }

  hide() {
    this.node.hidden = true;
  }

  /** @param {import('./answering.js').Question | null} question @param {number[] | null} counts */
  show(question, counts) {
    this.form.hidden = Boolean(question);
    this.going.hidden = !question;
    if (!question) return this.ended();
    if (this.asked !== question.number) {
      this.asked = question.number;
      this.node.hidden = false;
    }
    this.heading.textContent = question.text;
    this.reveal.hidden = question.revealed;
    this.counts.show(question, counts ?? question.options.map(() => 0));
  }

  ended() {
    if (!this.asked) return;
    this.asked = 0;
    this.hide();
    this.form.reset();
  }
}
