// What the variables hold after each line of a recording.
// In: the frames of viz_core.scratch.stepping. Out: `Replay`: state, block and step of any frame.

/** @typedef {{ line: number, function: string, block: number, changed: Record<string, any> }} Frame */
/** @typedef {{ function: string, first: number }} Call */

export class Replay {
  /** The call that each frame belongs to.
   * @type {Call[]} */
  calls = [];

  /** @param {{ code: { number: number, text: string }[], frames: Frame[] }} recording */
  constructor({ code, frames }) {
    this.code = code;
    this.frames = frames;
    this.text = new Map(code.map((line) => [line.number, line.text]));
    this.index();
  }

  // For each frame the call it belongs to: calls of one function must not see each other's variables.
  index() {
    /** @type {Call[]} */
    const open = [];
    this.calls = this.frames.map((frame, k) => {
      if (this.begins(frame)) {
        while (open.length && open[open.length - 1].function === frame.function) open.pop();
        open.push({ function: frame.function, first: k });
      } else {
        while (open.length > 1 && open[open.length - 1].function !== frame.function) open.pop();
      }
      return open.at(-1) ?? { function: frame.function, first: 0 };
    });
  }

  /** @param {Frame} frame */
  begins(frame) {
    return (this.text.get(frame.line) ?? '').trim().startsWith('def ');
  }

  /**
   * name -> { value, frame that set it } after frame k, for the function that is running.
   * @param {number} k
   */
  variables(k) {
    const call = this.calls[k];
    const held = new Map();
    for (let at = call.first; at <= k; at += 1) {
      if (this.calls[at] !== call) continue;
      for (const [name, value] of Object.entries(this.frames[at].changed)) held.set(name, { value, at });
    }
    return held;
  }

  /**
   * What is set after frame k: call -> name -> its first value, for the call that is running and those to come.
   * @param {number} k
   */
  coming(k) {
    const held = this.variables(k);
    const found = new Map([[this.calls[k], new Map()]]);
    for (let at = k + 1; at < this.frames.length; at += 1) {
      const call = this.calls[at];
      if (call !== this.calls[k] && call.first <= k) continue;
      const first = found.get(call) ?? new Map();
      found.set(call, first);
      for (const [name, value] of Object.entries(this.frames[at].changed)) {
        const known = call === this.calls[k] ? held : new Map();
        if (!known.has(name) && !first.has(name)) first.set(name, value);
      }
    }
    return found;
  }

  /**
   * Which call of its function this is, counted from 0.
   * @param {Call} call
   */
  turn(call) {
    return [...new Set(this.calls)].filter((one) => one.function === call.function).indexOf(call);
  }

  /** @param {number} k */
  blockStart(k) {
    let at = k;
    while (at > 0 && this.frames[at - 1].block === this.frames[k].block) at -= 1;
    return at;
  }

  /** @param {number} k */
  nextBlock(k) {
    const end = this.blockEnd(k);
    return end > k ? end : this.blockEnd(Math.min(k + 1, this.frames.length - 1));
  }

  /** @param {number} k */
  blockBefore(k) {
    return Math.max(0, this.blockStart(k) - 1);
  }

  /** @param {number} k */
  blockEnd(k) {
    let at = k;
    while (at + 1 < this.frames.length && this.frames[at + 1].block === this.frames[k].block) at += 1;
    return at;
  }

  // The rounds of the main loop: first and last frame of each, without the look that ends the loop.
  rounds() {
    /** @type {{ first: number, last: number }[]} */
    const found = [];
    this.frames.forEach((frame, k) => {
      if ((this.text.get(frame.line) ?? '').trim().startsWith('for ') && Object.keys(frame.changed).length) {
        found.push({ first: k, last: this.blockEnd(k) });
      }
    });
    return found;
  }
}
