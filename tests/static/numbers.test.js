import assert from 'node:assert/strict';
import { test } from 'node:test';

import { figureNumbers, hoverWords, written } from '../../static/numbers/figure_numbers.js';

test('numbers are written as the words of the figures ask for', () => {
  assert.equal(written(1234567, ','), '1\u202f234\u202f567');
  assert.equal(written(-0.12345, '.3f'), '\u22120.123');
  assert.equal(written(0.5, '+.3f'), '+0.500');
  assert.equal(written(0.00012, '.2e'), '1.20e\u22124');
  assert.equal(written(0.5, '.3~f'), '0.5');
  assert.equal(written(12.3456, '.3g'), '12.3');
  assert.equal(written('<b>sum</b>', ''), 'sum');
});

test('the words of a point are those under the pointer, without markup', () => {
  const trace = { hovertemplate: 'update %{x:,}:<br>loss %{y:.4f}<extra>run</extra>' };
  assert.equal(hoverWords(trace, { x: 1200, y: 0.25 }), 'update 1\u202f200: loss 0.2500');
});

const layout = { xaxis: { title: { text: 'step' } }, yaxis: { title: { text: 'accuracy' } }, annotations: [{ text: '<b>both</b> 0.91' }] };

test('a line is a table of its points, headed by its last one; gaps and lines without words are left out', () => {
  const line = { type: 'scatter', x: Float32Array.of(1, 2, 3), y: [0.5, null, 0.75], xaxis: 'x', yaxis: 'y', hovertemplate: 'step %{x}: %{y:.2f}' };
  const { sentence, tables } = figureNumbers({ data: [line, { ...line, hovertemplate: '' }], layout }, 'Accuracy');
  assert.deepEqual(tables, [{ name: 'step 3: 0.75', columns: ['step', 'accuracy'], rows: [['1', '0.5'], ['3', '0.75']] }]);
  assert.equal(sentence, 'Accuracy. step 3: 0.75. both 0.91');
});

test('on a logarithmic axis zero is told as the mark under it says, other places as they are', () => {
  const xaxis = { ...layout.xaxis, type: 'log', tickvals: [5, 10, 1000], ticktext: ['0', '10', '1,000'] };
  const line = { type: 'scatter', x: [5, 10, 250, 1000], y: [1, 2, 3, 4], hovertemplate: '%{y}' };
  const rows = (axis) => figureNumbers({ data: [line], layout: { ...layout, xaxis: axis } }, '').tables[0].rows.map(([x]) => x);
  assert.deepEqual(rows(xaxis), ['0', '10', '250', '1000']);
  assert.deepEqual(rows({ ...xaxis, type: 'linear' }), ['5', '10', '250', '1000']);
});

test('a map is a table with its axes at its edges, headed by its largest number of either sign', () => {
  const map = { type: 'heatmap', x: ['a', 'b'], y: [1, 2], z: [[0.1, -0.9], [null, 0.2]], hovertemplate: '%{x}, %{y}: %{z:.1f} %{text}', text: [['', 'low'], ['', '']] };
  const [table] = figureNumbers({ data: [map], layout }, 'Map').tables;
  assert.equal(table.name, 'b, 1: \u22120.9 low');
  assert.deepEqual(table.columns, ['accuracy \\ step', 'a', 'b']);
  assert.deepEqual(table.rows, [['1', '0.1', '\u22120.9'], ['2', '', '0.2']]);
});
