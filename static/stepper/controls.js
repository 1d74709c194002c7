// The bar: steps, play, scrub, pace and speed.

import { html } from './elements.js';

export const SPEEDS = [0.5, 1, 2, 4, 16];

const ICONS = {
  play: 'M8 5v14l11-7z',
  pause: 'M6 5h4v14H6zM14 5h4v14h-4z',
  back: 'M15 5v14L6 12z',
  forward: 'M9 5v14l9-7z',
  blockBack: 'M6 5h3v14H6zM20 5v14L10 12z',
  blockForward: 'M15 5h3v14h-3zM4 5v14l10-7z',
};
const icon = (/** @type {keyof typeof ICONS} */ name) => `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${ICONS[name]}"/></svg>`;

/**
 * @param {keyof typeof ICONS} name
 * @param {string} label
 * @param {() => void} onclick
 */
function button(name, label, onclick) {
  return html('button', { type: 'button', className: name, innerHTML: icon(name), title: label, 'aria-label': label, onclick });
}

/**
 * @param {string} label
 * @param {string[][]} options values and what they are called
 * @param {string} value
 * @param {(value: string) => void} onchange
 */
function select(label, options, value, onchange) {
  const list = html('select', { 'aria-label': label, title: label, onchange: () => onchange(list.value) });
  list.append(...options.map(([one, text]) => html('option', { value: one, textContent: text })));
  list.value = value;
  return list;
}

export class Controls {
  /**
   * @param {Record<string, string>} words
   * @param {{ toggle: () => void, go: (frame: number) => void, line: (way: number) => void, block: (way: number) => void, pace: (pace: string) => void, speed: (speed: number) => void }} act
   */
  constructor(words, act) {
    this.words = words;
    this.play = button('play', words.play, act.toggle);
    this.scrub = html('input', { type: 'range', min: 0, step: 1, value: 0, 'aria-label': words.scrub, oninput: () => act.go(Number(this.scrub.value)) });
    const paces = [['lines', words.pace_lines], ['blocks', words.pace_blocks]];
    const speeds = SPEEDS.map((one) => [String(one), `${one}×`]);
    this.node = html('div', { className: 'bar' }, [
      button('blockBack', words.block_back, () => act.block(-1)),
      button('back', words.back, () => act.line(-1)),
      this.play,
      button('forward', words.forward, () => act.line(1)),
      button('blockForward', words.block_forward, () => act.block(1)),
      this.scrub,
      select(words.pace, paces, 'lines', act.pace),
      select(words.speed, speeds, '1', (value) => act.speed(Number(value))),
    ]);
  }

  /** @param {{ playing: boolean, frame: number, frames: number, text: string }} now */
  show({ playing, frame, frames, text }) {
    this.scrub.max = frames - 1;
    this.scrub.value = frame;
    this.scrub.setAttribute('aria-valuetext', text);
    if (this.play.dataset.playing === String(playing)) return;
    this.play.dataset.playing = playing;
    this.play.innerHTML = icon(playing ? 'pause' : 'play');
    const label = playing ? this.words.pause : this.words.play;
    this.play.title = label;
    this.play.setAttribute('aria-label', label);
  }
}
