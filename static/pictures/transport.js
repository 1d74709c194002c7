// The bar under a picture that plays: one frame back, play, one frame forward, scrub; and the same by keyboard.
// In: texts, and what to do with a frame. Out: a DOM node; `show` and `extent` keep it true.

import { html, svg } from './elements.js';

const PATHS = { play: 'M8 5v14l11-7z', pause: 'M6 5h4v14H6zM14 5h4v14h-4z', back: 'M15 5v14L6 12z', forward: 'M9 5v14l9-7z' };
const PACE = 700;

const icon = (name) => svg('svg', { viewBox: '0 0 24 24', 'aria-hidden': 'true' }, [svg('path', { d: PATHS[name] })]);
const button = (name, words, onclick) => html('button', { type: 'button', class: name, title: words, 'aria-label': words, onclick }, [icon(name)]);

export class Transport {
  /** @type {any} */
  words;

  /** @type {(frame: number) => void} */
  shown;

  /** @type {(frame: number) => void} */
  rested;

  frame = 0;
  last = 0;

  /** @type {ReturnType<typeof setInterval> | undefined} */
  timer;

  // `shown(frame)` draws; `rested(frame)` is called when a person or the play has come to rest.
  constructor(words, shown, rested = () => {}) {
    Object.assign(this, { words, shown, rested });
    this.playButton = button('play', words.play, () => this.toggle());
    this.scrub = html('input', { type: 'range', min: 0, step: 1, 'aria-label': words.scrub, oninput: () => this.go(Number(this.scrub.value)), onchange: () => this.rested(this.frame) });
    this.node = html('div', { class: 'bar' }, [
      button('back', words.back, () => this.step(-1)),
      this.playButton,
      button('forward', words.forward_step, () => this.step(1)),
      this.scrub,
    ]);
  }

  extent(last) {
    this.last = last;
    this.scrub.max = last;
  }

  // How far a picture plays, and where it begins: read to its end, so that at rest it shows everything.
  begin(last) {
    this.extent(last);
    this.frame = last;
  }

  // Draws a frame; a play that is going on goes on.
  show(frame, text = '') {
    this.frame = Math.max(0, Math.min(this.last, frame));
    this.scrub.value = this.frame;
    this.shown(this.frame);
    if (text) this.scrub.setAttribute('aria-valuetext', text);
  }

  go(frame) {
    this.stop();
    this.show(frame);
  }

  step(way) {
    this.go(this.frame + way);
    this.rested(this.frame);
  }

  toggle() {
    if (this.timer) {
      this.stop();
      this.rested(this.frame);
    } else this.play();
  }

  play() {
    if (this.frame >= this.last) this.show(0);
    this.timer = setInterval(() => this.tick(), PACE);
    this.draw('pause', this.words.pause);
  }

  tick() {
    this.show(this.frame + 1);
    if (this.frame < this.last) return;
    this.stop();
    this.rested(this.frame);
  }

  stop() {
    clearInterval(this.timer);
    this.timer = undefined;
    this.draw('play', this.words.play);
  }

  draw(name, words) {
    this.playButton.replaceChildren(icon(name));
    this.playButton.title = words;
    this.playButton.setAttribute('aria-label', words);
    this.node.dataset.playing = name === 'pause';
  }

  // For the picture's own keydown: true if the key meant something. Buttons and the slider keep theirs.
  key(event) {
    const own = { ' ': () => this.toggle(), ArrowLeft: () => this.step(-1), ArrowRight: () => this.step(1), Home: () => this.step(-this.last), End: () => this.step(this.last) };
    if (!own[event.key] || ['BUTTON', 'INPUT'].includes(event.composedPath()[0].tagName)) return false;
    event.preventDefault();
    own[event.key]();
    return true;
  }
}
