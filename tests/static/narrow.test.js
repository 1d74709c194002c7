import assert from 'node:assert/strict';
import { test } from 'node:test';

import { narrowed, stacked, stacks } from '../../static/live_figure/narrow.js';

const axis = (anchor, domain, more = {}) => ({ anchor, domain, ...more });

/** Two panels side by side, 200 pixels high between their margins. */
const pair = (more = {}) => ({
  height: 260,
  margin: { l: 50, r: 100, t: 20, b: 40 },
  xaxis: axis('y', [0, 0.4]),
  yaxis: axis('x', undefined),
  xaxis2: axis('y2', [0.6, 1]),
  yaxis2: axis('x2', undefined, { showticklabels: false }),
  annotations: [{ xref: 'x2 domain', yref: 'y2 domain', text: 'two' }],
  ...more,
});

const pixels = (layout, name) => {
  const { t, b } = layout.margin;
  return layout[name].domain.map((share) => Math.round(share * (layout.height - t - b)));
};

test('panels side by side stand below each other, each as wide as the figure and as high as it was', () => {
  assert.ok(stacks(pair()));
  const layout = stacked(pair());
  assert.deepEqual([layout.xaxis.domain, layout.xaxis2.domain], [[0, 1], [0, 1]]);
  assert.equal(layout.height, 260 + 10 + 260);
  assert.deepEqual(pixels(layout, 'yaxis'), [270, 470]);
  assert.deepEqual(pixels(layout, 'yaxis2'), [0, 200]);
});

test('marks that one panel of a row had for both are written at each', () => {
  assert.equal(stacked(pair()).yaxis2.showticklabels, true);
});

test('two rows of two become four, row by row from the left', () => {
  const [low, high] = [[0, 0.4], [0.6, 1]];
  const layout = stacked({
    ...pair(),
    yaxis: axis('x', high),
    yaxis2: axis('x2', high),
    xaxis3: axis('y3', low),
    yaxis3: axis('x3', low),
    xaxis4: axis('y4', high),
    yaxis4: axis('x4', low),
  });
  const tops = ['', '2', '3', '4'].map((number) => layout[`yaxis${number}`].domain[1]);
  assert.deepEqual(tops, tops.toSorted((one, other) => other - one));
  assert.deepEqual(pixels(layout, 'yaxis4'), [0, 80]);
});

test('one panel, panels that lie below each other, that share their rows, or that something spans, stay as they are', () => {
  const { xaxis2, yaxis2, ...one } = pair();
  assert.ok(!stacks({ ...one, annotations: [] }));
  assert.ok(!stacks(pair({ xaxis: axis('y', [0, 1]), xaxis2: { ...xaxis2, domain: [0, 1] } })));
  assert.ok(!stacks(pair({ yaxis2: { ...yaxis2, matches: 'y' } })));
  assert.ok(!stacks(pair({ yaxis2: {} })));
  assert.ok(!stacks(pair({ shapes: [{ xref: 'paper', yref: 'y' }] })));
});

const heading = (text) => ({ xref: 'x domain', yref: 'y domain', x: 0, y: 1, yanchor: 'bottom', text });
const measured = (words) => 10 * words.length;

test('a heading without room begins at the edge of the figure, and its remark stands below it where that is not enough', () => {
  const one = (text) => narrowed({ height: 260, width: 216, margin: { l: 50, r: 100, t: 20, b: 40 }, xaxis: {}, yaxis: {}, annotations: [heading(text)] }, measured);
  assert.equal(one('<b>Loss</b>').annotations[0].xshift, undefined);
  const fits = one('<b>Loss</b>  <span>of this run</span>');
  assert.deepEqual([fits.annotations[0].xshift, fits.annotations[0].text, fits.height], [-42, '<b>Loss</b>  <span>of this run</span>', 260]);
  const broken = one('<b>Loss</b>  <span>of a run that goes on</span>');
  assert.equal(broken.annotations[0].text, '<b>Loss</b><br><span>of a run that goes on</span>');
  assert.deepEqual([broken.height, broken.margin.t], [281, 41]);
});

test('each of the panels below each other has the room for its heading', () => {
  const wide = '<b>Loss</b>  <span>of a run that goes on</span>';
  const layout = narrowed(pair({ width: 216, annotations: [heading(wide)] }), measured);
  assert.equal(layout.height, 2 * 281 + 10);
});
