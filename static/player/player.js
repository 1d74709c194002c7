// The animated reader: a Streamlit component (v2). https://docs.streamlit.io/develop/concepts/custom-components
// In: { payload, palette, words, options } from ui/player. Out: a picture that plays, and the moment chosen.
// Streamlit calls the default export again at each new payload; the DOM and the playback stay as they are, so
// numbers may change under a moving cursor. State lives here, one `Player` per mounted element.

import { lead, listen, tell } from './channel.js';
import { Clock } from './clock.js';
import { controls, element } from './controls.js';
import { canRecord, saveClip, savePng, saveSvg } from './export.js';
import { hit } from './hits.js';
import { notes, shortened } from './labels.js';
import { isNarrow, layout, leastHeight, naturalHeight, scaleOf, sizes } from './layout.js';
import { lookOf, isDark } from './look.js';
import { Overlays } from './overlays.js';
import { CanvasPen } from './pens.js';
import { unpack } from './payload.js';
import { beatAt, happening, schedule, scheduleNames } from './schedule.js';
import { cursors, layerCode, paint } from './scene.js';
import { fill, layerName, sentence } from './words.js';
import { follow, unfollow } from '../watching/watch.js';

// Where an element begins on its page, however far that is scrolled.
function topInPage(node) {
  const page = node.getRootNode().host?.closest('[data-testid="stMain"]');
  const top = node.getBoundingClientRect().top;
  return page ? top - page.getBoundingClientRect().top + page.scrollTop : top + window.scrollY;
}

class Player {
  constructor(root, data) {
    this.root = root;
    this.layerChoice = 'follow';
    this.reduced = window.matchMedia('(prefers-reduced-motion: reduce)');
    this.clock = new Clock({
      moved: () => this.draw(),
      rested: () => this.tell(),
      alive: () => root.isConnected,
      reduced: () => this.reduced.matches,
    });
    this.build(data.words);
  }

  build(words) {
    this.canvas = element('canvas', { role: 'img' });
    this.overlays = new Overlays();
    const { tip, card } = this.overlays;
    this.stage = element('div', { className: 'stage' }, [this.canvas, tip, card]);
    this.moment = element('p', { className: 'moment', role: 'status' });
    this.controls = controls(words, this.actions());
    this.section = element(
      'section',
      {
        className: 'player',
        tabIndex: 0,
        role: 'application',
        'aria-label': words.title,
        'aria-keyshortcuts': 'Space ArrowLeft ArrowRight Home End',
      },
      [this.stage, this.moment, this.controls.bar],
    );
    this.section.addEventListener('keydown', (event) => this.key(event));
    this.canvas.addEventListener('pointermove', (event) => this.point(event));
    this.canvas.addEventListener('pointerdown', (event) => this.point(event));
    this.canvas.addEventListener('pointerleave', () => this.unpoint());
    this.canvas.addEventListener('click', () => this.choose());
    this.root.append(this.section);
    this.resized = new ResizeObserver(() => this.arrange());
    this.resized.observe(this.section);
    const page = (this.root.host ?? this.root).closest('[data-testid="stMainBlockContainer"]');
    if (page) this.resized.observe(page);
    this.rearrange = () => this.arrange();
    window.addEventListener('resize', this.rearrange);
    this.reduced.addEventListener('change', this.rearrange);
  }

  actions() {
    const { clock } = this;
    return {
      canRecord: canRecord(),
      toggle: () => clock.toggle(),
      step: (way) => clock.step(way),
      loop: () => this.change(clock, { looping: !clock.looping }),
      scrub: (position) => clock.go(position),
      scrubbed: () => this.tell(),
      speed: (rate) => this.change(clock, { rate }),
      schedule: (name) => this.reschedule(name),
      layer: (layerChoice) => this.change(this, { layerChoice, selection: null }),
      save: (kind, white) => this.save(kind, white),
    };
  }

  update({ payload, palette, words, options, live }, send) {
    Object.assign(this, { words, options, palette, send });
    this.join(options);
    if (!follow(this, live, payload, (newest) => this.show(newest))) this.show(this.payload);
    const autoplay = Boolean(options.autoplay);
    if (autoplay !== this.autoplay) this.begin(autoplay);
  }

  // New numbers: the moment is kept; only another shape of network starts again.
  show(payload) {
    const shape = JSON.stringify([
      payload.steps,
      payload.readers,
      payload.layers.length,
      payload.merge_mode,
      payload.head,
    ]);
    const same = this.shape === shape;
    Object.assign(this, { shape, payload, model: unpack(payload) });
    const names = scheduleNames(this.model);
    const name =
      same && names.includes(this.clock.plan?.name)
        ? this.clock.plan.name
        : names.includes(this.options.schedule)
          ? this.options.schedule
          : names[0];
    this.clock.plan = schedule(this.model, name);
    if (!same) Object.assign(this, { selection: null, hover: null, layerChoice: 'follow' });
    if (!same) this.clock.position = 0;
    if (this.selection && this.selection.unit >= this.units(this.selection.panel)) this.selection = null;
    this.arrange();
    this.follow();
  }

  // Play over and over from now on; or, when that ends, come to rest after this pass.
  begin(autoplay) {
    this.autoplay = autoplay;
    this.clock.looping = autoplay;
    if (autoplay && !this.reduced.matches) this.clock.play();
    else if (autoplay) this.clock.go(this.clock.plan.beats);
  }

  get layer() {
    const { plan, position } = this.clock;
    const followed = plan.layerAt(Math.max(0, beatAt(position)));
    return this.layerChoice === 'follow' ? followed : Number(this.layerChoice);
  }

  units(panel) {
    const layer = this.model.layers[this.layer];
    return (panel === 'merged' ? layer.merged?.units : layer[panel]?.hidden.units) ?? 0;
  }

  arrange() {
    if (!this.model || !this.section.clientWidth) return;
    const width = Math.floor(this.stage.clientWidth);
    this.section.style.setProperty('--scale', scaleOf(width));
    const wish = naturalHeight(this.model, this.options.panels, width);
    const least = leastHeight(this.model, this.options.panels, width);
    const fixed = this.options.height && Math.round(this.options.height * scaleOf(width));
    const height = fixed ?? Math.floor(Math.min(wish, Math.max(this.room(least), least)));
    const ratio = window.devicePixelRatio || 1;
    if (
      this.canvas.width !== Math.round(width * ratio) ||
      this.canvas.height !== Math.round(height * ratio)
    ) {
      this.canvas.width = Math.round(width * ratio);
      this.canvas.height = Math.round(height * ratio);
      this.canvas.style.height = `${height}px`;
    }
    this.look = lookOf(this.root, this.palette, this.model.source, isDark(this.section));
    for (const [name, value] of Object.entries(this.look.css)) this.section.style.setProperty(name, value);
    this.pen = new CanvasPen(this.canvas.getContext('2d'), { font: this.look.font, ratio });
    this.size = { width, height, ...this.labels(width) };
    this.places = this.model.layers.map((layer) => ({
      ...layout(this.model, layer, this.options.panels, this.size),
      ...this.size,
    }));
    this.draw();
  }

  // The height that the window leaves for the picture: below whatever stands above the player where the least
  // picture fits there, else in a window scrolled to it. Live updates and scrolling never change it; what is put
  // above the player, or a window of another size, does.
  room(least) {
    const top = Math.ceil(topInPage(this.section));
    if (this.seen?.window !== window.innerHeight || Math.abs(this.seen.top - top) > 8)
      this.seen = { window: window.innerHeight, top };
    const below = this.section.offsetHeight - this.stage.offsetHeight + 4;
    const free = window.innerHeight - below;
    return free - this.seen.top >= least ? free - this.seen.top : free - 8;
  }

  // Labels in any language: the widest one sets the gutter on the left, the names of the outcomes that on the right.
  labels(width) {
    const { words, model } = this;
    const { label, number } = sizes(width);
    const wide = (text) => this.pen.measure(text, label, 600);
    const light = (text) => this.pen.measure(text, number, 400);
    const strong = (text) => this.pen.measure(text, number, 600);
    const names = this.options.panels.map((name) => fill(words.panels[name], { mode: model.merge_mode }));
    const rows = [...Object.values(words.rows), words.encoder, words.decoder];
    const gutter = isNarrow(width) ? 0 : Math.max(...[...names, ...rows].map(wide), ...notes(model, words).map(light));
    const room = width < 480 ? 61 : 140 * scaleOf(width);
    const binary = model.predictions[0].probabilities.units === 1;
    const outcomes = binary ? model.classes.map((name) => shortened(name, room, strong)) : [];
    return {
      gutter,
      outcomes,
      aside: Math.max(0, ...outcomes.map(strong)),
      badge: wide(words.sources[model.source]),
      code: this.pen.measure(layerCode(model), label, 400),
    };
  }

  scene() {
    const { model, words, selection, hover, look, layer } = this;
    const { plan, position } = this.clock;
    const place = this.places[layer];
    const here = selection && place.boxes[selection.panel] ? selection : null;
    return {
      model,
      plan,
      position,
      words,
      selection: here,
      hover,
      look,
      layer,
      layout: place,
      still: this.reduced.matches,
    };
  }

  reschedule(name) {
    const { clock } = this;
    const ended = clock.position >= clock.plan.beats;
    clock.plan = schedule(this.model, name);
    clock.go(ended ? clock.plan.beats : 0);
  }

  draw() {
    if (!this.size) return;
    this.aim();
    const scene = this.scene();
    paint(this.pen, scene, null);
    const text = sentence(scene);
    if (this.moment.textContent !== text) this.moment.textContent = text;
    // Spoken only when the picture rests.
    this.moment.setAttribute('aria-live', this.clock.playing ? 'off' : 'polite');
    const spoken = `${layerCode(this.model)}. ${text}`;
    if (this.canvas.getAttribute('aria-label') !== spoken) this.canvas.setAttribute('aria-label', spoken);
    this.section.dataset.position = this.clock.position.toFixed(2);
    this.section.dataset.playing = this.clock.playing;
    this.controls.show({ ...this.controlState(), text });
    this.overlays.showCard(scene);
    if (this.options.channel && !this.options.follower) tell(this.options.channel, this.present());
  }

  present() {
    const { plan, position } = this.clock;
    return { position, beats: plan.beats, now: happening(plan, Math.max(0, beatAt(position))) };
  }

  // One leader and its followers share a moment; a follower has no controls of its own.
  join({ channel, follower }) {
    this.controls.bar.hidden = follower;
    this.moment.hidden = follower;
    const wanted = `${channel} ${follower}`;
    if (this.joined === wanted) return;
    this.leave?.();
    Object.assign(this, { joined: wanted, leave: null });
    if (!channel) return;
    this.leave = follower ? null : lead(channel, () => this.draw());
  }

  // A follower listens as soon as it can draw.
  follow() {
    const { channel, follower } = this.options;
    if (channel && follower) this.leave ??= listen(channel, ({ position }) => this.clock.go(position));
  }

  controlState() {
    const { words, model } = this;
    const { plan, playing, looping, rate, position } = this.clock;
    const layers = model.layers.map((_, layer) => [String(layer), layerName(words, layer, model)]);
    return {
      playing,
      looping,
      rate,
      position,
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
    return name === 'sequence' && !this.model.layers.at(-1).merged ? 'sequence_apart' : name;
  }

  change(what, values) {
    Object.assign(what, values);
    this.draw();
  }

  // The moment goes to the server only when somebody asked for it, and only at rest.
  tell() {
    const { position, plan } = this.clock;
    if (this.options.sync) this.send('moment', { position, beats: plan.beats, layer: this.layer });
  }

  key(event) {
    const { clock } = this;
    const inside = event.composedPath()[0];
    if (inside.tagName === 'SELECT' || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === ' ' && inside !== this.section && !inside.classList?.contains('scrub')) return;
    const keys = {
      ' ': () => clock.toggle(),
      ArrowRight: () => clock.step(1),
      ArrowLeft: () => clock.step(-1),
      Home: () => clock.jump(0),
      End: () => clock.jump(clock.plan.beats),
      ArrowDown: () => this.moveUnit(1),
      ArrowUp: () => this.moveUnit(-1),
      Escape: () => this.change(this, { selection: null }),
    };
    if (!keys[event.key]) return;
    event.preventDefault();
    event.stopPropagation();
    keys[event.key]();
  }

  // ↑ and ↓ walk through the units at the present step, for those who do not point.
  moveUnit(way) {
    const panels = ['forward', 'backward', 'merged'].filter((name) => this.scene().layout.boxes[name]);
    if (!panels.length) return;
    const { selection } = this;
    if (!selection) {
      const step = cursors(this.scene())[0]?.step ?? 0;
      return this.change(this, { selection: { panel: panels[0], unit: 0, step } });
    }
    let [panel, unit] = [selection.panel, selection.unit + way];
    if (unit < 0 || unit >= this.units(panel)) {
      panel = panels[(panels.indexOf(panel) + way + panels.length) % panels.length];
      unit = way > 0 ? 0 : this.units(panel) - 1;
    }
    this.change(this, { selection: { ...selection, panel, unit } });
  }

  place(event) {
    const box = this.canvas.getBoundingClientRect();
    const zoom = box.width / this.size.width;
    return [(event.clientX - box.left) / zoom, (event.clientY - box.top) / zoom];
  }

  point(event) {
    this.pointer = this.place(event);
    if (!this.clock.playing) this.draw();
  }

  // Numbers move under a resting pointer too: what it says is looked up at each drawing.
  aim() {
    if (!this.pointer) return;
    const found = hit(this.scene(), ...this.pointer);
    this.hover = found?.lines ? found : null;
    this.canvas.style.cursor = found?.cell || found?.panel === 'layer' ? 'pointer' : 'default';
    this.overlays.showTip(this.hover, this.selection, this.pointer, this.size);
  }

  unpoint() {
    this.overlays.tip.hidden = true;
    this.change(this, { hover: null, pointer: null });
  }

  // A click chooses what the pointer was said to be on: its own coordinates are rounded.
  choose() {
    if (!this.pointer) return;
    const found = hit(this.scene(), ...this.pointer);
    if (found?.panel === 'layer' || found?.panel === 'network') {
      if (this.model.layers.length > 1)
        this.change(this, { layerChoice: String(found.layer), selection: null });
      return;
    }
    if (!found?.cell) return this.change(this, { selection: null });
    const { panel, step, unit } = found;
    const before = this.selection;
    const again = before && before.panel === panel && before.step === step && before.unit === unit;
    this.change(this, { selection: again ? null : { panel, step, unit } });
  }

  save(kind, white) {
    const look = white ? lookOf(this.root, this.palette, this.model.source, false, true) : this.look;
    const scene = { ...this.scene(), look };
    const name = `${this.model.cell.toLowerCase()}-${this.clock.plan.name}-${Math.round(this.clock.position)}`;
    if (kind === 'png') savePng(scene, name);
    if (kind === 'svg') saveSvg(scene, name, `${layerCode(this.model)}. ${sentence(scene)}`);
    if (kind === 'clip') this.record(scene, name);
  }

  async record(scene, name) {
    this.clock.pause();
    const follow = (position) => {
      this.clock.go(position);
      const { layer, layout: place } = this.scene();
      return { layer, layout: place };
    };
    this.section.classList.add('recording');
    await saveClip(scene, name, this.clock.rate / this.clock.plan.seconds, follow).finished;
    this.section.classList.remove('recording');
  }

  remove() {
    this.clock.playing = false;
    unfollow(this);
    this.leave?.();
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
