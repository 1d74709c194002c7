/* Draws a figure and, when the next version comes, changes what is on the screen instead of replacing it.
   Called anew for each version the page's script sends; newer ones may come over the channel. Plotly bears one
   drawing at a time: versions are drawn one after the other, of those that wait only the newest. */

import { asksForNumbers, openNumbers } from "../numbers/button.js";
import { openSaving } from "../saving/button.js";
import { measure } from "../saving/lettering.js";
import { narrowed } from "./narrow.js";

const drawn = new WeakMap();

/** Where Plotly puts itself.
 * @type {any} */
const page = window;

// The width of a figure in a hidden tab.
const HIDDEN = 960;
// Milliseconds to wait before a drawing that failed is tried again; the last one again and again.
const WAITS = [50, 200, 800, 3000];
// A person is told from this failure in a row on.
const TOLD = 3;

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

function loadLibrary(address) {
  // One for each address: a figure may need more of Plotly than those before it.
  const loading = (page.birnnPlotly ??= {});
  if (!loading[address]) {
    loading[address] = fetch(new URL(address, document.baseURI))
      .then((answer) => {
        if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
        return new Response(answer.body?.pipeThrough(new DecompressionStream("gzip"))).blob();
      })
      .then(runScript);
    loading[address].catch(() => delete loading[address]);
  }
  return loading[address];
}

function runScript(blob) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = URL.createObjectURL(new Blob([blob], { type: "text/javascript" }));
    script.onload = () => resolve(page.Plotly);
    script.onerror = () => reject(new Error("the library does not run"));
    document.head.append(script);
  });
}

function save(Plotly, node) {
  const { data } = drawn.get(node);
  return openSaving(data.words.saving, async () => {
    const { figurePicture } = await import("../saving/figure_picture.js");
    return figurePicture(Plotly, node, data);
  });
}

async function numbers(node) {
  const { figureNumbers } = await import("../numbers/figure_numbers.js");
  return figureNumbers({ data: node._fullData, layout: node._fullLayout }, drawn.get(node).data.alt);
}

function showNumbers(node) {
  const { alt, words } = drawn.get(node).data;
  return openNumbers(node, words.numbers, alt, () => numbers(node));
}

const ICON = { width: 24, height: 24, path: "M4 4h16v16H4zM6 9v3h3V9zm5 0v3h7V9zm-5 5v4h3v-4zm5 0v4h7v-4z" };

function settings(Plotly, words) {
  const table = { name: "numbers", title: words.numbers.open, icon: ICON, click: showNumbers };
  const button = { name: "save", title: words.saving.open, attr: "save", icon: Plotly.Icons.camera, click: (node) => save(Plotly, node) };
  return {
    displaylogo: false,
    showSendToCloud: false,
    modeBarButtonsToRemove: ["toImage", "select2d", "lasso2d", "autoScale2d", "zoom2d", "zoomIn2d", "zoomOut2d"],
    modeBarButtonsToAdd: [table, button],
  };
}

async function dragEnd(node) {
  // A new version under the mouse would end the zooming half way.
  while (node._dragging) await pause(100);
}

// One scale: a figure is drawn at the page's own type, which grows with the window; a high one stays whole in it.
const pageScale = () => parseFloat(getComputedStyle(document.documentElement).fontSize) / 16 || 1;
const MARGIN = 16;

function size(node, height) {
  const scale = Math.max(1, Math.min(pageScale(), (window.innerHeight - MARGIN) / height));
  node.style.setProperty("--scale", scale);
  node.style.minHeight = `${height}px`;
  node.style.marginBottom = `${(scale - 1) * height}px`;
}

const PHONE = window.matchMedia("(max-width: 640px)");

/** How it is drawn in this window. */
function layOut(node, layout, height) {
  layout.height = height;
  layout.width = node.clientWidth || HIDDEN;
  layout.uirevision ??= "kept";
  // A finger moves the page, not the picture.
  if (window.matchMedia("(pointer: coarse)").matches) layout.dragmode = false;
  const { family, size: type } = layout.template.layout.font;
  if (PHONE.matches) narrowed(layout, (words) => measure(words, type, 700, family));
}

async function draw(node, state) {
  const Plotly = await loadLibrary(state.data.library);
  await dragEnd(node);
  if (!node.isConnected) return;
  // Always the same object: Plotly takes other settings for another picture and forgets the zoom.
  state.settings ??= settings(Plotly, state.data.words);
  // Plotly writes into what it is given; the next change is made to what came.
  const figure = structuredClone(state.figure);
  layOut(node, figure.layout, state.data.height);
  state.height = figure.layout.height;
  size(node, state.height);
  await Plotly.react(node, figure.data, figure.layout, state.settings);
}

function say(node, text) {
  const words = node.parentElement.querySelector(".live-figure-words");
  words.textContent = text;
  words.hidden = !text;
  // A picture that is being drawn again is seen when it stands; then the sentence goes.
  node.style.visibility = text ? "hidden" : "";
}

async function failed(node, state, problem) {
  state.failures += 1;
  console.warn("A picture could not be drawn:", problem);
  const { words } = state.data;
  if (typeof DecompressionStream === "undefined") return say(node, words.failed);
  if (state.failures >= TOLD) {
    // What is left half drawn goes.
    try {
      page.Plotly?.purge(node);
    } catch (again) {
      console.warn(again);
    }
    say(node, words.again.replace("{problem}", problem.message));
  }
  await pause(WAITS[Math.min(state.failures, WAITS.length) - 1]);
  state.wanted += 1;
}

async function drawAll(node, state) {
  while (state.done !== state.wanted && node.isConnected) {
    const wanted = state.wanted;
    try {
      await draw(node, state);
      state.failures = 0;
      say(node, "");
      state.observer ??= follow(node, state);
      listenToClicks(node, state);
      node.dataset.versions = Number(node.dataset.versions ?? 0) + 1;
    } catch (problem) {
      await failed(node, state, problem);
    }
    state.done = wanted;
  }
  state.drawing = false;
  if (node.isConnected && state.failures === 0) node.setAttribute("aria-description", (await numbers(node)).sentence);
}

// A mark that was pressed says who it is by its `id`, a cell of a heatmap by its `customdata`.
function listenToClicks(node, state) {
  if (state.listens || !state.data.clicks) return;
  state.listens = true;
  node.on("plotly_click", ({ points: [{ id, customdata }] }) => {
    const chosen = id ?? customdata;
    if (chosen !== undefined) state.choose("clicked", String(chosen));
  });
}

function request(node, state) {
  state.wanted += 1;
  if (state.drawing) return;
  state.drawing = true;
  drawAll(node, state);
}

function follow(node, state) {
  // A hidden tab has no width; the picture takes its size when it is shown.
  const observer = new ResizeObserver(() => {
    size(node, state.height ?? state.data.height);
    const width = node.clientWidth;
    if (width > 0 && width !== node.layout?.width) request(node, state);
  });
  observer.observe(node);
  return observer;
}

function show(node, state, figure) {
  state.figure = figure;
  request(node, state);
}

async function listen(node, state, data, figure) {
  const { follow: followFeed, unfollow } = await import(new URL(data.live.script, document.baseURI).href);
  if (state.data !== data || !node.isConnected) return; // a newer version has come meanwhile
  state.leave = () => unfollow(state);
  followFeed(state, data.live, figure, (newest) => show(node, state, newest));
}

function take(node, state, data) {
  const figure = JSON.parse(data.figure);
  if (data.live) return listen(node, state, data, figure).catch(() => show(node, state, figure));
  state.leave?.();
  return show(node, state, figure);
}

function askForTheme(node, state, data, setTriggerValue) {
  // Changing the theme does not run the page again, but the figure's colours come from there.
  const background = getComputedStyle(node).getPropertyValue("--st-background-color").trim();
  if (background && background !== data.background && background !== state.asked) {
    state.asked = background;
    setTriggerValue("theme", background);
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  const node = parentElement.querySelector(".live-figure");
  if (!drawn.has(node)) node.addEventListener("keydown", (event) => asksForNumbers(event) && showNumbers(node));
  const state = drawn.get(node) ?? { wanted: 0, done: 0, failures: 0, drawing: false, listens: false };
  state.choose = setTriggerValue;
  const changed = JSON.stringify(state.data) !== JSON.stringify(data);
  drawn.set(node, state);
  node.setAttribute("aria-label", data.alt);
  size(node, state.height ?? data.height);
  askForTheme(node, state, data, setTriggerValue);
  if (changed) {
    state.data = data;
    take(node, state, data);
  }
  return () => {
    state.leave?.();
    state.observer?.disconnect();
    page.Plotly?.purge(node);
  };
}
