import assert from 'node:assert/strict';
import { test } from 'node:test';

import { model, WORDS } from './models.js';
import { notes } from '../../static/player/labels.js';

test('one unit is counted in the singular, and both readers of it in the plural', () => {
  const made = model({ units: 1, targets: null });
  assert.deepEqual(notes(made, WORDS), ['1 unit', '1 unit', '2 units']);
});
