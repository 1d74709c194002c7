// One WebSocket to the class, opened again, later and later, when it is cut.
// In: an address, the first thing to say. Out: what the class says, and how the line is.

const WAITS = [300, 700, 1500, 3000, 6000, 12000];
const FULL_WAIT = 15000;
const SILENCE = 10000;
const WRONG = 4403;
const UNKNOWN = 4404;
const FULL = 4429;

/** @typedef {'open' | 'lost' | 'full' | 'unknown' | 'wrong'} State */

export class Line {
  tries = 0;
  over = false;

  /** @type {WebSocket | undefined} */ socket;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ timer;

  /**
   * @param {string} address
   * @param {string} token empty for a follower
   * @param {(parts: any) => void} heard
   * @param {(state: State) => void} told
   */
  constructor(address, token, heard, told) {
    this.address = address;
    this.token = token;
    this.heard = heard;
    this.told = told;
    this.open();
  }

  open() {
    const socket = new WebSocket(this.address);
    const silence = setTimeout(() => socket.close(), SILENCE);
    socket.onopen = () => {
      clearTimeout(silence);
      this.say({ hello: this.token });
    };
    socket.onmessage = ({ data }) => {
      this.tries = 0;
      this.told('open');
      this.heard(JSON.parse(data));
    };
    socket.onclose = ({ code }) => {
      clearTimeout(silence);
      if (this.socket === socket && !this.over) this.closed(code);
    };
    this.socket = socket;
  }

  /** @param {number} code */
  closed(code) {
    if (code === UNKNOWN || code === WRONG) {
      this.over = true;
      return this.told(code === WRONG ? 'wrong' : 'unknown');
    }
    this.told(code === FULL ? 'full' : 'lost');
    const wait = code === FULL ? FULL_WAIT : WAITS[Math.min(this.tries, WAITS.length - 1)];
    this.tries += 1;
    // Not all of a class at the same moment.
    this.timer = setTimeout(() => this.open(), wait * (0.75 + Math.random() / 2));
  }

  /** @param {object} message @returns {boolean} whether it could be sent */
  say(message) {
    if (this.socket?.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify(message));
    return true;
  }

  close() {
    this.over = true;
    clearTimeout(this.timer);
    this.socket?.close();
  }
}
