/* Strokes of a pen, kept as points from 0 to 1. They are sent when the pen is lifted, never while it moves.
   One pointer draws at a time: a second finger, or a palm beside a finger or a pen, leaves no ink.
   Called anew for each version of the data; what was drawn is kept by the element it was drawn in. */

import { keyboardPen } from './keyboard_pen.js';

const kept = new WeakMap();

const SIZE = 560;
const PEN = SIZE / 12;
// Nearer points add nothing, and the server takes no more than 100 strokes and 2,000 points.
const NEAREST = 0.012;
const MOST_STROKES = 100;
const MOST_POINTS = 2000;
// A touch as wide as this, in CSS pixels, is a palm.
const PALM = 60;

function place(canvas, event) {
  const box = canvas.getBoundingClientRect();
  const within = (value) => Math.round(1000 * Math.min(1, Math.max(0, value))) / 1000;
  return [within((event.clientX - box.left) / box.width), within((event.clientY - box.top) / box.height)];
}

function paint(state) {
  const { canvas, hint, strokes } = state;
  const pen = canvas.getContext('2d');
  pen.clearRect(0, 0, SIZE, SIZE);
  Object.assign(pen, { lineWidth: PEN, lineCap: 'round', lineJoin: 'round' });
  pen.strokeStyle = getComputedStyle(canvas).getPropertyValue('color');
  for (const stroke of strokes) {
    pen.beginPath();
    pen.moveTo(stroke[0][0] * SIZE, stroke[0][1] * SIZE);
    for (const [x, y] of stroke) pen.lineTo(x * SIZE, y * SIZE);
    pen.stroke();
  }
  hint.hidden = strokes.length > 0;
}

function points(strokes) {
  return strokes.reduce((sum, stroke) => sum + stroke.length, 0);
}

const isFull = ({ strokes }) => strokes.length >= MOST_STROKES || points(strokes) >= MOST_POINTS;

// The pen comes down.
function put(state, at) {
  state.stroke = [at];
  state.strokes.push(state.stroke);
  paint(state);
}

function byKeyboard(state) {
  return keyboardPen(state.canvas, {
    down: (at) => {
      if (state.stroke || isFull(state)) return;
      state.pointer = null;
      put(state, at);
    },
    to: (at) => {
      if (!state.stroke || points(state.strokes) >= MOST_POINTS) return;
      state.stroke.push(at);
      paint(state);
    },
    up: () => {
      if (!state.stroke) return;
      state.stroke = null;
      state.send(state.strokes);
    },
  });
}

function draws(state, event) {
  if (event.pointerType === 'pen') state.pen = true;
  if (event.pointerType !== 'touch') return true;
  // Where somebody draws with a pen, whatever else touches the screen is a hand that rests on it.
  return !state.pen && Math.max(event.width, event.height) < PALM;
}

function begin(state, event) {
  if (!draws(state, event)) return;
  // A palm that came down before its pen.
  if (state.stroke && state.type === 'touch' && event.pointerType === 'pen') drop(state);
  if (state.stroke) return;
  if (event.button || isFull(state)) return;
  event.preventDefault();
  state.canvas.setPointerCapture(event.pointerId);
  Object.assign(state, { pointer: event.pointerId, type: event.pointerType });
  put(state, place(state.canvas, event));
}

function move(state, event) {
  if (!state.stroke || event.pointerId !== state.pointer || points(state.strokes) >= MOST_POINTS) return;
  const [x, y] = place(state.canvas, event);
  const [lastX, lastY] = state.stroke[state.stroke.length - 1];
  if (Math.hypot(x - lastX, y - lastY) < NEAREST) return;
  state.stroke.push([x, y]);
  paint(state);
}

function end(state, event) {
  if (!state.stroke || event.pointerId !== state.pointer) return;
  state.stroke = null;
  state.send(state.strokes);
}

/* The system has taken the pointer for something else, a palm for example: what it drew was not meant. */
function cancel(state, event) {
  if (!state.stroke || event.pointerId !== state.pointer) return;
  drop(state);
  state.send(state.strokes);
}

function drop(state) {
  state.strokes = state.strokes.filter((stroke) => stroke !== state.stroke);
  state.stroke = null;
  paint(state);
}

function clear(state) {
  state.stroke = null;
  state.pen = false;
  state.strokes = [];
  paint(state);
  state.send([]);
}

function build(root) {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = SIZE;
  // Its keys are its own: a screen reader hands them through.
  canvas.setAttribute('role', 'application');
  canvas.tabIndex = 0;
  const hint = document.createElement('div');
  hint.className = 'hint';
  const square = document.createElement('div');
  square.className = 'square';
  const button = document.createElement('button');
  button.type = 'button';
  const state = { canvas, hint, button, strokes: [], stroke: null, pointer: null, type: '', pen: false, send: () => {} };
  square.append(canvas, byKeyboard(state), hint);
  root.append(square, button);
  canvas.addEventListener('pointerdown', (event) => begin(state, event));
  canvas.addEventListener('pointermove', (event) => move(state, event));
  for (const name of ['pointerup', 'lostpointercapture']) {
    canvas.addEventListener(name, (event) => end(state, event));
  }
  canvas.addEventListener('pointercancel', (event) => cancel(state, event));
  button.addEventListener('click', () => clear(state));
  return state;
}

export default function (component) {
  const { parentElement, data, setStateValue } = component;
  const root = parentElement.querySelector('.digit-canvas');
  if (!kept.has(root)) kept.set(root, build(root));
  const state = kept.get(root);
  state.send = (strokes) => setStateValue('strokes', strokes);
  state.canvas.setAttribute('aria-label', data.words.label);
  state.hint.textContent = data.words.hint;
  state.button.textContent = data.words.clear;
  paint(state);
}
