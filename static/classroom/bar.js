// The bar at the top of a page: whether this browser leads or follows, how many there are, and how to let go.
// In: the state of the class. Out: a DOM node; what is pressed.

import { element } from '../saving/elements.js';

/** @typedef {{ letGo: () => void, again: () => void, leave: () => void, drive: () => void, ask: () => void }} Acts */

export class Bar {
  /** @param {any} words @param {Acts} acts */
  constructor(words, acts) {
    this.words = words;
    const button = (/** @type {string} */ name, /** @type {() => void} */ onclick, className = '') => element('button', { type: 'button', className, textContent: words[name], onclick });
    this.state = element('span', { className: 'state', role: 'status' });
    this.count = element('span', { className: 'count' });
    this.buttons = {
      ask: button('ask', acts.ask, 'first'),
      drive: button('drive', acts.drive),
      letGo: button('let_go', acts.letGo),
      again: button('again', acts.again, 'first'),
      leave: element('button', { type: 'button', className: 'small', textContent: '×', title: words.leave, 'aria-label': words.leave, onclick: acts.leave }),
    };
    this.node = element('div', { className: 'bar', role: 'group' }, [this.state, this.count, ...Object.values(this.buttons)]);
  }

  /** @param {import('./classroom.js').Seen} seen */
  show(seen) {
    const { words, buttons } = this;
    const { line, leads, drives, letGo, led, followers } = seen;
    const gone = line === 'unknown' || line === 'wrong';
    this.state.textContent = this.sentence(seen);
    this.count.textContent = leads && !gone ? words.here.replace('{count}', String(followers)) : '';
    buttons.ask.hidden = !leads || gone;
    buttons.drive.hidden = !leads || drives || gone;
    buttons.letGo.hidden = drives || letGo || gone || !led;
    buttons.again.hidden = drives || !letGo || gone;
    buttons.leave.hidden = leads && !gone;
  }

  /** @param {import('./classroom.js').Seen} seen */
  sentence({ line, leads, drives, letGo, led, code, begun }) {
    const { words } = this;
    const said = (/** @type {string} */ name) => words[name].replace('{code}', code);
    if (line === 'unknown' || line === 'wrong') return said(begun ? 'over' : 'unknown');
    if (line === 'full') return said('full');
    if (line === 'lost') return said('lost');
    if (drives) return said('leading');
    if (leads) return said('others');
    if (letGo) return said('free');
    return said(led ? 'following' : 'away');
  }
}
