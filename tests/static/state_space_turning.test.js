import assert from 'node:assert/strict';
import { test } from 'node:test';

import { degrees, dragged, pressed, reach, START, turned } from '../../static/pictures/state_space_turning.js';

const QUARTER = Math.PI / 2;
const near = (found, expected) => found.forEach((one, place) => assert.ok(Math.abs(one - expected[place]) < 1e-12, `${found}`));

test('seen from the front nothing is moved', () => {
  near(turned([1, 2, 3], { yaw: 0, pitch: 0 }), [1, 2, 3]);
});

test('a quarter turn brings the third direction to the right and the first one in front', () => {
  near(turned([0, 0, 1], { yaw: QUARTER, pitch: 0 }), [1, 0, 0]);
  near(turned([1, 0, 0], { yaw: QUARTER, pitch: 0 }), [0, 0, -1]);
});

test('turning keeps distances', () => {
  const found = turned([1, -2, 0.5], { yaw: 0.7, pitch: -0.4 });
  assert.ok(Math.abs(Math.hypot(...found) - Math.hypot(1, -2, 0.5)) < 1e-12);
});

test('the reach is that of the farthest places', () => {
  near(reach([[1, 0, 0], [-3, 1, 0], [0, -2, 0]], { yaw: 0, pitch: 0 }), [3, 2]);
});

test('a drag turns without end and tilts within bounds', () => {
  const { yaw, pitch } = dragged({ yaw: 0, pitch: 0 }, 1000, 1000);
  assert.ok(yaw > 2 * Math.PI);
  assert.equal(dragged({ yaw, pitch }, 0, 1000).pitch, pitch);
  assert.ok(pitch > 0 && pitch < QUARTER);
});

test('arrow keys turn and tilt by five degrees, within the same bounds, and Home turns back', () => {
  const front = { yaw: 0, pitch: 0 };
  assert.equal(degrees(pressed(front, 'ArrowRight').yaw), '5');
  assert.equal(degrees(pressed(front, 'ArrowLeft').yaw), '\u22125');
  assert.equal(degrees(pressed(front, 'ArrowDown').pitch), '5');
  const highest = dragged(front, 0, 1000);
  assert.deepEqual(pressed(highest, 'ArrowDown'), highest);
  assert.deepEqual(pressed(highest, 'Home'), START);
  assert.equal(pressed(front, 'a'), null);
});

test('degrees are those of less than one turn', () => {
  assert.deepEqual([0, 179, 180, -180, 365, -365].map((one) => degrees((one * Math.PI) / 180)), ['0', '179', '\u2212180', '\u2212180', '5', '\u22125']);
});
