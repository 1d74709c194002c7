import assert from 'node:assert/strict';
import { test } from 'node:test';

import { colourScale } from '../../static/player/pens.js';
import { SvgPen } from '../../static/saving/svg_pen.js';
import { model } from './models.js';

const STOPS = [[0, '#ff0000'], [0.5, '#ffffff'], [1, '#0000ff']];
const colour = (scale, at) => [...scale.slice(3 * at, 3 * at + 3)];
const pen = () => new SvgPen({ font: 'Inter, "Segoe UI"' });

test('a scale of colours has 256 steps from its first colour to its last', () => {
  const scale = colourScale(STOPS);
  assert.equal(scale.length, 3 * 256);
  assert.deepEqual([colour(scale, 0), colour(scale, 255)], [[255, 0, 0], [0, 0, 255]]);
  for (const channel of colour(scale, 127)) assert.ok(channel >= 253);
});

test('an SVG is as large as its picture, whatever it is shown at', () => {
  const made = pen();
  made.clear(300, 200, null);
  const svg = made.document('A picture');
  assert.match(svg, /viewBox="0 0 300 200"/);
  assert.match(svg, /<title>A picture<\/title>/);
});

test('words are never markup', () => {
  const made = pen();
  made.clear(300, 200, null);
  made.text('<script>&"', 5, 5, { size: 10, fill: 'black' });
  const svg = made.document('</title><script>');
  assert.doesNotMatch(svg, /<script|<\/title><script/);
  assert.match(svg, /&#60;script&#62;&#38;&#34;/);
  assert.match(svg, /font-family="Inter, &#34;Segoe UI&#34;"/);
});

test('a state is one rectangle in the colour of its number', () => {
  const made = pen();
  made.clear(300, 200, null);
  const colours = colourScale(STOPS);
  const { hidden } = model({ steps: 3, units: 2 }).layers[0].forward;
  made.cells({ grid: hidden, colours, limit: 1 }, 0, 3, 0, 0, 90, 40);
  const svg = made.document('');
  assert.equal(svg.match(/<path /g).length, 6);
  const index = Math.round((0.21 + 1) * 127.5);
  assert.ok(svg.includes(`<path d="M60 20h30v20h-30z" fill="rgb(${colour(colours, index)})"/>`));
});

test('numbers beyond the limit and no numbers at all have a colour', () => {
  const colours = colourScale(STOPS);
  const grid = { steps: 1, units: 3, at: (_, unit) => [9, -9, NaN][unit] };
  const made = pen();
  made.clear(30, 30, null);
  made.cells({ grid, colours, limit: 1 }, 0, 1, 0, 0, 30, 30);
  assert.deepEqual(made.document('').match(/rgb\([^)]*\)/g), ['rgb(0,0,255)', 'rgb(255,0,0)', 'rgb(255,0,0)']);
});

test('one hatching of a colour is written once', () => {
  const made = pen();
  made.clear(300, 200, null);
  made.hatch(0, 0, 10, 10, 'grey');
  made.hatch(20, 0, 10, 10, 'grey');
  made.hatch(40, 0, 10, 10, 'black');
  assert.deepEqual(made.document('').match(/<pattern id="\w+"/g), ['<pattern id="hatch0"', '<pattern id="hatch1"']);
});

test('clearing forgets what was drawn before', () => {
  const made = pen();
  made.clear(300, 200, null);
  made.circle(5, 5, 3, { fill: 'black' });
  made.clear(300, 200, null);
  assert.doesNotMatch(made.document(''), /<circle/);
});
