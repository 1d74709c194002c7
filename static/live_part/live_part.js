/* A piece of HTML at its newest version; the one that leads has the page run again when its run turns. */

import { saveButton } from "../saving/button.js";

const states = new WeakMap();
// From this pace on, in seconds, it is worth a word.
const SLOW = 2;

function write(node, state, html) {
  if (state.html !== html) {
    state.html = html;
    node.innerHTML = html;
    offerToSave(node, state);
  }
  notice(node, state);
}

// Tables may be taken home; lines of status and headings may not.
function offerToSave(node, state) {
  if (!node.querySelector("table")) return;
  state.save ??= saveButton(state.data.words.saving, async () => {
    const { partPicture } = await import("../saving/part_picture.js");
    const { compact } = await import("../saving/compact.js");
    // The words below the table are its caption.
    const caption = [...node.querySelectorAll("p")].map((one) => one.textContent).join(" ");
    const prepare = (copy, high) => {
      copy.querySelectorAll("p, .save").forEach((one) => one.remove());
      compact(copy, high);
    };
    return partPicture(node, { kind: "table", name: ["table"], caption, prepare });
  });
  node.append(state.save);
}

function notice(node, state) {
  const { words, slow } = state.data;
  const place = node.querySelector("[data-notice]");
  if (!place) return;
  const many = state.pace >= SLOW ? words.many.replace("{seconds}", state.pace) : "";
  const text = state.data.live ? (state.lost ? words.lost.replace("{seconds}", slow) : many) : "";
  if (place.textContent !== text) place.textContent = text;
}

// Once for each stage, and again when the page has run: it may have been on its way already.
function turn(state, why) {
  const asked = `${state.data.live?.id} ${state.data.live?.number} ${why}`;
  if (state.asked === asked) return;
  state.asked = asked;
  state.send("turn", asked);
}

/** @param {any} node, @param {any} state, @param {import('../watching/watch.js').Word} word */
function heard(node, state, { stage, pace, lost, unknown }) {
  if (pace !== undefined) state.pace = pace;
  if (lost !== undefined) state.lost = lost;
  notice(node, state);
  if (!state.data.leads) return;
  clearInterval(state.timer);
  if (state.lost) state.timer = setInterval(() => turn(state, Date.now()), state.data.slow * 1000);
  if (unknown) turn(state, "unknown");
  else if (stage !== undefined && stage !== state.data.live?.stage) turn(state, stage);
}

async function listen(node, state, data) {
  const { follow, unfollow } = await import(new URL(data.live.script, document.baseURI).href);
  if (state.data !== data || !node.isConnected) return; // a newer version has come meanwhile
  state.leave = () => unfollow(state);
  const { live } = data;
  follow(
    state,
    live,
    { html: data.html },
    ({ html }) => write(node, state, html),
    (word) => heard(node, state, word),
  );
  // What was sent to the others before this one came.
  const { pace, lost, stage } = state.listener.wire;
  heard(node, state, { pace: pace || undefined, lost, stage: state.listener.wire.number > live.number ? stage : undefined });
}

// Not even the script of the channel came.
function unheard(node, state, data) {
  if (state.data !== data || !node.isConnected) return;
  write(node, state, data.html);
  heard(node, state, { lost: true });
}

function rest(state) {
  state.leave?.();
  clearInterval(state.timer);
  Object.assign(state, { lost: false, pace: 0 });
}

export default function ({ data, parentElement, setTriggerValue }) {
  const node = parentElement.querySelector(".live-part");
  const state = states.get(node) ?? {};
  states.set(node, state);
  Object.assign(state, { data, send: setTriggerValue });
  if (data.live) {
    if (state.html === undefined) write(node, state, data.html);
    listen(node, state, data).catch(() => unheard(node, state, data));
  } else {
    rest(state);
    write(node, state, data.html);
  }
  return () => rest(state);
}
