// A row of states as pitch.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Sound, tones } from '../../static/player/sound.js';
import { model, scene } from './models.js';

const close = (heard, expected) => assert.ok(Math.abs(heard - expected) < 1e-3, `${heard}, not ${expected}`);

test('a state of 0 is the middle, and larger states are higher', () => {
  const made = scene(model({ steps: 4 }));
  const heard = [0, 1, 2, 3].map((beat) => tones(made, beat)[0].hertz);
  close(heard[0], 330);
  close(heard[3], 330 * 2 ** 0.3);
  assert.deepEqual(heard, [...heard].sort((one, other) => one - other));
});

test('each reader is heard when it computes a state, both at once, and no merge', () => {
  const apart = scene(model({ steps: 3 }));
  assert.deepEqual([0, 3, 6].map((beat) => tones(apart, beat).map(({ reader }) => reader)), [['forward'], ['backward'], []]);
  const together = scene(model({ steps: 3 }), { name: 'together' });
  const [forward, backward] = tones(together, 0);
  assert.deepEqual([forward.reader, backward.reader], ['forward', 'backward']);
  close(backward.hertz, 330 * 2 ** -0.2);
  assert.deepEqual([-1, 99].map((beat) => tones(together, beat)), [[], []]);
});

test('the chosen unit is heard, also where it is one of the merged states', () => {
  const made = scene(model({ steps: 3, units: 2 }));
  close(tones({ ...made, selection: { unit: 1 } }, 0)[0].hertz, 330 * 2 ** 0.01);
  close(tones({ ...made, selection: { unit: 3 } }, 0)[0].hertz, 330 * 2 ** 0.01);
});

test('nothing is heard before it is asked for, and each beat once', () => {
  const made = scene(model({ steps: 3 }));
  const played = [];
  let opened = 0;
  globalThis.AudioContext = class {
    currentTime = 0;
    constructor() {
      opened += 1;
    }
    close() {}
  };
  let changes = 0;
  const sound = new Sound(() => (changes += 1));
  sound.play = (_context, { hertz }) => played.push(hertz);
  sound.hear({ ...made, position: 0.5 });
  assert.equal(opened, 0);
  sound.toggle();
  for (const position of [0.6, 1.2, 1.7, 2.5]) {
    sound.context.currentTime += 1;
    sound.hear({ ...made, position });
  }
  assert.equal(played.length, 2);
  sound.context.currentTime += 0.01;
  sound.hear({ ...made, position: 3.5 });
  assert.equal(played.length, 2, 'too soon after the last');
  sound.toggle();
  assert.equal(sound.on, false);
  assert.equal(changes, 2);
  delete globalThis.AudioContext;
});
