// The animated reader: a Streamlit component (v2). https://docs.streamlit.io/develop/concepts/custom-components
// In: { payload, palette, words, options } from ui/player. Out: a picture that plays, and the moment chosen.
// Streamlit calls the default export again at each new payload; the DOM and the playback stay as they are, so
// numbers may change under a moving cursor. State lives here, one `Player` per mounted element.

import { controls, element } from './controls.js';
import { equation } from './equations.js';
import { canRecord, saveClip, savePng, saveSvg } from './export.js';
import { hit, stateHit } from './hits.js';
import { isNarrow, layout, naturalHeight, scaleOf } from './layout.js';
import { lookOf, isDark } from './look.js';
import { CanvasPen } from './pens.js';
import { unpack } from './payload.js';
import { beatAt, schedule, scheduleNames } from './schedule.js';
import { layerCode, paint } from './scene.js';
import { fill, layerName, sentence } from './words.js';

const PAUSE_AT_END = 1.6;
const clamp = (value, low, high) => Math.min(high, Math.max(low, value));

class Player {
  constructor(root, data) {
    this.root = root;
    this.position = 0;
    this.rate = 1;
    this.playing = false;
    this.looping = Boolean(data.options.autoplay);
    this.layerChoice = 'follow';
    this.waited = 0;
    this.reduced = window.matchMedia('(prefers-reduced-motion: reduce)');
    this.build(data.words);
    this.tick = this.tick.bind(this);
  }

  build(words) {
    this.canvas = element('canvas', { role: 'img' });
    this.tip = element('div', { className: 'tip', hidden: true });
    this.card = element('div', { className: 'card', hidden: true });
    this.stage = element('div', { className: 'stage' }, [this.canvas, this.tip, this.card]);
    this.moment = element('p', { className: 'moment', role: 'status' });
    this.controls = controls(words, this.actions());
    this.section = element(
      'section',
      { className: 'player', tabIndex: 0, role: 'application', 'aria-label': words.title, 'aria-keyshortcuts': 'Space ArrowLeft ArrowRight Home End' },
      [this.stage, this.moment, this.controls.bar],
    );
    this.section.addEventListener('keydown', (event) => this.key(event));
    this.canvas.addEventListener('pointermove', (event) => this.point(event));
    this.canvas.addEventListener('pointerleave', () => this.unpoint());
    this.canvas.addEventListener('click', (event) => this.choose(event));
    this.root.append(this.section);
    this.resized = new ResizeObserver(() => this.arrange());
    this.resized.observe(this.section);
    this.rearrange = () => this.arrange();
    window.addEventListener('resize', this.rearrange);
    this.reduced.addEventListener('change', this.rearrange);
  }

  actions() {
    return {
      canRecord: canRecord(),
      toggle: () => this.toggle(),
      step: (way) => this.step(way),
      loop: () => this.change({ looping: !this.looping }),
      scrub: (position) => this.go(position),
      scrubbed: () => this.tell(),
      speed: (rate) => this.change({ rate }),
      schedule: (name) => this.reschedule(name),
      layer: (layerChoice) => this.change({ layerChoice, selection: null }),
      save: (kind, white) => this.save(kind, white),
    };
  }

  // New numbers: the moment is kept; only another shape of network starts again.
  update({ payload, palette, words, options }, send) {
    const shape = JSON.stringify([payload.steps, payload.readers, payload.layers.length, payload.merge_mode, payload.head]);
    const same = this.shape === shape;
    Object.assign(this, { words, options, palette, send, shape, model: unpack(payload) });
    const names = scheduleNames(this.model);
    const name = same && names.includes(this.plan?.name) ? this.plan.name : (names.includes(options.schedule) ? options.schedule : names[0]);
    this.plan = schedule(this.model, name);
    if (!same) Object.assign(this, { position: 0, selection: null, hover: null, layerChoice: 'follow' });
    if (this.selection && this.selection.unit >= this.units(this.selection.panel)) this.selection = null;
    this.arrange();
    if (!this.started) this.start();
  }

  start() {
    this.started = true;
    if (this.options.autoplay && !this.reduced.matches) this.play();
    else if (this.options.autoplay) this.go(this.plan.beats);
  }

  get layer() {
    const followed = this.plan.layerAt(Math.max(0, beatAt(this.position)));
    return this.layerChoice === 'follow' ? followed : Number(this.layerChoice);
  }

  units(panel) {
    const layer = this.model.layers[this.layer];
    return (panel === 'merged' ? layer.merged?.units : layer[panel]?.hidden.units) ?? 0;
  }

  arrange() {
    if (!this.model || !this.section.clientWidth) return;
    const width = Math.floor(this.stage.clientWidth);
    const wish = naturalHeight(this.model, this.options.panels, width);
    const room = window.innerHeight - 130;
    const height = this.options.height ?? Math.max(Math.min(wish, room), Math.min(wish, 400));
    const ratio = window.devicePixelRatio || 1;
    if (this.canvas.width !== Math.round(width * ratio) || this.canvas.height !== Math.round(height * ratio)) {
      this.canvas.width = Math.round(width * ratio);
      this.canvas.height = Math.round(height * ratio);
      this.canvas.style.height = `${height}px`;
    }
    this.look = lookOf(this.root, this.palette, this.model.source, isDark(this.section));
    this.section.style.setProperty('--scale', scaleOf(width));
    for (const [name, value] of Object.entries(this.look.css)) this.section.style.setProperty(name, value);
    this.pen = new CanvasPen(this.canvas.getContext('2d'), { font: this.look.font, ratio });
    this.size = { width, height, ...this.labels(width) };
    this.places = this.model.layers.map((layer) => ({ ...layout(this.model, layer, this.options.panels, this.size), ...this.size }));
    this.draw();
  }

  // Labels in any language: the widest one sets the gutter on the left.
  labels(width) {
    const { words, model } = this;
    const size = 16 * scaleOf(width);
    const wide = (text) => this.pen.measure(text, size, 600);
    const names = this.options.panels.map((name) => fill(words.panels[name], { mode: model.merge_mode }));
    const rows = Object.values(words.rows);
    const gutter = isNarrow(width) ? 0 : Math.max(...[...names, ...rows].map(wide));
    return { gutter, badge: wide(words.sources[model.source]), code: this.pen.measure(layerCode(model), size, 400) };
  }

  scene() {
    const { model, plan, position, words, selection, hover, look, layer } = this;
    const place = this.places[layer];
    const here = selection && place.boxes[selection.panel] ? selection : null;
    return { model, plan, position, words, selection: here, hover, look, layer, layout: place, still: this.reduced.matches };
  }

  draw() {
    if (!this.size) return;
    this.aim();
    const scene = this.scene();
    paint(this.pen, scene, null);
    const text = sentence(scene);
    if (this.moment.textContent !== text) this.moment.textContent = text;
    // Spoken only when the picture rests.
    this.moment.setAttribute('aria-live', this.playing ? 'off' : 'polite');
    const spoken = `${layerCode(this.model)}. ${text}`;
    if (this.canvas.getAttribute('aria-label') !== spoken) this.canvas.setAttribute('aria-label', spoken);
    this.section.dataset.position = this.position.toFixed(2);
    this.section.dataset.playing = this.playing;
    this.controls.show({ ...this.controlState(), text });
    this.drawCard(scene);
  }

  controlState() {
    const { words, model, plan } = this;
    const layers = model.layers.map((_, layer) => [String(layer), layerName(words, layer)]);
    return {
      playing: this.playing,
      looping: this.looping,
      rate: this.rate,
      position: this.position,
      beats: plan.beats,
      schedules: scheduleNames(model).map((name) => [name, words.schedules[this.named(name)]]),
      schedule: plan.name,
      layers: layers.length > 1 ? [['follow', words.follow], ...layers] : [],
      layerChoice: this.layerChoice,
      compact: this.options.compact,
    };
  }

  // Without a merge of each step the first schedule has no third part.
  named(name) {
    return name === 'sequence' && !this.model.layers[0].merged ? 'sequence_apart' : name;
  }

  drawCard(scene) {
    const { selection, layout: place } = scene;
    this.card.hidden = !selection;
    if (!selection) return;
    const box = place.boxes[selection.panel];
    const found = stateHit(scene, selection.panel, selection.step, selection.unit);
    const { title, lines } = found.known ? equation(scene, selection) : { title: found.lines[0], lines: [found.lines[1]] };
    const text = [title, ...lines].join('\n');
    if (this.card.dataset.text !== text) {
      this.card.dataset.text = text;
      this.card.replaceChildren(element('strong', { textContent: title }), element('pre', { textContent: lines.join('\n') }));
    }
    this.card.style.setProperty('--hue', this.look[selection.panel]);
    // Above the forward panel, below the others: never over the panel it explains.
    const above = selection.panel === 'forward' && box.y > this.card.offsetHeight + 8;
    const below = box.y + box.h + 8 + this.card.offsetHeight <= place.height;
    const top = above || !below ? Math.max(0, box.y - this.card.offsetHeight - 8) : box.y + box.h + 8;
    const left = clamp(found.cell.x + found.cell.w / 2 - this.card.offsetWidth / 2, 0, place.width - this.card.offsetWidth);
    this.card.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
  }

  change(values) {
    Object.assign(this, values);
    this.draw();
  }

  reschedule(name) {
    const share = this.position / this.plan.beats;
    this.plan = schedule(this.model, name);
    this.go(share === 1 ? this.plan.beats : 0);
  }

  toggle() {
    if (this.playing) this.pause();
    else this.play();
  }

  play() {
    if (this.position >= this.plan.beats) this.position = 0;
    Object.assign(this, { playing: true, last: null, waited: 0 });
    requestAnimationFrame(this.tick);
    this.draw();
  }

  pause() {
    this.playing = false;
    this.draw();
    this.tell();
  }

  tick(now) {
    if (!this.playing || !this.root.isConnected) return;
    const passed = this.last === null ? 0 : Math.min(0.1, (now - this.last) / 1000);
    this.last = now;
    this.advance(passed);
    this.draw();
    if (this.playing) requestAnimationFrame(this.tick);
  }

  // With reduced motion the play jumps from beat to beat, never faster than twice a second.
  advance(passed) {
    const { beats, seconds } = this.plan;
    if (this.position >= beats) return this.rest(passed);
    if (!this.reduced.matches) {
      this.position = Math.min(beats, this.position + (passed * this.rate) / seconds);
      return;
    }
    this.waited += passed * this.rate;
    if (this.waited < Math.max(0.5, seconds)) return;
    this.waited = 0;
    this.position = Math.min(beats, Math.floor(this.position) + 1);
  }

  rest(passed) {
    this.waited += passed;
    if (this.looping && this.waited >= PAUSE_AT_END) Object.assign(this, { position: 0, waited: 0 });
    else if (!this.looping) {
      this.playing = false;
      this.tell();
    }
  }

  go(position) {
    this.playing = false;
    this.position = clamp(this.reduced.matches ? Math.round(position) : position, 0, this.plan.beats);
    this.draw();
  }

  step(way) {
    const { stops } = this.plan;
    const next = way > 0 ? stops.find((stop) => stop > this.position) : stops.findLast((stop) => stop < this.position);
    this.go(next ?? (way > 0 ? this.plan.beats : 0));
    this.tell();
  }

  // The moment goes to the server only when somebody asked for it, and only at rest.
  tell() {
    if (this.options.sync) this.send('moment', { position: this.position, beats: this.plan.beats, layer: this.layer });
  }

  key(event) {
    const inside = event.composedPath()[0];
    if (inside.tagName === 'SELECT' || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === ' ' && inside !== this.section && !inside.classList?.contains('scrub')) return;
    const keys = {
      ' ': () => this.toggle(),
      ArrowRight: () => this.step(1),
      ArrowLeft: () => this.step(-1),
      Home: () => this.jump(0),
      End: () => this.jump(this.plan.beats),
      ArrowDown: () => this.moveUnit(1),
      ArrowUp: () => this.moveUnit(-1),
      Escape: () => this.change({ selection: null }),
    };
    if (!keys[event.key]) return;
    event.preventDefault();
    event.stopPropagation();
    keys[event.key]();
  }

  jump(position) {
    this.go(position);
    this.tell();
  }

  // ↑ and ↓ walk through the units at the present step, for those who do not point.
  moveUnit(way) {
    const panels = ['forward', 'backward', 'merged'].filter((name) => this.scene().layout.boxes[name]);
    if (!panels.length) return;
    const { selection } = this;
    if (!selection) return this.change({ selection: { panel: panels[0], unit: 0, step: 0 } });
    let [panel, unit] = [selection.panel, selection.unit + way];
    if (unit < 0 || unit >= this.units(panel)) {
      panel = panels[(panels.indexOf(panel) + way + panels.length) % panels.length];
      unit = way > 0 ? 0 : this.units(panel) - 1;
    }
    this.change({ selection: { ...selection, panel, unit } });
  }

  place(event) {
    const box = this.canvas.getBoundingClientRect();
    const zoom = box.width / this.size.width;
    return [(event.clientX - box.left) / zoom, (event.clientY - box.top) / zoom];
  }

  point(event) {
    this.pointer = this.place(event);
    if (!this.playing) this.draw();
  }

  // Numbers move under a resting pointer too: what it says is looked up at each drawing.
  aim() {
    if (!this.pointer) return;
    const [x, y] = this.pointer;
    const found = hit(this.scene(), x, y);
    this.hover = found?.lines ? found : null;
    this.canvas.style.cursor = found?.cell || found?.panel === 'layer' ? 'pointer' : 'default';
    // The card already says what its own cell holds.
    const told = this.selection && ['panel', 'step', 'unit'].every((name) => this.selection[name] === this.hover?.[name]);
    this.tip.hidden = !this.hover || told;
    if (this.hover) {
      const said = this.hover.lines.join('\n');
      if (this.tip.textContent !== said) this.tip.textContent = said;
      const left = clamp(x + 16, 0, this.size.width - this.tip.offsetWidth);
      const top = y + 20 + this.tip.offsetHeight > this.size.height ? y - this.tip.offsetHeight - 12 : y + 20;
      this.tip.style.transform = `translate(${left}px, ${top}px)`;
    }
  }

  unpoint() {
    this.tip.hidden = true;
    this.change({ hover: null, pointer: null });
  }

  choose(event) {
    const found = hit(this.scene(), ...this.place(event));
    if (found?.panel === 'layer' || found?.panel === 'network') {
      if (this.model.layers.length > 1) this.change({ layerChoice: String(found.layer), selection: null });
      return;
    }
    if (!found?.cell) return this.change({ selection: null });
    const { panel, step, unit } = found;
    const before = this.selection;
    const again = before && before.panel === panel && before.step === step && before.unit === unit;
    this.change({ selection: again ? null : { panel, step, unit } });
  }

  save(kind, white) {
    const look = white ? lookOf(this.root, this.palette, this.model.source, false, true) : this.look;
    const scene = { ...this.scene(), look };
    const name = `${this.model.cell.toLowerCase()}-${this.plan.name}-${Math.round(this.position)}`;
    if (kind === 'png') savePng(scene, name);
    if (kind === 'svg') saveSvg(scene, name, `${layerCode(this.model)}. ${sentence(scene)}`);
    if (kind === 'clip') this.record(scene, name);
  }

  async record(scene, name) {
    this.pause();
    const follow = (position) => {
      this.go(position);
      const { layer, layout: place } = this.scene();
      return { layer, layout: place };
    };
    this.section.classList.add('recording');
    await saveClip(scene, name, this.rate / this.plan.seconds, follow).finished;
    this.section.classList.remove('recording');
  }

  remove() {
    this.playing = false;
    this.resized.disconnect();
    window.removeEventListener('resize', this.rearrange);
    this.reduced.removeEventListener('change', this.rearrange);
    this.section.remove();
  }
}

const players = new WeakMap();

export default function mount({ data, parentElement, setStateValue }) {
  if (!players.has(parentElement)) players.set(parentElement, new Player(parentElement, data));
  const player = players.get(parentElement);
  player.update(data, setStateValue);
  return () => {
    player.remove();
    players.delete(parentElement);
  };
}
