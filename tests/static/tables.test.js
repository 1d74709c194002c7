import assert from 'node:assert/strict';
import { test } from 'node:test';

import { sceneNumbers } from '../../static/player/tables.js';
import { tables } from '../../static/pictures/tables.js';
import { variableTables } from '../../static/stepper/tables.js';
import { Replay } from '../../static/stepper/replay.js';
import { model, scene, WORDS } from './models.js';

const OWN = { numbers: { unit: 'unit', unknown: 'not read yet' }, target_key: 'target', idle: 'Nothing yet.', done_tally: '{right} of {total} right.' };

function numbers(made, position) {
  return sceneNumbers({ ...scene(made, { position }), words: { ...WORDS, ...OWN } });
}

test('a player tells its states by unit and step, its answers and its targets', () => {
  const { sentence, tables: told } = numbers(model({ steps: 3, units: 2 }));
  assert.equal(sentence, '1 of 3 right.');
  const [forward, backward, merged, answers] = told;
  assert.deepEqual(forward, { name: 'Forward', columns: ['unit', '1: 0', '2: 1', '3: 2'], rows: [[1, '0', '0.1', '0.2'], [2, '0.01', '0.11', '0.21']] });
  assert.deepEqual(backward.rows[1], [2, '−0.01', '−0.11', '−0.21']);
  assert.equal(merged.rows.length, 4);
  assert.deepEqual(answers.rows, [['p(yes)', '0.25', '0.75', '0.25'], ['target', 'yes', 'yes', 'yes']]);
});

test('what is not read yet at a moment is not told', () => {
  const { sentence, tables: told } = numbers(model({ steps: 3, units: 1 }), 0);
  assert.equal(sentence, 'Nothing yet.');
  assert.deepEqual(told[0].rows, [[1, 'not read yet', 'not read yet', 'not read yet']]);
});

test('an error on its way back is told where it has arrived, and exactly 0 where it never does', () => {
  const payload = {
    steps: 2,
    symbols: ['a', 'b'],
    readers: { forward: { lengths: [0.5, 0.25], arrivals: [1, 0] }, backward: { lengths: [0, 0.1], arrivals: [null, 0] } },
  };
  const words = { ...OWN, lengths: 'lengths', forward: 'forward', backward: 'backward', exactly_zero: 'exactly 0' };
  const [table] = tables({ name: 'errors_flowing_back', payload, words }, { transport: { frame: 4 } });
  assert.deepEqual(table.rows, [['1: a', 'not read yet', 'exactly 0'], ['2: b', '0.2500', '0.1000']]);
});

test('the backward lane is told in the order of writing until it is flipped', () => {
  const payload = { steps: 2, order: [1, 0], flip: true, symbols: ['a', 'b'], forward: [[0.1], [0.2]], backward: [[0.3], [0.4]], probabilities: [0.9, 0.1] };
  const words = { ...OWN, of_forward: 'h→ {step}', of_backward: 'h← {step}', written: 'written', written_note: 'order', laid: 'laid', flipped: 'flipped', answers: 'answers', answers_note: 'answer' };
  const at = (frame) => tables({ name: 'alignment', payload, words }, { transport: { frame } })[1];
  assert.deepEqual([at(1).columns.slice(1), at(1).rows[0].slice(1)], [['h← 2', 'h← 1'], ['0.400', 'not read yet']]);
  assert.deepEqual([at(3).columns.slice(1), at(3).rows[0].slice(1)], [['h← 1', 'h← 2'], ['0.300', '0.400']]);
});

test('the variables of a line are told with all their digits', () => {
  const changed = { t: { text: '3' }, h: { shape: [2], values: [0.125, -1], text: '' } };
  const replay = new Replay({ code: [{ number: 1, text: 'h = f(h)' }], frames: [{ line: 1, function: 'f', block: 0, changed }] });
  const [alone, array] = variableTables(replay, 0, { variables: 'Variables' });
  assert.deepEqual([alone.columns, alone.rows], [['t'], [['3']]]);
  assert.deepEqual([array.name, array.rows], ['h (2,)', [[0, '0.125', '−1']]]);
});
