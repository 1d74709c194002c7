// The animated reader: a Streamlit component (v2). https://docs.streamlit.io/develop/concepts/custom-components
// In: { payload, palette, words, options } from ui/player. Out: a picture that plays, and the moment chosen.
// Streamlit calls the default export again at each new payload; the DOM and the playback stay as they are, so
// numbers may change under a moving cursor. State lives here, one `Player` per mounted element.

import { Arrangement } from './arrangement.js';
import { Clock } from './clock.js';
import { Frame } from './frame.js';
import { listenToKeys } from './keys.js';
import { Led } from './led.js';
import { unpack } from './payload.js';
import { Pointing } from './pointing.js';
import { beatAt, schedule, scheduleNames } from './schedule.js';
import { layerCode, paint } from './scene.js';
import { Sharing } from './sharing.js';
import { Sound } from './sound.js';
import { layerName, sentence } from './words.js';
import { follow as followFeed, unfollow } from '../watching/watch.js';

class Player {
  /** @type {string} */ shape;
  /** @type {any} */ payload;
  /** @type {ReturnType<typeof unpack>} */ model;
  /** @type {any} */ words;
  /** @type {any} */ options;
  /** @type {any} */ palette;
  /** @type {(name: string, value: object) => void} */
  send;

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
    this.frame = new Frame(root, data.words, this.actions());
    this.arrangement = new Arrangement(this.frame);
    this.pointing = new Pointing(this.frame, this);
    this.sharing = new Sharing(this.clock, () => this.draw());
    this.led = new Led(root, this);
    this.sound = new Sound(() => this.draw());
    listenToKeys(this.frame.section, this.clock, this.pointing);
    this.rearrange = () => this.arrange();
    this.arrangement.watch(this.rearrange);
    this.reduced.addEventListener('change', this.rearrange);
  }

  actions() {
    const { clock } = this;
    return {
      toggle: () => clock.toggle(),
      step: (way) => clock.step(way),
      loop: () => this.pace({ looping: !clock.looping }),
      scrub: (position) => clock.go(position),
      scrubbed: () => this.tell(),
      sound: () => this.sound.toggle(),
      speed: (rate) => this.pace({ rate }),
      schedule: (name) => this.reschedule(name),
      layer: (layerChoice) => this.showLayer(layerChoice),
      save: () => this.picture(),
      numbers: () => this.numbers(),
    };
  }

  update({ payload, palette, words, options, live }, send) {
    Object.assign(this, { words, options, palette, send });
    this.frame.lead(!options.follower);
    this.sharing.join(options);
    if (!followFeed(this, live, payload, (newest) => this.show(newest))) this.show(this.payload);
    const autoplay = Boolean(options.autoplay);
    if (autoplay !== this.autoplay) this.begin(autoplay);
  }

  // New numbers: the moment is kept; only another shape of network starts again.
  show(payload) {
    const { steps, readers, layers, merge_mode: mode, head } = payload;
    const shape = JSON.stringify([steps, readers, layers.length, mode, head]);
    const same = this.shape === shape;
    Object.assign(this, { shape, payload, model: unpack(payload) });
    this.clock.plan = schedule(this.model, this.scheduleName(same));
    if (!same) this.restart();
    this.pointing.keep((panel) => this.units(panel));
    this.arrange();
    this.sharing.follow();
    this.led.show();
  }

  // The schedule that is shown, where the same network goes on; else the one that was asked for.
  scheduleName(same) {
    const names = scheduleNames(this.model);
    const now = this.clock.plan?.name;
    if (same && names.includes(now)) return now;
    return names.includes(this.options.schedule) ? this.options.schedule : names[0];
  }

  // Read to its end, so that a picture at rest shows everything; a play begins at the start.
  restart() {
    const { clock } = this;
    Object.assign(this.pointing, { selection: null, hover: null });
    this.layerChoice = 'follow';
    clock.position = clock.playing ? 0 : clock.plan.beats;
  }

  // Play over and over from now on; or, when that ends, come to rest after this pass.
  begin(autoplay) {
    this.autoplay = autoplay;
    this.clock.looping = autoplay;
    if (autoplay && !this.reduced.matches) this.clock.play();
  }

  get layer() {
    return this.layerOf(this.clock.position);
  }

  layerOf(position) {
    const followed = this.clock.plan.layerAt(Math.max(0, beatAt(position)));
    return this.layerChoice === 'follow' ? followed : Number(this.layerChoice);
  }

  units(panel) {
    const layer = this.model.layers[this.layer];
    return (panel === 'merged' ? layer.merged?.units : layer[panel]?.hidden.units) ?? 0;
  }

  arrange() {
    if (this.arrangement.fit(this)) this.draw();
  }

  scene() {
    const { model, words, layer } = this;
    const { hover, selection } = this.pointing;
    const { plan, position } = this.clock;
    const place = this.arrangement.places[layer];
    const here = selection && place.boxes[selection.panel] ? selection : null;
    return {
      model,
      plan,
      position,
      words,
      selection: here,
      hover,
      look: this.arrangement.look,
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

  pace(values) {
    Object.assign(this.clock, values);
    this.draw();
  }

  showLayer(layerChoice) {
    this.layerChoice = layerChoice;
    this.pointing.select(null);
  }

  draw() {
    const { arrangement, clock, frame } = this;
    if (!arrangement.size) return;
    this.pointing.aim(this.scene(), arrangement.size);
    const scene = this.scene();
    paint(arrangement.pen, scene, null);
    const text = sentence(scene);
    frame.say(text, layerCode(this.model), clock);
    frame.controls.show({ ...this.controlState(), text });
    frame.overlays.showCard(scene);
    this.sharing.tell();
    this.led.tell();
    this.sound.hear(scene);
  }

  controlState() {
    const { words, model } = this;
    const { plan, playing, looping, rate, position } = this.clock;
    const layers = model.layers.map((_, layer) => [String(layer), layerName(words, layer, model)]);
    return {
      playing,
      looping,
      sounding: this.sound.on,
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
    return name === 'sequence' && !this.model.layers.at(-1)?.merged ? 'sequence_apart' : name;
  }

  // The moment goes to the server only when somebody asked for it, and only at rest.
  tell() {
    const { position, plan } = this.clock;
    if (this.options.sync) this.send('moment', { position, beats: plan.beats, layer: this.layer });
  }

  async numbers() {
    const { sceneNumbers } = await import('./tables.js');
    return sceneNumbers(this.scene());
  }

  async picture() {
    const { playerPicture } = await import('../saving/player_picture.js');
    return playerPicture(this);
  }

  remove() {
    this.clock.playing = false;
    unfollow(this);
    this.sharing.leave();
    this.led.stop();
    this.sound.close();
    this.arrangement.close();
    this.reduced.removeEventListener('change', this.rearrange);
    this.frame.section.remove();
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
