import assert from 'node:assert/strict';
import { test } from 'node:test';

import { beatAt, happening, progress, reached, schedule, scheduleNames } from '../../static/player/schedule.js';
import { cursors } from '../../static/player/scene.js';
import { model } from './models.js';

test('in sequence the backward reader begins when the forward reader has ended', () => {
  const plan = schedule(model({ steps: 3 }), 'sequence');
  assert.deepEqual(plan.layers[0].forward, [0, 1, 2]);
  assert.deepEqual(plan.layers[0].backward, [5, 4, 3]);
  assert.deepEqual(plan.layers[0].merged, [6, 7, 8]);
});

test('with both readers at once the merge opens in the middle and spreads', () => {
  const plan = schedule(model({ steps: 5 }), 'together');
  assert.deepEqual(plan.layers[0].forward, [0, 1, 2, 3, 4]);
  assert.deepEqual(plan.layers[0].backward, [4, 3, 2, 1, 0]);
  assert.deepEqual(plan.layers[0].merged, [5, 4, 3, 4, 5]);
});

test('no merge is computed before both of its states', () => {
  for (const name of ['sequence', 'together', 'layers']) {
    const plan = schedule(model({ steps: 6, layers: 2 }), name);
    for (const { forward, backward, merged } of plan.layers)
      merged.forEach((beat, step) => assert.ok(beat > forward[step] && beat > backward[step], `${name}, ${step}`));
  }
});

test('a layer begins only after the layer below it', () => {
  const { layers } = schedule(model({ steps: 4, layers: 2 }), 'together');
  assert.ok(Math.min(...layers[1].forward, ...layers[1].backward) > Math.max(...layers[0].merged));
});

test('an answer of each step comes with its merge, or with its only reader', () => {
  const both = schedule(model({ steps: 3 }), 'sequence');
  assert.deepEqual(both.predicted[0], both.layers[0].merged);
  const alone = schedule(model({ steps: 3, readers: ['backward'] }), 'together');
  assert.deepEqual(alone.predicted[0], [2, 1, 0]);
});

test('a final answer comes after everything', () => {
  const plan = schedule(model({ steps: 3, head: 'final_state' }), 'together');
  assert.deepEqual(plan.predicted, [[3]]);
  assert.equal(plan.beats, 4);
});

test('only schedules that differ are offered', () => {
  assert.deepEqual(scheduleNames(model()), ['sequence', 'together']);
  assert.deepEqual(scheduleNames(model({ layers: 2 })), ['sequence', 'together', 'layers']);
  assert.deepEqual(scheduleNames(model({ readers: ['forward'] })), ['together']);
});

test('layer by layer the play stops once for each layer and at the end', () => {
  const plan = schedule(model({ steps: 4, layers: 2 }), 'layers');
  assert.equal(plan.stops.length, 3);
  assert.equal(plan.stops.at(-1), plan.beats);
  assert.deepEqual([plan.layerAt(plan.stops[1] - 1), plan.layerAt(plan.stops[1])], [0, 1]);
});

test('a whole position shows the beat just done, a fraction the beat under way', () => {
  assert.deepEqual([0, 1, 1.5, 2].map(beatAt), [-1, 0, 1, 1]);
  assert.deepEqual([0, 1, 1.25, 3].map((position) => progress(1, position)), [0, 0, 0.25, 1]);
});

test('a beat names the step of each reader', () => {
  const plan = schedule(model({ steps: 4 }), 'together');
  const now = happening(plan, 1);
  assert.deepEqual([now.forward, now.backward, now.merged], [1, 2, []]);
  assert.deepEqual(happening(plan, 3).merged, [1, 2]);
});

test('while readers read, what each has done last is known at every beat, and nothing before the first', () => {
  const plan = schedule(model({ steps: 3 }), 'sequence');
  assert.deepEqual(reached(plan, -1), { layers: [{ forward: -1, backward: -1 }], answer: -1 });
  assert.deepEqual(reached(plan, 3), { layers: [{ forward: 2, backward: 2 }], answer: -1 });
});

test('once answers come, both readers stand at the step that is answered', () => {
  const plan = schedule(model({ steps: 3, layers: 2 }), 'sequence');
  const at = (step) => ({ layers: [0, 1].map(() => ({ forward: step, backward: step })), answer: step });
  assert.deepEqual([3, 2, 1].map((left) => reached(plan, plan.beats - left)), [0, 1, 2].map(at));
  const together = schedule(model({ steps: 4 }), 'together');
  assert.deepEqual(reached(together, together.beats - 1), { layers: [{ forward: 3, backward: 3 }], answer: 3 });
});

test('in every schedule the end is marked at the last step', () => {
  for (const shown of [model({ steps: 5 }), model({ steps: 4, layers: 2 }), model({ steps: 4, readers: ['forward'] })]) {
    for (const name of scheduleNames(shown)) {
      const plan = schedule(shown, name);
      const steps = cursors({ plan, position: plan.beats, still: false }).map(({ step }) => step);
      assert.deepEqual(steps, [shown.steps - 1], name);
    }
  }
});
