import assert from 'node:assert/strict';
import { test } from 'node:test';

import { bar } from '../../static/player/predictions.js';

/** Where the bar of one answer begins and ends, with 0.5 at 50. */
function drawn(value) {
  const rects = [];
  const pen = { rect: (x, top, w, height) => rects.push([top, top + height]) };
  bar(pen, { look: {} }, { binary: true, value, right: true }, 0, 10, (p) => 100 * (1 - p), 'forward');
  return rects[0];
}

test('the bar of an answer near the line is on the side of its answer', () => {
  assert.deepEqual(drawn(0.501), [48, 50]);
  assert.deepEqual(drawn(0.499), [50, 52]);
  assert.deepEqual(drawn(1), [0, 50]);
});
