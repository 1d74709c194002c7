// One moment for several pictures on a page: one player leads, others follow.
// In: the name of a channel. Out: an event on `document` at each move of the leader, at display rate and without
// the server; any component of the page may listen.

/** @typedef {{ position: number, beats: number, now: object, reached: object }} Moment */

const MOMENT = 'birnn-moment';
const ASK = 'birnn-ask';

/** For the leader; `retell` is called when somebody new listens. Returns how to stop.
 * @param {string} name @param {() => void} retell */
export function lead(name, retell) {
  const answer = (/** @type {any} */ { detail }) => detail.channel === name && retell();
  document.addEventListener(ASK, answer);
  return () => document.removeEventListener(ASK, answer);
}

/** @param {string} name @param {Moment} moment */
export function tell(name, moment) {
  document.dispatchEvent(new CustomEvent(MOMENT, { detail: { ...moment, channel: name } }));
}

/** Hears the present moment at once, then every move. Returns how to stop.
 * @param {string} name @param {(moment: Moment) => void} heard */
export function listen(name, heard) {
  const hear = (/** @type {any} */ { detail }) => detail.channel === name && heard(detail);
  document.addEventListener(MOMENT, hear);
  document.dispatchEvent(new CustomEvent(ASK, { detail: { channel: name } }));
  return () => document.removeEventListener(MOMENT, hear);
}
