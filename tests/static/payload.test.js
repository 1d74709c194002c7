import assert from 'node:assert/strict';
import { test } from 'node:test';

import { answer, decodes, isAnswered, isPadding, unpack } from '../../static/player/payload.js';
import { backwardStates, encoded, forwardStates, model, payload, rounded } from './models.js';

const near = (grid, step, unit, value, within = 1e-6) => assert.ok(Math.abs(grid.at(step, unit) - value) <= within);

test('a grid gives back the number of a step and a unit', () => {
  const { hidden } = model({ steps: 3, units: 2 }).layers[0].forward;
  assert.deepEqual([hidden.steps, hidden.units, hidden.exact], [3, 2, true]);
  forwardStates(3, 2).forEach((row, step) => row.forEach((value, unit) => near(hidden, step, unit, value)));
});

test('rounded numbers say so and are off by half a step of their scale at most', () => {
  const rows = [[-1, 0.3], [0.77, 1]];
  const packed = payload({ steps: 2 });
  packed.layers[0].forward.hidden = rounded(rows, 1);
  const { hidden } = unpack(packed).layers[0].forward;
  assert.equal(hidden.exact, false);
  rows.forEach((row, step) => row.forEach((value, unit) => near(hidden, step, unit, value, 0.5 / 127 + 1e-6)));
});

test('concat puts the backward states of a step above its forward states', () => {
  const { merged } = model({ steps: 3, units: 2 }).layers[0];
  assert.equal(merged.units, 4);
  for (let step = 0; step < 3; step++)
    [...forwardStates(3, 2)[step], ...backwardStates(3, 2)[step]].forEach((value, unit) => near(merged, step, unit, value));
});

test('largest and smallest pass over what is not a number', () => {
  const packed = payload({ steps: 2 });
  packed.layers[0].forward.hidden = encoded([[NaN, -0.5], [0.25, 0]]);
  const { hidden } = unpack(packed).layers[0].forward;
  assert.deepEqual([hidden.largest, hidden.smallest], [0.5, -0.5]);
});

test('a head on the final states never sees the merge of each step', () => {
  assert.equal(model({ head: 'final_state' }).layers[0].merged, undefined);
  assert.notEqual(model().layers[0].merged, undefined);
});

test('a decoder has no padding, its encoder has', () => {
  const made = model({ steps: 3, layers: 2, head: 'encoder_decoder', mask: [true, false, true] });
  assert.deepEqual([decodes(made, 0), decodes(made, 1)], [false, true]);
  assert.deepEqual([isPadding(made, 1, 0), isPadding(made, 1, 1), isPadding(made, 0, 0)], [true, false, false]);
  assert.equal(made.layers[0].vector, true);
});

test('padding is not answered', () => {
  const made = model({ steps: 3, mask: [true, true, false] });
  assert.deepEqual([0, 1, 2].map((step) => isAnswered(made, step)), [true, true, false]);
});

test('a binary answer is right when its likelier class is the target', () => {
  const made = model({ steps: 2 });
  assert.deepEqual(answer(made, 0, 0), { best: 0, target: 1, binary: true, value: 0.25, confidence: 0.75, right: false });
  assert.deepEqual(answer(made, 0, 1), { best: 1, target: 1, binary: true, value: 0.75, confidence: 0.75, right: true });
});

test('among several classes the probability shown is that of the target', () => {
  const packed = payload({ steps: 1, classes: ['a', 'b', 'c'], targets: [2] });
  packed.predictions[0].probabilities = encoded([[0.125, 0.625, 0.25]]);
  const found = answer(unpack(packed), 0, 0);
  assert.deepEqual([found.best, found.value, found.confidence, found.right], [1, 0.25, 0.625, false]);
});

test('without a target nothing is right or wrong', () => {
  assert.equal(answer(model({ targets: null }), 0, 0).right, null);
});
