// What a picture may be saved as, asked in a window of its own: preview, words, look, format.
// In: a picture and texts. Out: files, a page to print, a card of the deck.

import { add } from './deck_store.js';
import { element } from './elements.js';
import { makers } from './formats.js';
import { fileName, save } from './facts.js';
import { printSheet } from './printing.js';
import { sheet } from './sheet.js';
import { STYLE } from './style.js';

/** @type {Saving | undefined} */
let open;

/** @param {import('./sheet.js').Picture} picture @param {any} words */
export function openDialog(picture, words) {
  open?.close();
  open = new Saving(picture, words);
  return open;
}

class Saving {
  /** @type {any} */ title;
  /** @type {any} */ caption;
  /** @type {any} */ bare;
  /** @type {any} */ dark;
  /** @type {any} */ transparent;
  /** @type {any} */ own;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ timer;
  turn = 0;
  busy = false;

  /** @param {import('./sheet.js').Picture} picture @param {any} words */
  constructor(picture, words) {
    this.picture = picture;
    this.words = words;
    this.host = element('div', { className: 'birnn-saving' });
    this.dialog = element('dialog', { 'aria-label': words.title });
    const look = picture.palettes[picture.dark ? 'dark' : 'light'];
    for (const name of ['background', 'surface', 'text', 'muted', 'faint', 'merged']) this.host.style.setProperty(`--${name}`, look[name]);
    this.host.style.fontFamily = picture.font;
    this.fields();
    this.status = element('p', { className: 'status', role: 'status' });
    this.preview = element('img', { className: 'preview', alt: '' });
    this.dialog.append(this.head(), element('div', { className: 'body' }, [this.preview, this.form()]), this.formats(), this.status);
    this.host.attachShadow({ mode: 'open' }).append(element('style', { textContent: STYLE }), this.dialog);
    document.body.append(this.host);
    this.dialog.addEventListener('close', () => this.close());
    for (const name of ['keydown', 'keyup', 'keypress']) this.dialog.addEventListener(name, (event) => event.stopPropagation());
    this.dialog.showModal();
    this.show();
  }

  head() {
    const close = element('button', { type: 'button', className: 'close', textContent: '×', title: this.words.close, 'aria-label': this.words.close, onclick: () => this.dialog.close() });
    return element('div', { className: 'head' }, [element('h2', { textContent: this.words.title }), close]);
  }

  fields() {
    const changed = () => this.later();
    const { title, caption } = this.picture;
    this.title = element('input', { type: 'text', value: title, 'data-name': 'heading', oninput: changed });
    this.caption = element('textarea', { rows: 3, value: caption, 'data-name': 'caption', oninput: changed });
    const check = (checked) => element('input', { type: 'checkbox', checked, onchange: changed });
    Object.assign(this, { bare: check(false), dark: check(this.picture.dark), transparent: check(false), own: check(false) });
  }

  form() {
    const { words } = this;
    const row = (label, input) => element('label', { className: 'row' }, [element('span', { textContent: label }), input]);
    const tick = (input, label) => element('label', { className: 'tick' }, [input, element('span', { textContent: label })]);
    return element('form', { method: 'dialog' }, [
      row(words.heading, this.title),
      row(words.caption, this.caption),
      tick(this.bare, words.bare),
      tick(this.dark, words.dark),
      tick(this.transparent, words.transparent),
      tick(this.own, words.own),
    ]);
  }

  formats() {
    const { words, picture } = this;
    const make = ([name, maker]) => element('button', { type: 'button', className: 'format', textContent: words.formats[name], onclick: () => this.run(() => this.file(name, maker)) });
    const files = Object.entries(makers(picture)).map(make);
    const print = element('button', { type: 'button', textContent: words.print, title: words.print_why, onclick: () => this.run(() => this.print()) });
    const deck = element('button', { type: 'button', className: 'first', textContent: words.add, onclick: () => this.run(() => this.keep()) });
    return element('div', { className: 'formats' }, [...files, print, deck]);
  }

  choice() {
    const { words } = this;
    return {
      title: this.title.value.trim(),
      caption: this.caption.value.trim(),
      dark: this.dark.checked,
      transparent: this.transparent.checked,
      wide: !this.own.checked,
      bare: this.bare.checked,
      version: words.version,
      sources: words.sources,
    };
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.show(), 250);
  }

  async show() {
    this.turn += 1;
    const { turn } = this;
    const { svg } = await sheet(this.picture, this.choice());
    if (turn !== this.turn) return;
    this.preview.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
    this.preview.alt = this.picture.alt;
    this.preview.classList.toggle('transparent', this.transparent.checked);
    this.dialog.dataset.shown = turn;
  }

  async run(work) {
    if (this.busy) return;
    this.busy = true;
    this.dialog.classList.add('busy');
    try {
      this.status.textContent = this.words.making;
      this.status.textContent = (await work()) ?? this.words.done;
    } catch (problem) {
      console.warn('A picture could not be saved:', problem);
      this.status.textContent = this.words.failed;
    }
    this.dialog.classList.remove('busy');
    this.busy = false;
  }

  async file(name, maker) {
    const told = (share) => (this.status.textContent = `${this.words.making} ${Math.round(100 * share)} %`);
    const choice = this.choice();
    const { blob, ending } = await maker(this.picture, choice, told);
    const parts = [...new Set([choice.title || this.picture.title, ...this.picture.name, choice.dark ? this.words.dark : ''])];
    save(blob, fileName(parts, ending));
    this.dialog.dataset.saved = name;
  }

  async print() {
    printSheet(await sheet(this.picture, { ...this.choice(), transparent: false }));
    return '';
  }

  async keep() {
    const count = await add(this.picture, { ...this.choice(), wide: true, bare: false, transparent: false });
    this.dialog.dataset.kept = String(count);
    return this.words.added.replace('{count}', String(count));
  }

  close() {
    clearTimeout(this.timer);
    this.host.remove();
    if (open === this) open = undefined;
  }
}
