// News of a run, past the scripts of the pages: one WebSocket for each topic, whatever listens to it.
// In: `live` from ui/channel (id, number, stage, socket, name). Out: calls of the listener with each newer picture.
// A message names the version it builds upon; who has another one asks for the whole. Of several messages that
// arrive together only the newest state counts, and a cut connection is opened again, later and later.

/** @typedef {{ id: string, number: number, socket: string, name: string }} Live */
/** @typedef {{ stage?: string, pace?: number, lost?: boolean, unknown?: boolean }} Word */

const wires = (/** @type {any} */ (window).birnnWires ??= new Map());
// Milliseconds between tries, the last one again and again.
const WAITS = [300, 700, 1500, 3000, 6000, 12000, 30000];
// After so many tries without an answer the page is told that the route cannot be reached.
const PATIENCE = 3;
const SILENCE = 10000;
const DONE = 1000;
const UNKNOWN = 4404;

/**
 * The same as `patched` in viz_core/watching/patches.py.
 * @param {any} old
 * @param {any} change
 * @returns {any}
 */
export function patched(old, change) {
  if (change == null) return old;
  if ('=' in change) return change['='];
  if ('+' in change) return [...old, ...change['+']];
  if ('i' in change) return old.map((/** @type {any} */ one, /** @type {number} */ place) => patched(one, change.i[place]));
  const kept = { ...old };
  for (const key of change.d ?? []) delete kept[key];
  for (const [key, one] of Object.entries(change.k)) kept[key] = patched(kept[key], one);
  return kept;
}

class Wire {
  id = '';
  number = 0;
  stage = '';
  tries = 0;
  pace = 0;
  lost = false;
  over = false;

  /** @type {Set<Listener>} */
  listeners = new Set();

  /** @type {WebSocket} */
  socket;

  /** The version that was asked for as a whole.
   * @type {number | undefined} */
  asked;

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  timer;

  /** @param {Live} live */
  constructor({ id, socket, number }) {
    this.address = new URL(`${socket}/${id}`, document.baseURI.replace(/^http/, 'ws')).href;
    Object.assign(this, { id, number });
    this.open();
  }

  open() {
    const socket = new WebSocket(`${this.address}?has=${this.number}`);
    const silence = setTimeout(() => socket.close(), SILENCE);
    socket.onopen = () => clearTimeout(silence);
    socket.onmessage = ({ data }) => this.take(JSON.parse(data));
    socket.onclose = ({ code }) => {
      clearTimeout(silence);
      if (this.socket === socket) this.closed(code);
    };
    this.socket = socket;
  }

  /** @param {number} code */
  closed(code) {
    if (this.over || code === DONE) return;
    if (code === UNKNOWN) return this.tell({ unknown: true });
    const wait = WAITS[Math.min(this.tries, WAITS.length - 1)];
    this.tries += 1;
    if (this.tries >= PATIENCE) this.reach(false);
    // Not all of a class at the same moment.
    this.timer = setTimeout(() => this.open(), wait * (0.75 + Math.random() / 2));
  }

  /** @param {boolean} reached */
  reach(reached) {
    if (this.lost === !reached) return;
    this.lost = !reached;
    this.tell({ lost: this.lost });
  }

  /** @param {any} message */
  take(message) {
    this.tries = 0;
    this.reach(true);
    if ('pace' in message) {
      this.pace = message.pace;
      return this.tell({ pace: this.pace });
    }
    this.number = message.number;
    this.stage = message.stage;
    for (const listener of [...this.listeners]) listener.take(message);
  }

  again() {
    if (this.asked === this.number || this.socket.readyState !== WebSocket.OPEN) return;
    this.asked = this.number;
    this.socket.send('again');
  }

  /** @param {Word} word */
  tell(word) {
    for (const listener of [...this.listeners]) listener.said?.(word);
  }

  /** @param {Listener} listener */
  leave(listener) {
    this.listeners.delete(listener);
    // A page that is drawn anew mounts its pictures again at once: the connection waits for them.
    setTimeout(() => this.listeners.size || this.close(), 1000);
  }

  close() {
    this.over = true;
    clearTimeout(this.timer);
    this.socket.close();
    if (wires.get(this.id) === this) wires.delete(this.id);
  }
}

class Listener {
  /** @type {((picture: any) => void) | undefined} */
  changed;

  /** @type {((word: Word) => void) | undefined} */
  said;

  /** The connection it listens to; none before it joins one.
   * @type {any} */
  wire = null;

  name = '';
  number = -1;

  /** @type {any} */
  picture;

  /**
   * @param {(picture: any) => void} changed
   * @param {((word: Word) => void) | undefined} said
   */
  constructor(changed, said) {
    Object.assign(this, { changed, said });
  }

  /**
   * What the page's script says: the newest it had. A newer state from the wire stays.
   * @param {Live} live
   * @param {any} picture
   */
  join(live, picture) {
    if (this.wire && this.wire.id !== live.id) this.leave();
    if (!this.wire) {
      if (!wires.has(live.id)) wires.set(live.id, new Wire(live));
      this.wire = wires.get(live.id);
      this.wire.listeners.add(this);
      Object.assign(this, { number: -1 });
    }
    this.name = live.name;
    const newer = live.number >= this.number;
    if (newer) Object.assign(this, { number: live.number, picture });
    if (this.number < this.wire.number) this.wire.again();
    return newer;
  }

  /** @param {{ number: number, base: number | null, parts: Record<string, any> }} message */
  take({ number, base, parts }) {
    if (number < this.number || (number === this.number && base !== null)) return;
    if (base !== null && base !== this.number) return this.wire.again();
    const change = this.name in parts ? parts[this.name] : undefined;
    this.number = number;
    if (change !== undefined) {
      this.picture = base === null ? change : patched(this.picture, change);
      this.changed?.(this.picture);
    }
    this.said?.({ stage: this.wire.stage });
  }

  leave() {
    this.wire?.leave(this);
    this.wire = null;
  }
}

// Keeps a component at the newest picture. `holder` remembers the listener from one call to the next; `live` is null
// where nothing is to be expected. `show(picture)` is called with the script's picture, unless a newer one came over
// the wire, and with each newer one. `said(word)` is called when the run comes to another stage, the route is lost or
// found again ({ lost }), the pace changes ({ pace }), or the server knows nothing of the topic ({ unknown }).
// Returns whether the script's picture was the newest.
/**
 * @param {any} holder remembers the listener
 * @param {Live | null | undefined} live
 * @param {any} picture
 * @param {(picture: any) => void} show
 * @param {((word: Word) => void)=} said
 */
export function follow(holder, live, picture, show, said) {
  if (!live) {
    unfollow(holder);
    show(picture);
    return true;
  }
  holder.listener ??= new Listener(show, said);
  const newest = holder.listener.join(live, picture);
  if (newest) show(picture);
  return newest;
}

/** @param {any} holder remembers the listener */
export function unfollow(holder) {
  holder.listener?.leave();
  holder.listener = null;
}
