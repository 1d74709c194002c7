// Votes as bars that grow: one below the other for answers, beside each other for the steps of a sequence.
// In: a question, the votes for each answer. Out: a DOM node.

import { element } from '../saving/elements.js';
import { stepName, stepSaid, stepWidth } from './steps.js';

/** @typedef {{ said: string, name: HTMLElement, right: HTMLElement, track: HTMLElement, grown: HTMLElement, number: HTMLElement }} Bar */

export class Counts {
  /** @type {Bar[]} */ drawn = [];
  number = 0;

  /** @param {any} words */
  constructor(words) {
    this.words = words;
    this.total = element('p', { role: 'status' });
    this.bars = element('div', { className: 'bars' });
    this.node = element('div', {}, [this.total, this.bars]);
  }

  /** @param {import('./answering.js').Question} question @param {number[]} counts */
  show(question, counts) {
    const all = counts.reduce((sum, one) => sum + one, 0);
    this.total.textContent = this.words.votes.replace('{count}', String(all));
    if (this.number !== question.number) this.draw(question);
    // Of many steps each has few votes: the highest bar is as high as there is room.
    const whole = question.steps ? Math.max(...counts) : all;
    counts.forEach((count, place) => {
      const { right, track, grown, number } = this.drawn[place];
      grown.style[question.steps ? 'height' : 'width'] = `${whole ? (100 * count) / whole : 0}%`;
      number.textContent = String(count);
      track.classList.toggle('right', question.right === place);
      right.textContent = question.right === place ? ` ✓ ${this.words.right}` : '';
    });
  }

  /** @param {import('./answering.js').Question} question */
  draw({ number, options, steps }) {
    this.number = number;
    this.bars.className = steps ? 'bars by-step' : 'bars';
    this.bars.style.setProperty('--step', stepWidth(options));
    this.drawn = options.map((option, place) => (steps ? this.bar(stepSaid(this.words, option, place), stepName(option, place)) : this.bar(option, [option])));
    const placed = ({ name, track, number: votes }) => (steps ? [element('div', { className: 'step' }, [votes, track, name])] : [name, track, votes]);
    this.bars.replaceChildren(...this.drawn.flatMap(placed));
  }

  /** @param {string} said @param {(Node | string)[]} named @returns {Bar} */
  bar(said, named) {
    const [right, grown] = [element('em'), element('div', { className: 'grown' })];
    return { said, right, grown, name: element('span', { className: 'name' }, [...named, right]), track: element('span', { className: 'track' }, [grown]), number: element('b') };
  }

  /** Each answer with its votes; of the steps those that have some. @returns {string[]} */
  said() {
    const steps = this.bars.classList.contains('by-step');
    const told = this.drawn.filter(({ number, right }) => !steps || number.textContent !== '0' || right.textContent);
    return told.map(({ said, right, number }) => `${said}${right.textContent}: ${number.textContent}`);
  }
}
