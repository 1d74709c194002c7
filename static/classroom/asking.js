// The lecturer's sheet: write a question, watch the votes, show them.
// In: words, the question that goes on, its counts. Out: a DOM node; what is asked and pressed.

import { saveButton } from '../saving/button.js';
import { element } from '../saving/elements.js';
import { Choices } from './choices.js';
import { Counts } from './counts.js';
import { rowOfPage } from './row.js';
import { Which } from './which.js';

const QUESTION_CHARACTERS = 300;
const LEAST = 2;

/** @typedef {{ text: string, options: string[], right: number | null }} Asked */
/** @typedef {{ ask: (question: Asked) => void, askStep: (question: Asked) => void, reveal: () => void, close: () => void }} Acts */

export class Asking {
  asked = 0;

  /** @type {any} */ text;
  /** @type {any} */ byStep;
  /** @type {any} */ offered;
  /** @type {any} */ heading;
  /** @type {any} */ reveal;
  /** @type {any} */ finish;

  /** @param {any} words @param {Acts} acts */
  constructor(words, acts) {
    this.words = words;
    this.acts = acts;
    this.choices = new Choices(words);
    this.which = new Which(words);
    this.counts = new Counts(words);
    this.form = this.makeForm();
    this.going = this.makeGoing();
    this.node = element('section', { className: 'sheet', hidden: true, 'aria-label': words.ask }, [this.form, this.going]);
    this.kind(false);
  }

  makeForm() {
    const { words } = this;
    this.text = element('textarea', { rows: 2, maxLength: QUESTION_CHARACTERS, required: true });
    this.offered = element('div', { className: 'options' });
    const kind = (/** @type {string} */ name, /** @type {boolean} */ steps) => element('input', { type: 'radio', name: 'kind', value: name, onchange: () => this.kind(steps) });
    const [choices, byStep] = [kind('choices', false), kind('which_step', true)];
    this.byStep = byStep;
    choices.defaultChecked = true;
    return element('form', { className: 'options', onsubmit: (/** @type {Event} */ event) => this.submit(event), onreset: () => this.kind(false) }, [
      this.offered,
      element('label', {}, [words.question, this.text]),
      element('div', { className: 'row', role: 'radiogroup', 'aria-label': words.kind }, [
        element('label', { className: 'kind' }, [choices, words.choices]),
        element('label', { className: 'kind' }, [byStep, words.which_step]),
      ]),
      this.choices.node,
      this.which.node,
      element('div', { className: 'row end' }, [
        element('button', { type: 'button', textContent: words.cancel, onclick: () => this.hide() }),
        element('button', { type: 'submit', className: 'first', textContent: words.send }),
      ]),
    ]);
  }

  // Fields that are not asked for are switched off, so that none of them must be filled in.
  /** @param {boolean} steps whether a step is asked for */
  kind(steps) {
    for (const [part, shown] of /** @type {[any, boolean][]} */ ([[this.choices.node, !steps], [this.which.node, steps]])) Object.assign(part, { hidden: !shown, disabled: !shown });
  }

  makeGoing() {
    const { words, acts } = this;
    this.heading = element('h2');
    this.reveal = element('button', { type: 'button', className: 'first', textContent: words.reveal, onclick: () => acts.reveal() });
    this.finish = element('button', { type: 'button', textContent: words.finish, onclick: () => acts.close() });
    return element('div', { className: 'options', hidden: true }, [this.heading, this.counts.node, element('div', { className: 'row end' }, [this.save(), this.finish, this.reveal])]);
  }

  // The votes as they stand, as a picture for slides.
  save() {
    return saveButton(this.words.saving, async () => {
      const { votesPicture } = await import('../saving/votes_picture.js');
      return votesPicture(this.counts, this.heading.textContent);
    });
  }

  // What the page asks its readers: each is put to the class by one press, and so is at which step of the page's sequence.
  offer() {
    const page = /** @type {HTMLElement | null} */ (document.querySelector('[data-birnn-offer]'));
    const { questions, options } = JSON.parse(page?.dataset.birnnOffer ?? '{"questions": []}');
    const { words, acts } = this;
    const { ofPage } = this.which;
    const one = (/** @type {string} */ text) =>
      element('div', { className: 'row' }, [
        element('button', { type: 'button', className: 'option', textContent: text, onclick: () => acts.ask({ text, options, right: null }) }),
        element('button', { type: 'button', className: 'which', hidden: ofPage.length < LEAST, textContent: words.which_step, title: words.which_step_help, onclick: () => acts.askStep({ text, options: ofPage, right: null }) }),
      ]);
    this.offered.replaceChildren(...(questions.length ? [element('p', { textContent: words.offered })] : []), ...questions.map(one));
  }

  /** @param {Event} event */
  submit(event) {
    event.preventDefault();
    const text = this.text.value.trim();
    const [part, ask] = this.byStep.checked ? [this.which, this.acts.askStep] : [this.choices, this.acts.ask];
    const { options, right } = part.answers();
    if (text && options.length >= LEAST) ask({ text, options, right });
  }

  // Open the form, with the page's sequence and the question that it proposes unless there is one already.
  toggle() {
    if (!this.node.hidden) return this.hide();
    this.node.hidden = false;
    this.which.show(rowOfPage());
    this.offer();
    const page = /** @type {HTMLElement | null} */ (document.querySelector('[data-birnn-question]'));
    if (page && !this.text.value) {
      const { text, options } = JSON.parse(page.dataset.birnnQuestion ?? '');
      this.text.value = text;
      this.choices.fill(options);
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
    this.node.classList.toggle('wide', Boolean(question?.steps));
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
