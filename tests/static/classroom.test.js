// What of a lecturer's play is told to the class.

import assert from 'node:assert/strict';
import { mock, test } from 'node:test';

import { Teller } from '../../static/classroom/moments.js';

const MOMENT = { player: 'p', position: 0, playing: false, rate: 1, schedule: 'layers' };

function telling(work) {
  let now = 1000;
  const told = [];
  mock.timers.enable({ apis: ['setTimeout'] });
  const clock = mock.method(performance, 'now', () => now);
  const teller = new Teller((moment) => told.push(moment.position));
  const hear = (position, more = {}) => teller.hear({ ...MOMENT, position, ...more });
  const pass = (milliseconds) => {
    now += milliseconds;
    mock.timers.tick(milliseconds);
  };
  try {
    work({ hear, pass, told, teller });
  } finally {
    clock.mock.restore();
    mock.timers.reset();
  }
}

test('a rest is told at once, and of many moves the last', () => {
  telling(({ hear, pass, told }) => {
    hear(1);
    for (let step = 2; step < 30; step += 1) hear(step);
    assert.deepEqual(told, [1]);
    pass(200);
    assert.deepEqual(told, [1, 29]);
  });
});

test('a play that goes on is told once a second, its start, jump and end soon', () => {
  telling(({ hear, pass, told }) => {
    hear(0, { playing: true });
    for (let frame = 1; frame <= 60; frame += 1) {
      pass(50);
      hear(frame / 20, { playing: true });
    }
    assert.equal(told.length, 4);
    pass(150);
    hear(0.1, { playing: true });
    assert.equal(told.at(-1), 0.1);
    pass(150);
    hear(0.2);
    assert.equal(told.at(-1), 0.2);
  });
});

test('what was told already is not told again', () => {
  telling(({ hear, pass, told }) => {
    hear(1);
    pass(500);
    hear(1);
    pass(500);
    assert.deepEqual(told, [1]);
  });
});
