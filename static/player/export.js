// Pictures for slides.
// In: a scene. Out: a file the browser saves: PNG at twice the size, SVG, or a WebM clip of the whole play.
// Used by: player.js.

import { CanvasPen } from './pens.js';
import { paint } from './scene.js';
import { SvgPen } from './svg_pen.js';

function save(blob, name) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

// Room around the picture, so that it can stand on a slide as it is.
const MARGIN = 24;

// A file shows the moment alone, without the pointer.
const still = (scene) => ({ ...scene, hover: null });

function sheet(scene, ratio) {
  const canvas = document.createElement('canvas');
  canvas.width = Math.round((scene.layout.width + 2 * MARGIN) * ratio);
  canvas.height = Math.round((scene.layout.height + 2 * MARGIN) * ratio);
  return {
    canvas,
    pen: new CanvasPen(canvas.getContext('2d'), { font: scene.look.font, ratio, margin: MARGIN }),
  };
}

export function savePng(scene, name) {
  const { canvas, pen } = sheet(scene, 2);
  paint(pen, still(scene));
  canvas.toBlob((blob) => save(blob, `${name}.png`), 'image/png');
}

export function saveSvg(scene, name, title) {
  const pen = new SvgPen({ font: scene.look.font, margin: MARGIN });
  paint(pen, still(scene));
  save(new Blob([pen.document(title)], { type: 'image/svg+xml' }), `${name}.svg`);
}

export const canRecord = () =>
  typeof MediaRecorder !== 'undefined' && 'captureStream' in HTMLCanvasElement.prototype;

// Plays from the first beat to the last on a sheet of its own; `follow` shows the same moments on the page.
export function saveClip(scene, name, beatsPerSecond, follow) {
  const { canvas, pen } = sheet(scene, Math.max(1, 1280 / scene.layout.width));
  const recorder = new MediaRecorder(canvas.captureStream(30), { videoBitsPerSecond: 6_000_000 });
  const parts = [];
  let begun = null;
  let stopped = false;
  recorder.ondataavailable = ({ data }) => parts.push(data);
  /** @type {Promise<void>} */
  const finished = new Promise((resolve) => {
    recorder.onstop = () => {
      save(new Blob(parts, { type: 'video/webm' }), `${name}.webm`);
      resolve();
    };
  });
  const frame = (now) => {
    begun ??= now;
    const position = Math.min(scene.plan.beats, ((now - begun) / 1000) * beatsPerSecond);
    paint(pen, { ...still(scene), ...follow(position), position });
    const over = (now - begun) / 1000 > scene.plan.beats / beatsPerSecond + 1;
    if (over || stopped) recorder.stop();
    else requestAnimationFrame(frame);
  };
  recorder.start(1000);
  requestAnimationFrame(frame);
  return { finished, stop: () => (stopped = true) };
}
