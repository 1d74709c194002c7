// One moment for several players: who leads, who follows.
// In: the channel of a player and its clock. Out: events on the page (channel.js).

import { lead, listen, tell } from './channel.js';
import { beatAt, happening, reached } from './schedule.js';

export class Sharing {
  /** @type {string | null} */
  joined = null;

  /** @type {string | null} */
  channel = null;

  follower = false;

  /** @type {(() => void) | null} */
  stop = null;

  constructor(clock, draw) {
    this.clock = clock;
    this.draw = draw;
  }

  // One leader and its followers share a moment.
  join({ channel, follower }) {
    Object.assign(this, { channel, follower });
    const wanted = `${channel} ${follower}`;
    if (this.joined === wanted) return;
    this.leave();
    this.joined = wanted;
    if (channel && !follower) this.stop = lead(channel, this.draw);
  }

  // A follower listens as soon as it can draw.
  follow() {
    if (this.channel && this.follower)
      this.stop ??= listen(this.channel, ({ position }) => this.clock.go(position));
  }

  tell() {
    if (!this.channel || this.follower) return;
    const { plan, position } = this.clock;
    const beat = beatAt(position);
    const now = happening(plan, Math.max(0, beat));
    tell(this.channel, { position, beats: plan.beats, now, reached: reached(plan, beat) });
  }

  leave() {
    this.stop?.();
    this.stop = null;
  }
}
