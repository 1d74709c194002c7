// Where in the play we are, and how it moves on.
// In: a schedule, and what to do at each move and at each rest. Out: `position`, in beats.

const PAUSE_AT_END = 1.6;
const SLOWEST_JUMP = 0.5;

export class Clock {
  /** @type {import('./schedule.js').Plan} */
  plan;

  /** @type {() => void} */
  moved;

  /** @type {() => void} */
  rested;

  /** @type {() => boolean} */
  alive;

  /** @type {() => boolean} */
  reduced;

  position = 0;
  rate = 1;
  playing = false;
  looping = false;
  waited = 0;
  frame = 0;

  /** @type {number | null} */
  last = null;

  /** @param {{ moved: () => void, rested: () => void, alive: () => boolean, reduced: () => boolean }} act */
  constructor({ moved, rested, alive, reduced }) {
    Object.assign(this, { moved, rested, alive, reduced });
    this.tick = this.tick.bind(this);
  }

  toggle() {
    if (this.playing) this.pause();
    else this.play();
  }

  play() {
    if (this.position >= this.plan.beats) this.position = 0;
    Object.assign(this, { playing: true, last: null, waited: 0 });
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(this.tick);
    this.moved();
  }

  pause() {
    this.playing = false;
    this.moved();
    this.rested();
  }

  /** @param {number} now in milliseconds */
  tick(now) {
    if (!this.playing || !this.alive()) return;
    const passed = this.last === null ? 0 : Math.min(0.1, (now - this.last) / 1000);
    this.last = now;
    this.advance(passed);
    this.moved();
    if (this.playing) this.frame = requestAnimationFrame(this.tick);
  }

  /** With reduced motion the play jumps from beat to beat, never faster than twice a second.
   * @param {number} passed in seconds */
  advance(passed) {
    const { beats, seconds } = this.plan;
    if (this.position >= beats) return this.end(passed);
    if (!this.reduced()) {
      this.position = Math.min(beats, this.position + (passed * this.rate) / seconds);
      return;
    }
    this.waited += passed;
    if (this.waited < Math.max(SLOWEST_JUMP, seconds / this.rate)) return;
    this.waited = 0;
    this.position = Math.min(beats, Math.floor(this.position) + 1);
  }

  /** @param {number} passed in seconds */
  end(passed) {
    this.waited += passed;
    if (this.looping && this.waited >= PAUSE_AT_END) Object.assign(this, { position: 0, waited: 0 });
    else if (!this.looping) {
      this.playing = false;
      this.rested();
    }
  }

  /** Straight to a position, and stop there.
   * @param {number} position */
  go(position) {
    this.playing = false;
    const place = this.reduced() ? Math.round(position) : position;
    this.position = Math.min(this.plan.beats, Math.max(0, place));
    this.moved();
  }

  /** @param {number} position */
  jump(position) {
    this.go(position);
    this.rested();
  }

  /** @param {number} way 1 forward, -1 back */
  step(way) {
    const { stops, beats } = this.plan;
    const after = () => stops.find((stop) => stop > this.position) ?? beats;
    const before = () => stops.findLast((stop) => stop < this.position) ?? 0;
    this.jump(way > 0 ? after() : before());
  }
}
