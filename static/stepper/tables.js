// The variables of a moment as tables. In: a replay and a frame. Out: one table for the plain values, one for each array.

import { exact } from './colours.js';
import { rows, shapeText, shown } from './variables.js';

/** @typedef {import('../numbers/button.js').Table} Table */

/** @param {string} name @returns {Table} */
function arrayTable(name, { values, shape }) {
  const lines = rows(values, shape);
  return {
    name: `${name} ${shapeText(shape)}`,
    columns: ['', ...lines[0].map((_, column) => column)],
    rows: lines.map((row, line) => [line, ...row.map(exact)]),
  };
}

/** @param {import('./replay.js').Replay} replay @param {number} frame
 * @param {{ variables: string }} words @returns {Table[]} */
export function variableTables(replay, frame, words) {
  const held = [...replay.variables(frame)].map(([name, { value }]) => [name, value]).filter(([, value]) => shown(value));
  const alone = held.filter(([, value]) => !value.shape?.length);
  const arrays = held.filter(([, value]) => value.shape?.length && value.values !== null);
  const plain = alone.map(([name, { text, values }]) => [name, values ?? text]);
  return [
    ...(plain.length ? [{ name: words.variables, columns: plain.map(([name]) => name), rows: [plain.map(([, value]) => value)] }] : []),
    ...arrays.map(([name, value]) => arrayTable(name, value)),
  ];
}
