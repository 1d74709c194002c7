// The moment of a play, told by the player that a lecturer moves and set at the players of a class.
// In and out: events of the document, so that players and the class need not know one another.

/** @typedef {{ player: string, position: number, playing: boolean, rate: number, schedule: string }} Moment */

const MOVED = 'birnn-moved';
const MOVE = 'birnn-move';

/** @param {Moment} moment */
export function tellMoment(moment) {
  document.dispatchEvent(new CustomEvent(MOVED, { detail: moment }));
}

/** @param {(moment: Moment) => void} heard */
export function hearMoments(heard) {
  document.addEventListener(MOVED, (/** @type {any} */ { detail }) => heard(detail));
}

/** @param {Moment} moment */
export function setMoment(moment) {
  document.dispatchEvent(new CustomEvent(MOVE, { detail: moment }));
}

/** Returns how to stop. @param {(moment: Moment) => void} move */
export function obeyMoments(move) {
  const obey = (/** @type {any} */ { detail }) => move(detail);
  document.addEventListener(MOVE, obey);
  return () => document.removeEventListener(MOVE, obey);
}

const EVERY = 100;
const WHILE_PLAYING = 1000;

// What of a player's moves is worth telling: each rest at once or soon after, a play once a second.
export class Teller {
  /** @type {Moment | null} */ told = null;
  /** @type {Moment | null} */ newest = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ timer;
  last = -Infinity;

  /** @param {(moment: Moment) => void} tell */
  constructor(tell) {
    this.tell = tell;
  }

  /** @param {Moment} moment */
  hear(moment) {
    const { told } = this;
    const goesOn = told?.player === moment.player && told.playing && moment.playing && told.rate === moment.rate;
    const jumped = goesOn && moment.position < told.position;
    this.newest = moment;
    const wait = this.last + (goesOn && !jumped ? WHILE_PLAYING : EVERY) - performance.now();
    clearTimeout(this.timer);
    if (wait <= 0) this.now();
    else this.timer = setTimeout(() => this.now(), wait);
  }

  now() {
    if (!this.newest || JSON.stringify(this.newest) === JSON.stringify(this.told)) return;
    this.last = performance.now();
    this.told = this.newest;
    this.tell(this.newest);
  }

  forget() {
    clearTimeout(this.timer);
    Object.assign(this, { told: null, newest: null });
  }
}
