// How large the picture is, and how it looks, on the page and in the window that there are.
// In: a frame; a model with its texts, colours and options. Out: `pen`, `look`, `size` and `places`, one layout for
// each layer.

import { notes, shortened } from './labels.js';
import { isNarrow, layout, leastHeight, naturalHeight, scaleOf, sizes } from './layout.js';
import { isDark, lookOf } from './look.js';
import { CanvasPen } from './pens.js';
import { layerCode } from './scene.js';
import { fill } from './words.js';

// Where an element begins on its page, however far that is scrolled.
function topInPage(node) {
  const page = node.getRootNode().host?.closest('[data-testid="stMain"]');
  const top = node.getBoundingClientRect().top;
  return page ? top - page.getBoundingClientRect().top + page.scrollTop : top + window.scrollY;
}

export class Arrangement {
  /** @type {ResizeObserver} */
  resized;

  /** @type {() => void} */
  changed;

  /** @type {CanvasPen} */
  pen;

  /** @type {ReturnType<typeof lookOf>} */
  look;

  /** The height of the window and the top of the player in it, when they were last different.
   * @type {{ window: number, top: number } | null} */
  seen = null;

  /** @type {any} */
  size = null;

  /** One for each layer.
   * @type {any[]} */
  places = [];

  constructor(frame) {
    this.frame = frame;
  }

  // Calls back whenever there is another size to fit into.
  watch(changed) {
    const { section, root } = this.frame;
    this.changed = changed;
    this.resized = new ResizeObserver(changed);
    this.resized.observe(section);
    const page = (root.host ?? root).closest('[data-testid="stMainBlockContainer"]');
    if (page) this.resized.observe(page);
    window.addEventListener('resize', changed);
  }

  close() {
    this.resized.disconnect();
    window.removeEventListener('resize', this.changed);
  }

  // Returns whether there is anything to draw in: a hidden tab has no width.
  fit({ model, options, palette, words }) {
    const { section, stage } = this.frame;
    if (!model || !section.clientWidth) return false;
    const width = Math.floor(stage.clientWidth);
    section.style.setProperty('--scale', scaleOf(width));
    const height = this.height(model, options, width);
    const ratio = window.devicePixelRatio || 1;
    this.stretch(width, height, ratio);
    this.look = this.lookFor(model, palette);
    for (const [name, value] of Object.entries(this.look.css)) section.style.setProperty(name, value);
    this.pen = new CanvasPen(this.frame.canvas.getContext('2d'), { font: this.look.font, ratio });
    this.size = { width, height, ...labels(this.pen, model, options, words, width) };
    this.places = model.layers.map((layer) => ({
      ...layout(model, layer, options.panels, this.size),
      ...this.size,
    }));
    return true;
  }

  lookFor(model, palette) {
    return lookOf(this.frame.root, palette, model.source, isDark(this.frame.section));
  }

  height(model, options, width) {
    const wish = naturalHeight(model, options.panels, width);
    const least = leastHeight(model, options.panels, width);
    const fixed = options.height && Math.round(options.height * scaleOf(width));
    return fixed ?? Math.floor(Math.min(wish, Math.max(this.room(least), least)));
  }

  stretch(width, height, ratio) {
    const { canvas } = this.frame;
    const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (canvas.width === wide && canvas.height === high) return;
    Object.assign(canvas, { width: wide, height: high });
    canvas.style.height = `${height}px`;
  }

  // The height that the window leaves for the picture: below whatever stands above the player where the least
  // picture fits there, else in a window scrolled to it. Live updates and scrolling never change it; what is put
  // above the player, or a window of another size, does.
  room(least) {
    const { section, stage } = this.frame;
    const top = Math.ceil(topInPage(section));
    const now = { window: window.innerHeight, top };
    const { seen } = this;
    const kept = seen?.window === now.window && Math.abs(seen.top - top) <= 8 ? seen : now;
    this.seen = kept;
    const below = section.offsetHeight - stage.offsetHeight + 4;
    const free = window.innerHeight - below;
    return free - kept.top >= least ? free - kept.top : free - 8;
  }
}

// Labels in any language: the widest one sets the gutter on the left, the names of the outcomes that on the right.
export function labels(pen, model, options, words, width) {
  const { label, number } = sizes(width);
  const wide = (text) => pen.measure(text, label, 600);
  const light = (text) => pen.measure(text, number, 400);
  const strong = (text) => pen.measure(text, number, 600);
  const names = options.panels.map((name) => fill(words.panels[name], { mode: model.merge_mode }));
  const rows = [...Object.values(words.rows), words.encoder, words.decoder];
  const gutter = isNarrow(width) ? 0 : Math.max(...[...names, ...rows].map(wide), ...notes(model, words).map(light));
  const room = width < 480 ? 61 : 140 * scaleOf(width);
  const binary = model.predictions[0]?.probabilities.units === 1;
  const outcomes = binary ? model.classes.map((name) => shortened(name, room, strong)) : [];
  return {
    gutter,
    outcomes,
    aside: Math.max(0, ...outcomes.map(strong)),
    badge: wide(words.sources[model.source]),
    code: pen.measure(layerCode(model), label, 400),
  };
}
