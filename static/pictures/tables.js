// The moving pictures as tables of what they show at this moment.
// In: a picture's payload, its texts, and where it stands. Out: tables, as static/numbers/ shows them.

import { fill, long } from './elements.js';
import { signed } from './numbers.js';

/** @typedef {import('../numbers/button.js').Table} Table */

const DIGITS = 3;
const number = (/** @type {number} */ value) => signed(value, DIGITS);
const places = (/** @type {number} */ count) => [...Array(count).keys()];
const named = ({ symbols }) => symbols.map((symbol, step) => `${step + 1}: ${symbol}`);
// States of a reader, (time, units), with a row for each unit.
const byUnit = (states, write) => states[0].map((_, unit) => [unit + 1, ...states.map((one, step) => write(one[unit], step))]);

/** @returns {Table[]} */
function errors(payload, words, { transport }) {
  const started = payload.steps + 2;
  const value = (reader, step) => {
    const { lengths, arrivals } = payload.readers[reader];
    if (transport.frame < started + (arrivals[step] ?? 0)) return words.numbers.unknown;
    return arrivals[step] === null ? words.exactly_zero : long(lengths[step]);
  };
  return [{
    name: words.lengths,
    columns: ['', words.forward, words.backward],
    rows: named(payload).map((name, step) => [name, value('forward', step), value('backward', step)]),
  }];
}

function maps(payload, words) {
  const columns = [`${words.answer_axis} \\ ${words.input_axis}`, ...named(payload)];
  return payload.maps.map(({ name, values }) => ({
    name: `${words[name]}: ${words.scale}`,
    columns,
    rows: values.map((row, t) => [t + 1, ...row.map(long)]),
  }));
}

function curtain(payload, words, { transport, future }) {
  const place = transport.frame;
  const symbols = payload.symbols.map((symbol, step) => (step < place ? symbol : payload.futures[future][step]));
  return payload.networks.map(({ name, probabilities }) => {
    const now = probabilities[future][place];
    return {
      name: words[name],
      columns: [words.inputs, ...named({ symbols })],
      rows: [
        [words.answers, ...now.map((one) => payload.classes[Number(one > 0.5)])],
        [`p(${payload.classes[1]})`, ...now.map(number)],
      ],
    };
  });
}

function arrival(payload, words, { transport }) {
  return payload.networks.map(({ name, probabilities }) => ({
    name: `${words[name]}: p(${payload.classes[1]})`,
    columns: [words.row_axis, ...named(payload)],
    rows: probabilities.slice(0, transport.frame).map((row, n) => [n + 1, ...payload.symbols.map((_, step) => (step < row.length ? number(row[step]) : ''))]),
  }));
}

function merge(payload, words, { transport }) {
  const { evidence, logits, probabilities, forward, backward, pulls, merges, classes, units } = payload;
  const step = transport.frame;
  const parts = evidence ? [['h→', evidence.forward], ['h←', evidence.backward]] : [];
  const wide = merges.flatMap(({ mode, states }) => places(states[0].length / units).map((half) => [mode, (unit) => states[step][half * units + unit]]));
  const operands = [['h→', forward], ['h←', backward], ['∂ℓ/∂h→', pulls.forward], ['∂ℓ/∂h←', pulls.backward]];
  return [
    {
      name: words.evidence,
      columns: [words.input, ...parts.map(([name]) => name), words.logit, `p(${classes[1]})`],
      rows: named(payload).map((name, at) => [name, ...parts.map(([, values]) => number(values[at])), number(logits[at]), number(probabilities[at])]),
    },
    {
      name: named(payload)[step],
      columns: [words.numbers.unit, ...operands.map(([name]) => name), ...wide.map(([mode]) => mode)],
      rows: places(units).map((unit) => [unit + 1, ...operands.map(([, values]) => number(values[step][unit])), ...wide.map(([, value]) => number(value(unit)))]),
    },
  ];
}

function alignment(payload, words, { transport }) {
  const { steps, order, flip, forward, backward, probabilities } = payload;
  const { frame } = transport;
  const laid = frame > steps;
  const inPlace = laid && flip ? places(steps) : order;
  const seen = (from) => (value, step) => (from(step) ? number(value) : words.numbers.unknown);
  const answers = {
    name: words.answers,
    columns: ['', ...named(payload)],
    rows: [[words.answers_note, ...probabilities.map((one) => Number(one > 0.5))], ['p(1)', ...probabilities.map(number)]],
  };
  return [
    { name: words.forward_lane, columns: [words.numbers.unit, ...places(steps).map((step) => fill(words.of_forward, { step: step + 1 }))], rows: byUnit(forward, seen((step) => step < frame)) },
    {
      name: laid ? `${words.laid} ${flip ? words.flipped : words.unflipped}` : `${words.written}, ${words.written_note}`,
      columns: [words.numbers.unit, ...inPlace.map((step) => fill(words.of_backward, { step: step + 1 }))],
      rows: byUnit(inPlace.map((step) => backward[step]), seen((place) => laid || place < frame)),
    },
    ...(frame > steps + 1 ? [answers] : []),
  ];
}

function twins(payload, words, { transport }) {
  const { networks, targets, classes } = payload;
  const known = (at, value) => (at <= transport.frame ? value : words.numbers.unknown);
  return [{
    name: words.title,
    columns: [words.inputs, ...named(payload)],
    rows: [
      [words.target, ...targets.map((one) => classes[one])],
      ...networks.flatMap(({ title, known: beats, answers, probabilities }) => [
        [title, ...answers.map((one, step) => known(beats[step], classes[one]))],
        [`${title}: p(${classes[1]})`, ...probabilities.map((one, step) => known(beats[step], number(one)))],
      ]),
    ],
  }];
}

function stateSpace(payload) {
  return payload.rows.map(({ name, panels }) => ({
    name: panels.map(({ title, note }) => `${title} (${note})`).reduce((all, one) => `${all}, ${one}`, name),
    columns: ['', ...panels.flatMap(({ title, axes }) => axes.map((axis) => `${title}, ${axis}`))],
    rows: named(payload).map((step, at) => [step, ...panels.flatMap(({ way }) => way[at].map(number))]),
  }));
}

const TABLES = {
  errors_flowing_back: errors,
  who_knows_what_maps: maps,
  who_knows_what_curtain: curtain,
  who_knows_what_arrival: arrival,
  merge,
  alignment,
  switchboard_twins: twins,
  state_space: stateSpace,
};

/** @param {{ name: string, payload: any, words: any }} data @param {any} picture @returns {Table[]} */
export const tables = ({ name, payload, words }, picture) => TABLES[name](payload, words, picture);
