import assert from 'node:assert/strict';
import { test } from 'node:test';

import { hit } from '../../static/player/hits.js';
import { model, scene } from './models.js';

// The middle of one state on the picture.
function middleOf({ layout }, panel, step, unit, units) {
  const box = layout.boxes[panel];
  return [layout.middle(step), box.y + ((unit + 0.5) * box.h) / units];
}

test('every state is found under its own place', () => {
  const shown = scene(model({ steps: 5, units: 3 }));
  for (const [panel, units] of [['forward', 3], ['backward', 3], ['merged', 6]])
    for (let step = 0; step < 5; step++)
      for (let unit = 0; unit < units; unit++) {
        const found = hit(shown, ...middleOf(shown, panel, step, unit, units));
        assert.deepEqual([found.panel, found.step, found.unit], [panel, step, unit]);
      }
});

test('a known state says its exact value, with a minus as mathematics has it', () => {
  const shown = scene(model({ steps: 4, units: 2 }));
  assert.deepEqual(hit(shown, ...middleOf(shown, 'forward', 2, 1, 2)).lines, ['Forward, unit 2, step 3', '0.21']);
  assert.deepEqual(hit(shown, ...middleOf(shown, 'backward', 2, 1, 2)).lines, ['Backward, unit 2, step 3', '−0.21']);
});

test('a state that is not read yet keeps its value', () => {
  const shown = scene(model({ steps: 4, units: 2 }), { position: 1 });
  const [first, second] = [0, 1].map((step) => hit(shown, ...middleOf(shown, 'forward', step, 0, 2)));
  assert.deepEqual([first.known, first.lines[1]], [true, '0']);
  assert.deepEqual([second.known, second.lines[1]], [false, 'not read yet']);
});

test('padding is called padding', () => {
  const shown = scene(model({ steps: 4, units: 2, mask: [true, true, true, false] }));
  assert.equal(hit(shown, ...middleOf(shown, 'forward', 3, 0, 2)).lines[1], 'padding');
});

test('an input says its symbol', () => {
  const shown = scene(model({ steps: 4 }));
  assert.deepEqual(hit(shown, ...middleOf(shown, 'inputs', 2, 0, 1)).lines, ['Inputs, step 3', '2']);
});

test('an answer says its probability and its target', () => {
  const shown = scene(model({ steps: 4 }));
  const { lines } = hit(shown, ...middleOf(shown, 'prediction', 1, 0, 1));
  assert.deepEqual(lines, ['Prediction, step 2', 'p(yes) = 0.75', 'target: yes']);
});

test('beside the time axis the network names a layer, and nothing else is there', () => {
  const shown = scene(model({ layers: 2 }));
  const { network, forward } = shown.layout.boxes;
  assert.equal(hit(shown, 4, network.y + 2).layer, 0);
  assert.equal(hit(shown, 4, network.y + network.h - 2).layer, 1);
  assert.equal(hit(shown, 4, forward.y + 2), null);
  assert.equal(hit(shown, 400, -50), null);
});
