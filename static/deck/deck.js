// The deck: the pictures that were added, in order, with their words; and the files they become. A Streamlit component.
// In: { words, palettes } from ui/deck. Out: a list; everything stays in this browser (static/saving/deck_store.js).

import { cards, CHANGED, put, remove } from '../saving/deck_store.js';
import { cardSheet, deckHtml, deckPdf, deckPptx, deckZip, linksOf } from '../saving/deck_files.js';
import { wear } from '../player/look.js';
import { element } from '../saving/elements.js';
import { fileName, save } from '../saving/facts.js';
import { Linking } from './linking.js';

const FILES = {
  pptx: deckPptx,
  pdf: deckPdf,
  html: deckHtml,
  zip: deckZip,
  txt: async (all) => new Blob([linksOf(all)], { type: 'text/plain' }),
};
const shown = (svg) => `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;

class Deck {
  /** @type {any[]} */
  cards = [];

  constructor(root, words) {
    this.words = words;
    this.status = element('p', { className: 'status', role: 'status' });
    this.list = element('ol', { 'aria-label': words.list });
    this.bar = element('div', { className: 'files' }, Object.keys(FILES).map((name) => this.fileButton(name)));
    this.linking = new Linking(words);
    this.bar.append(this.button(words.link, () => this.linking.make(this.cards), 'link'));
    this.section = element('section', { className: 'deck', 'aria-label': words.title }, [this.bar, this.linking.node, this.status, this.list]);
    root.append(this.section);
    this.changed = () => this.load();
    document.addEventListener(CHANGED, this.changed);
    this.load();
  }

  fileButton(name) {
    const button = this.button(this.words.files[name], () => this.file(name), name === 'pptx' ? 'first' : '');
    button.dataset.file = name;
    return button;
  }

  button(text, onclick, className = '', label = text) {
    return element('button', { type: 'button', textContent: text, title: label, 'aria-label': label, className, onclick });
  }

  async load() {
    const before = this.cards.map(({ id }) => id).join();
    const now = await cards();
    if (before && before === now.map(({ id }) => id).join()) return; // its rows hold what is being typed
    this.cards = now;
    this.bar.hidden = !this.cards.length;
    this.section.dataset.cards = this.cards.length;
    if (!this.cards.length) this.status.textContent = this.words.empty;
    else if (!before) this.status.textContent = '';
    this.list.replaceChildren(...this.cards.map((card, at) => this.row(card, at)));
  }

  row(card, at) {
    const { words } = this;
    const picture = element('img', { src: shown(cardSheet(card).svg), alt: card.picture.alt, draggable: false });
    const change = (name) => async (event) => {
      card.choice = { ...card.choice, [name]: event.target.value };
      picture.src = shown(cardSheet(card).svg);
      await put(card);
    };
    const title = element('input', { type: 'text', value: card.choice.title, 'aria-label': words.heading, onchange: change('title') });
    const caption = element('textarea', { rows: 2, value: card.choice.caption, 'aria-label': words.caption, onchange: change('caption') });
    const buttons = element('div', { className: 'moves' }, [
      this.button('↑', () => this.move(at, at - 1), 'up', words.up),
      this.button('↓', () => this.move(at, at + 1), 'down', words.down),
      this.button('×', () => remove(card.id), 'out', words.out),
    ]);
    const row = element('li', { draggable: true }, [picture, element('div', { className: 'words' }, [title, caption, element('a', { href: card.picture.link, textContent: words.open })]), buttons]);
    row.addEventListener('dragstart', (event) => event.dataTransfer.setData('text/plain', String(at)));
    row.addEventListener('dragover', (event) => event.preventDefault());
    row.addEventListener('drop', (event) => this.drop(event, at));
    row.addEventListener('keydown', (event) => this.key(event, at));
    return row;
  }

  drop(event, at) {
    event.preventDefault();
    this.move(Number(event.dataTransfer.getData('text/plain')), at);
  }

  // Alt and an arrow move a card, wherever the focus is in it.
  key(event, at) {
    const way = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!way || !event.altKey) return;
    event.preventDefault();
    this.move(at, at + way);
  }

  async move(from, to) {
    if (!(from in this.cards) || !(to in this.cards) || from === to) return;
    this.cards.splice(to, 0, ...this.cards.splice(from, 1));
    this.cards.forEach((card, at) => (card.place = at + 1));
    this.list.replaceChildren(...this.cards.map((card, at) => this.row(card, at)));
    this.list.children[to]?.querySelector('button').focus();
    await put(...this.cards);
  }

  async file(name) {
    const { words } = this;
    try {
      this.status.textContent = words.making;
      save(await FILES[name](this.cards, words.title), fileName([words.title], name));
      this.status.textContent = words.done;
    } catch (problem) {
      console.warn('The deck could not be written:', problem);
      this.status.textContent = words.failed;
    }
  }

  close() {
    document.removeEventListener(CHANGED, this.changed);
    this.linking.close();
    this.section.remove();
  }
}

const mounted = new WeakMap();

export default function mount({ data, parentElement }) {
  if (!mounted.has(parentElement)) mounted.set(parentElement, new Deck(parentElement, data.words));
  const deck = mounted.get(parentElement);
  wear(deck.section, data.palettes);
  return () => {
    deck.close();
    mounted.delete(parentElement);
  };
}
