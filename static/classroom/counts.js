// Votes as bars that grow.
// In: a question, the votes for each answer. Out: a DOM node.

import { element } from '../saving/elements.js';

export class Counts {
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
    if (this.bars.childElementCount !== 3 * counts.length || this.number !== question.number) this.draw(question);
    this.number = question.number;
    counts.forEach((count, place) => {
      const [name, track, number] = [...this.bars.children].slice(3 * place, 3 * place + 3);
      track.firstElementChild.style.width = `${all ? (100 * count) / all : 0}%`;
      number.textContent = String(count);
      const right = question.right === place;
      track.classList.toggle('right', right);
      name.lastElementChild.textContent = right ? ` ✓ ${this.words.right}` : '';
    });
  }

  /** @param {import('./answering.js').Question} question */
  draw({ options }) {
    const row = (/** @type {string} */ option) => [
      element('span', { className: 'name' }, [option, element('em')]),
      element('span', { className: 'track' }, [element('div', { className: 'grown' })]),
      element('b'),
    ];
    this.bars.replaceChildren(...options.flatMap(row));
  }
}
