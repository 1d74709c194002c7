import assert from 'node:assert/strict';
import { test } from 'node:test';

import { model, PANELS, ROOM } from './models.js';
import { isNarrow, layout, leastHeight, naturalHeight, scaleOf, shortWord, sizes } from '../../static/player/layout.js';

const place = (made, room = ROOM, panels = PANELS) => layout(made, made.layers[0], panels, room);

test('panels stand below each other in their order, and inside the picture', () => {
  const made = place(model({ steps: 10, units: 8 }));
  const boxes = Object.values(made.boxes);
  assert.deepEqual(boxes.map(({ name }) => name), PANELS);
  boxes.slice(1).forEach((box, one) => assert.ok(box.y >= boxes[one].y + boxes[one].h, box.name));
  assert.ok(made.bottom <= ROOM.height);
});

test('a panel that the network has not is left out', () => {
  assert.deepEqual(Object.keys(place(model({ readers: ['forward'] })).boxes), ['inputs', 'network', 'forward', 'prediction']);
});

test('all panels share one time axis', () => {
  const made = place(model({ steps: 10 }));
  for (const box of Object.values(made.boxes)) assert.deepEqual([box.x, box.w], [made.x0, made.x1 - made.x0]);
  assert.ok(Math.abs(10 * made.column - (made.x1 - made.x0)) < 1e-9);
});

test('every step is found again at the middle of its column', () => {
  const made = place(model({ steps: 13 }));
  for (let step = 0; step < 13; step++) assert.equal(made.stepAt(made.middle(step)), step);
  assert.deepEqual([made.stepAt(-50), made.stepAt(5000)], [0, 12]);
});

test('the least height holds every panel', () => {
  for (const width of [360, 700, 1000, 1600]) {
    const made = model({ steps: 12, units: 16 });
    const height = leastHeight(made, PANELS, width);
    const shown = place(made, { ...ROOM, width, height });
    assert.ok(Object.values(shown.boxes).every(({ h }) => h > 0), `${width}`);
    assert.ok(shown.bottom <= height + 1, `${width}: ${shown.bottom} of ${height}`);
  }
});

test('the rows of two layers stay clear of each other where height is scarce', () => {
  const made = model({ layers: 2, units: 16 });
  const { network } = place(made, { ...ROOM, height: leastHeight(made, PANELS, 1000) }).boxes;
  const rows = 2 * 3; // forward, backward, merge
  assert.ok(network.h >= 16 * rows, `${network.h}`);
});

test('more layers ask for more height', () => {
  assert.ok(naturalHeight(model({ layers: 3 }), PANELS, 1000) > naturalHeight(model(), PANELS, 1000));
});

test('type grows with the page, within limits, and never in a narrow picture', (context) => {
  const page = globalThis.getComputedStyle;
  context.after(() => (globalThis.getComputedStyle = page));
  globalThis.getComputedStyle = () => ({ fontSize: '32px' });
  assert.deepEqual([scaleOf(500), scaleOf(800), scaleOf(1600)], [1, 1.25, 1.5]);
  assert.equal(sizes(1600).label, 24);
});

test('a picture is narrow below 640 pixels', () => {
  assert.deepEqual([isNarrow(639), isNarrow(640)], [true, false]);
});

test('a long word is cut and says so', () => {
  assert.equal(shortWord('recurrences!'), 'recurrence…');
  assert.equal(shortWord('recurrences'), 'recurrences');
});
