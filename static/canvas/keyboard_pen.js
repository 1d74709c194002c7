// A pen that is moved by the keyboard: the arrows move it, the space bar puts it down and lifts it.
// In: the canvas, what a stroke does. Out: a node that marks where the pen is.

const STEP = 0.06;
const MOVES = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };
const START = [0.5, 0.25];
const within = (value) => Math.round(1000 * Math.min(1, Math.max(0, value))) / 1000;

/** @typedef {{ down: (place: number[]) => void, to: (place: number[]) => void, up: () => void }} Acts */

/** @param {HTMLCanvasElement} canvas @param {Acts} act */
export function keyboardPen(canvas, act) {
  const mark = document.createElement('div');
  mark.className = 'pen';
  let place = START;
  let down = false;
  const show = () => {
    Object.assign(mark.style, { left: `${100 * place[0]}%`, top: `${100 * place[1]}%` });
    mark.dataset.down = String(down);
  };
  const lift = () => {
    if (down) act.up();
    down = false;
    show();
  };
  const press = () => {
    if (down) return lift();
    down = true;
    act.down(place);
    return show();
  };
  canvas.addEventListener('keydown', (event) => {
    const move = MOVES[event.key];
    if (!move && event.key !== ' ') return;
    event.preventDefault();
    event.stopPropagation();
    if (!move) return void press();
    place = [within(place[0] + move[0]), within(place[1] + move[1])];
    if (down) act.to(place);
    show();
  });
  canvas.addEventListener('blur', lift);
  show();
  return mark;
}
