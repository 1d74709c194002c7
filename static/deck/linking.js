// The deck and links: makes one of the deck, and asks before one that was opened fills it.
// In: words, the cards. Out: a DOM node.

import { element } from '../saving/elements.js';
import { deckLink, deckOf } from '../saving/deck_link.js';
import { fill } from './filling.js';

export class Linking {
  /** @type {import('../saving/deck_link.js').Wanted[]} */
  wanted = [];

  /** @param {any} words */
  constructor(words) {
    this.words = words;
    this.said = element('p', { className: 'said', role: 'status' });
    this.field = element('input', { type: 'text', readOnly: true, hidden: true, 'aria-label': words.link, onfocus: () => this.field.select() });
    this.asked = element('p');
    this.yes = element('button', { type: 'button', className: 'first', textContent: words.fill, onclick: () => this.fill() });
    this.no = element('button', { type: 'button', textContent: words.leave, onclick: () => this.done() });
    this.question = element('div', { className: 'question', role: 'group', 'aria-label': words.link, hidden: true }, [this.asked, this.yes, this.no]);
    this.node = element('div', { className: 'linking' }, [this.question, this.field, this.said]);
    this.look = () => this.read();
    window.addEventListener('hashchange', this.look);
    this.look();
  }

  /** @param {string} text */
  say(text) {
    this.said.textContent = text;
  }

  /** @param {any[]} cards */
  async make(cards) {
    const { words } = this;
    try {
      this.field.value = await deckLink(cards, window.location.href);
    } catch (problem) {
      if (!(problem instanceof RangeError)) throw problem;
      return this.say(words.too_long);
    }
    this.field.hidden = false;
    this.field.focus();
    // Browsers let only pages of safe addresses write what is pasted.
    await navigator.clipboard?.writeText(this.field.value).then(() => this.say(words.copied), () => this.say(words.copy));
    if (!navigator.clipboard) this.say(words.copy);
  }

  async read() {
    try {
      this.wanted = (await deckOf(window.location.hash)) ?? [];
    } catch (problem) {
      console.warn('The link of a deck could not be read:', problem);
      this.say(this.words.unreadable);
      return this.done();
    }
    this.question.hidden = !this.wanted.length;
    this.asked.textContent = this.words.ask.replace('{count}', String(this.wanted.length));
  }

  async fill() {
    const { words, wanted } = this;
    this.question.hidden = true;
    const missing = await fill(wanted, (number) => this.say(words.filling.replace('{number}', String(number)).replace('{count}', String(wanted.length))));
    this.say(missing.length ? words.missing.replace('{links}', () => missing.join(', ')) : words.filled);
    this.done();
  }

  // The address says no more what has been answered.
  done() {
    this.question.hidden = true;
    window.history.replaceState(window.history.state, '', window.location.pathname + window.location.search);
  }

  close() {
    window.removeEventListener('hashchange', this.look);
  }
}
