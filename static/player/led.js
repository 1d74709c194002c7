// A player in a class: it tells its moment, and takes that of the lecturer's.
// In: the place of the player on its page, its clock, its network. Out: moments, and the sequence (static/classroom/).

import { obeyMoments, tellMoment } from '../classroom/moments.js';
import { tellRow } from '../classroom/row.js';
import { keyOf } from './place.js';
import { scheduleNames } from './schedule.js';
import { symbolAt } from './words.js';

const NEAR = 0.75;

export class Led {
  key = '';

  /** @type {any} */ root;
  /** @type {any} */ player;

  constructor(root, player) {
    Object.assign(this, { root, player });
    this.stop = obeyMoments((moment) => moment.player === this.key && this.obey(moment));
  }

  tell() {
    const { clock, options } = this.player;
    this.key ||= keyOf(this.root);
    if (options.follower || !this.key) return;
    const { position, playing, rate, plan } = clock;
    tellMoment({ player: this.key, position, playing, rate, schedule: plan.name });
  }

  // New numbers, and with them perhaps another sequence.
  show() {
    const { model, words } = this.player;
    tellRow(this.root, Array.from({ length: model.steps }, (_, step) => symbolAt(model, step, words)));
  }

  obey({ position, playing, rate, schedule }) {
    const { player } = this;
    const { clock } = player;
    if (schedule !== clock.plan.name && scheduleNames(player.model).includes(schedule)) player.reschedule(schedule);
    clock.rate = rate;
    if (!playing) return clock.go(position);
    if (!clock.playing || Math.abs(clock.position - position) > NEAR) clock.position = Math.min(position, clock.plan.beats);
    if (!clock.playing) clock.play();
  }
}
