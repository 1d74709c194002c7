// A cloud in three directions, seen from an angle: where a place is drawn, and how far all of them reach.
// In: places around the middle of the cloud, an angle in radians. Out: places in the picture, and their depth.

/** @typedef {{ yaw: number, pitch: number }} Angle */

/** @type {Angle} */
export const START = { yaw: -0.5, pitch: 0.3 };
const MOST_PITCH = 0.5;
const PER_PIXEL = 0.008;
const PER_PRESS = Math.PI / 36;

// First about the upright axis, then towards the reader. Depth grows away from who looks.
/**
 * @param {number[]} place
 * @param {Angle} angle
 * @returns {[number, number, number]}
 */
export function turned([x, y, z], { yaw, pitch }) {
  const across = x * Math.cos(yaw) + z * Math.sin(yaw);
  const away = z * Math.cos(yaw) - x * Math.sin(yaw);
  return [across, y * Math.cos(pitch) + away * Math.sin(pitch), away * Math.cos(pitch) - y * Math.sin(pitch)];
}

// How far some places come across and up, seen from there.
/**
 * @param {number[][]} places
 * @param {Angle} angle
 * @returns {[number, number]}
 */
export function reach(places, angle) {
  const seen = places.map((one) => turned(one, angle));
  return [Math.max(...seen.map(([x]) => Math.abs(x))), Math.max(...seen.map(([, y]) => Math.abs(y)))];
}

/**
 * @param {Angle} angle
 * @param {number} right
 * @param {number} down
 * @returns {Angle}
 */
function moved({ yaw, pitch }, right, down) {
  return { yaw: yaw + right, pitch: Math.max(-MOST_PITCH, Math.min(MOST_PITCH, pitch + down)) };
}

// The angle after a pointer was dragged.
/**
 * @param {Angle} angle
 * @param {number} right
 * @param {number} down
 * @returns {Angle}
 */
export const dragged = (angle, right, down) => moved(angle, PER_PIXEL * right, PER_PIXEL * down);

// The angle after a key: five degrees for an arrow, the first one for Home; null for any other.
/**
 * @param {Angle} angle
 * @param {string} key
 * @returns {Angle | null}
 */
export function pressed(angle, key) {
  /** @type {Record<string, [number, number]>} */
  const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  if (key === 'Home') return START;
  const way = ways[key];
  return way ? moved(angle, PER_PRESS * way[0], PER_PRESS * way[1]) : null;
}

// Whole degrees from -180 to 180, as they are written.
/** @param {number} radians */
export function degrees(radians) {
  const whole = Math.round((radians * 180) / Math.PI);
  const within = whole - 360 * Math.floor((whole + 180) / 360);
  return within < 0 ? `\u2212${-within}` : `${within}`;
}
