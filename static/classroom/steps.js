// A sequence as a row of steps, one of which is pressed.
// In: what stands at each step. Out: a DOM node; the step that is pressed.

import { element } from '../saving/elements.js';

const NARROWEST = 3;
const WIDEST = 9;

/** The least width of a step: room for a finger, and for its word. @param {string[]} symbols */
export function stepWidth(symbols) {
  const longest = Math.max(NARROWEST, ...symbols.map((one) => one.length));
  return `${0.9 + 0.62 * Math.min(WIDEST, longest)}rem`;
}

/** What stands at a step, and its number. @param {string} symbol @param {number} place */
export const stepName = (symbol, place) => [element('span', { className: 'symbol' }, [symbol]), element('small', { 'aria-hidden': 'true' }, [String(place + 1)])];

/** The same as words. @param {any} words @param {string} symbol @param {number} place @returns {string} */
export const stepSaid = (words, symbol, place) => words.step.replace('{step}', place + 1).replace('{symbol}', () => symbol);

export class StepRow {
  /** @param {any} words @param {(place: number) => void} press */
  constructor(words, press) {
    this.words = words;
    this.press = press;
    this.node = element('div', { className: 'steps', role: 'group', onkeydown: (/** @type {KeyboardEvent} */ event) => this.key(event) });
  }

  /** @returns {any[]} */
  get buttons() {
    return [...this.node.children];
  }

  /** @param {string[]} symbols @param {string} label of the row */
  show(symbols, label) {
    this.node.setAttribute('aria-label', label);
    this.node.style.setProperty('--step', stepWidth(symbols));
    const step = (/** @type {string} */ symbol, /** @type {number} */ place) =>
      element('button', { type: 'button', className: 'step', 'aria-label': stepSaid(this.words, symbol, place), onclick: () => this.press(place) }, stepName(symbol, place));
    this.node.replaceChildren(...symbols.map(step));
    this.mark(null);
  }

  /** @param {number | null} chosen */
  mark(chosen) {
    this.buttons.forEach((one, place) => one.setAttribute('aria-pressed', String(place === chosen)));
    this.stop(chosen ?? 0);
  }

  // The row is one stop of Tab; within it arrows move.
  /** @param {number} place */
  stop(place) {
    this.buttons.forEach((one, at) => (one.tabIndex = at === place ? 0 : -1));
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const { buttons } = this;
    const at = buttons.findIndex((one) => one === event.target);
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (next === undefined || !buttons[next]) return;
    event.preventDefault();
    this.stop(next);
    buttons[next].focus();
  }
}
