// A play as a file: a clip as the browser records it, or a GIF, which every program shows.
// In: a picture with a film, what was chosen, a way to say how far it is. Out: a blob and the ending of its name.

import { GIFEncoder, applyPalette, quantize } from '../vendor/gifenc-1.0.3.js';
import { drawing } from '../player/pens.js';
import { facts } from './facts.js';
import { joined } from './png.js';
import { composed, HEIGHT, roomFor, standing, WIDTH } from './sheet.js';
import { image } from './raster.js';

const CLIP = { width: 1280, bits: 6_000_000, kinds: ['video/mp4;codecs=avc1.640028', 'video/mp4;codecs=avc1', 'video/webm;codecs=vp9', 'video/webm'] };
const GIF = { width: 960, seconds: 8, frames: 80, colours: 128 };

/** What this browser records, or undefined. */
export const clipKind = () =>
  typeof MediaRecorder === 'undefined' ? undefined : CLIP.kinds.find((one) => MediaRecorder.isTypeSupported(one));

// A canvas with the words of the sheet; `show` puts a moment of the play into it.
async function stage(picture, choice, width) {
  const { place, room } = roomFor(picture, { ...choice, wide: true, transparent: false });
  const scale = width / WIDTH;
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height: Math.round(HEIGHT * scale) });
  const context = drawing(canvas);
  const sheet = await image(composed(picture, { ...choice, transparent: false }, place, null, HEIGHT));
  const show = async (index) => {
    const made = await picture.film.frame(index, room);
    const at = standing({ width: Number(made.width), height: Number(made.height), svg: '' }, place, HEIGHT);
    context.drawImage(sheet, 0, 0, canvas.width, canvas.height);
    context.drawImage(made, at.x * scale, at.y * scale, at.width * scale, at.height * scale);
  };
  return { canvas, context, show };
}

/** @param {any} picture @param {any} choice @param {(share: number) => void} told */
export async function clip(picture, choice, told) {
  const { canvas, show } = await stage(picture, choice, CLIP.width);
  const { seconds, count } = picture.film;
  const mimeType = clipKind();
  await show(0);
  const recorder = new MediaRecorder(canvas.captureStream(30), { mimeType, videoBitsPerSecond: CLIP.bits });
  const parts = [];
  recorder.ondataavailable = ({ data }) => parts.push(data);
  const stopped = new Promise((resolve) => (recorder.onstop = resolve));
  recorder.start(1000);
  const begun = performance.now();
  for (let shown = -1, share = 0; share < 1 + 1 / seconds; ) {
    await new Promise(requestAnimationFrame);
    share = (performance.now() - begun) / 1000 / seconds;
    const index = Math.min(count - 1, Math.floor(share * count));
    if (index !== shown) await show(index);
    shown = index;
    told(Math.min(1, share));
  }
  recorder.stop();
  await stopped;
  const type = recorder.mimeType || mimeType || '';
  return { blob: new Blob(parts, { type: type.split(';')[0] }), ending: type.includes('mp4') ? 'mp4' : 'webm' };
}

/** Colours are chosen once, from the fullest picture; a pixel that stays as it was is not written again.
 * @param {any} picture @param {any} choice @param {(share: number) => void} told */
export async function gif(picture, choice, told) {
  const { canvas, context, show } = await stage(picture, choice, GIF.width);
  const { seconds, count } = picture.film;
  const frames = Math.min(GIF.frames, count);
  const length = Math.min(GIF.seconds, seconds);
  const pixels = () => context.getImageData(0, 0, canvas.width, canvas.height).data;
  await show(count - 1);
  const colours = quantize(pixels(), GIF.colours - 1);
  const clear = colours.length;
  const palette = [...colours, [0, 0, 0]];
  const encoder = GIFEncoder();
  let before = null;
  for (let at = 0; at < frames; at += 1) {
    await show(Math.round((at * (count - 1)) / Math.max(1, frames - 1)));
    const whole = applyPalette(pixels(), colours);
    const part = before ? whole.map((one, place) => (one === before[place] ? clear : one)) : whole;
    const rest = at === frames - 1 ? 1500 : 0;
    encoder.writeFrame(part, canvas.width, canvas.height, {
      palette: before ? undefined : palette,
      delay: Math.round((1000 * length) / frames) + rest,
      transparent: Boolean(before),
      transparentIndex: clear,
      dispose: 1,
    });
    before = whole;
    told((at + 1) / frames);
    await new Promise((resolve) => setTimeout(resolve));
  }
  encoder.finish();
  return { blob: new Blob([commented(encoder.bytes(), facts(picture, choice))], { type: 'image/gif' }), ending: 'gif' };
}

/** A GIF that says of itself what it is, behind its table of colours. Source: https://www.w3.org/Graphics/GIF/spec-gif89a.txt
 * @param {Uint8Array} bytes @param {Record<string, string>} said */
export function commented(bytes, said) {
  const lines = Object.entries(said).filter(([, text]) => text);
  const text = new TextEncoder().encode(lines.map((one) => one.join(': ')).join('\n'));
  const blocks = [];
  for (let at = 0; at < text.length; at += 255) {
    const block = text.subarray(at, at + 255);
    blocks.push(Uint8Array.of(block.length), block);
  }
  const packed = bytes[10];
  const head = 13 + (packed & 0x80 ? 3 * 2 ** ((packed & 7) + 1) : 0);
  return joined([bytes.subarray(0, head), Uint8Array.of(0x21, 0xfe), ...blocks, Uint8Array.of(0), bytes.subarray(head)]);
}
