// What stands on the page: the picture, its sentence, the bar of controls.
// In: translated texts and what each control does. Out: DOM nodes, and the words that go with a moment.

import { pressByKey } from '../numbers/button.js';
import { element } from '../saving/elements.js';
import { controls } from './controls.js';
import { Overlays } from './overlays.js';

export class Frame {
  constructor(root, words, act) {
    this.root = root;
    this.canvas = element('canvas', { role: 'img' });
    this.overlays = new Overlays();
    const { tip, card } = this.overlays;
    this.stage = element('div', { className: 'stage' }, [this.canvas, tip, card]);
    this.moment = element('p', { className: 'moment', role: 'status' });
    this.controls = controls(words, act);
    this.section = element(
      'section',
      {
        className: 'player',
        tabIndex: 0,
        role: 'application',
        'aria-label': words.title,
        'aria-keyshortcuts': 'Space ArrowLeft ArrowRight Home End',
      },
      [this.stage, this.moment, this.controls.bar],
    );
    pressByKey(this.section, this.controls.numbers);
    root.append(this.section);
  }

  // A follower has no controls of its own.
  lead(leads) {
    this.controls.bar.hidden = !leads;
    this.moment.hidden = !leads;
  }

  say(text, code, { position, playing }) {
    if (this.moment.textContent !== text) this.moment.textContent = text;
    // Spoken only when the picture rests.
    this.moment.setAttribute('aria-live', playing ? 'off' : 'polite');
    const spoken = `${code}. ${text}`;
    if (this.canvas.getAttribute('aria-label') !== spoken) this.canvas.setAttribute('aria-label', spoken);
    this.section.dataset.position = position.toFixed(2);
    this.section.dataset.playing = String(playing);
  }
}
