import assert from 'node:assert/strict';
import { test } from 'node:test';

import { edgeBetween } from '../../static/presenting/edge.js';

const row = (top, bottom) => ({ top, bottom });

test('a window ends above the row that it would cut, and at its own edge where it cuts none', () => {
  assert.equal(edgeBetween([row(620, 650), row(690, 730)], 720, 600), 690);
  assert.equal(edgeBetween([row(620, 650), row(720, 760)], 720, 600), 720);
  assert.equal(edgeBetween([], 720, 600), 720);
});

test('the new edge cuts no row of a column beside either', () => {
  assert.equal(edgeBetween([row(690, 730), row(660, 700), row(640, 670)], 720, 600), 640);
});

test('what stands beside the picture leaves it whole', () => {
  assert.equal(edgeBetween([row(580, 740)], 720, 600), 720);
  assert.equal(edgeBetween([row(690, 730), row(590, 700)], 720, 600), 690);
});
