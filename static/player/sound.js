// A row of states heard as pitch: at each beat a tone for each state that is computed, of one unit; off until asked for.
// In: a scene. Out: tones, the forward reader's at the left, the backward reader's at the right.

import { beatAt, happening } from './schedule.js';

// Of a state of 0, in hertz; the largest state is an octave above it, its opposite an octave below.
const MIDDLE = 330;
const LOUDNESS = 0.15;
// In seconds: a tone rises, sounds and fades; no two begin closer together.
const RISE = 0.01;
const HELD = 0.1;
const FADE = 0.04;
const LEAST = 0.06;
const SIDES = { forward: -0.7, backward: 0.7 };

/** @typedef {{ reader: 'forward' | 'backward', hertz: number }} Tone */

/** The tones of a beat: of the chosen unit, else of the first.
 * @param {{ model: import('./payload.js').Model, plan: import('./schedule.js').Plan, selection: { unit: number } | null }} scene
 * @param {number} beat @returns {Tone[]} */
export function tones({ model, plan, selection }, beat) {
  if (beat < 0 || beat >= plan.beats) return [];
  const now = happening(plan, beat);
  return model.readers.flatMap((reader) => {
    const hidden = model.layers[now.layer][reader]?.hidden;
    const step = now[reader];
    if (!hidden || step === null) return [];
    const state = hidden.at(step, (selection?.unit ?? 0) % hidden.units) / Math.max(1, hidden.largest);
    return [{ reader, hertz: MIDDLE * 2 ** state }];
  });
}

export class Sound {
  /** @type {AudioContext | null} */
  context = null;

  beat = -1;
  last = -Infinity;

  /** @param {() => void} changed called when it has been switched on or off */
  constructor(changed) {
    this.changed = changed;
  }

  get on() {
    return this.context !== null;
  }

  toggle() {
    if (this.context) this.close();
    else this.context = new AudioContext();
    this.changed();
  }

  close() {
    this.context?.close();
    this.context = null;
  }

  /** Let a beat be heard that was not heard just before. @param {any} scene */
  hear(scene) {
    const beat = beatAt(scene.position);
    const news = beat !== this.beat;
    this.beat = beat;
    if (!this.context || !news || this.context.currentTime - this.last < LEAST) return;
    this.last = this.context.currentTime;
    for (const tone of tones(scene, beat)) this.play(this.context, tone);
  }

  /** @param {AudioContext} context @param {Tone} tone */
  play(context, { reader, hertz }) {
    const now = context.currentTime;
    const source = new OscillatorNode(context, { frequency: hertz, type: 'triangle' });
    const loudness = new GainNode(context, { gain: 0 });
    loudness.gain.linearRampToValueAtTime(LOUDNESS, now + RISE);
    loudness.gain.setTargetAtTime(0, now + HELD, FADE);
    source.connect(loudness).connect(new StereoPannerNode(context, { pan: SIDES[reader] })).connect(context.destination);
    source.start(now);
    source.stop(now + HELD + 6 * FADE);
  }
}
