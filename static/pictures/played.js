// A picture with a bar below it, whose frame is the page's as well: it moves the page's control, and is moved by it.
// In: texts, an accessible group's name among them. Out: the DOM nodes, and which of two frames counts.

import { html, svg } from './elements.js';
import { Echo } from './mounting.js';
import { Transport } from './transport.js';

export class Played {
  /** @type {any} */
  payload;

  /** @type {any} */
  words;

  /** @type {(name: string, value: unknown) => void} */
  send = () => {};

  echo = new Echo();

  /**
   * @param {any} words
   * @param {Record<string, string>} look attributes of the SVG
   */
  constructor(words, look = {}) {
    this.picture = svg('svg', { role: 'img', ...look });
    this.sentence = html('p', { class: 'moment', role: 'status' });
    this.transport = new Transport(words, (frame) => this.show(frame), () => this.tell());
    this.node = html('div', { class: 'stage', tabindex: 0, role: 'group', 'aria-label': words.title, onkeydown: (event) => this.transport.key(event) }, [
      this.picture, this.sentence, this.transport.node,
    ]);
  }

  /** @param {number} _frame */
  show(_frame) {}

  close() {
    this.transport.stop();
  }

  // The page's frame, unless the picture has moved on since it told the page.
  place({ frame }) {
    const late = this.echo.isLate(frame);
    return late || this.transport.timer ? this.transport.frame : frame;
  }

  tell() {
    this.echo.sent(this.transport.frame);
    this.send('frame', this.transport.frame);
  }
}
