// A page as it is shown to a hall: no sidebar, no header, larger type, the picture first and whole.
// In: data from ui/presenting. Out: an attribute of the document, and how much of the window's foot and
// head shows nothing, because a row would be cut there; the style of the pages reads them. Keys.

import { go, here, same } from '../classroom/places.js';
import { walkIntoPopovers } from '../keyboard/popovers.js';
import { edges } from './edge.js';

/** @typedef {import('../classroom/places.js').Place} Place */

const KEPT = 'birnn-present';
const PLAN = 'birnn-plan';
const AT = 'birnn-plan-at';
const PICTURES = '.picture, .player, .stepper, .plot, .js-plotly-plot, canvas';
const PAGES = { PageDown: 1, PageUp: -1 };
// What needs the keys of a clicker itself: words in several lines, a list that is open.
const PAGED = 'textarea, [contenteditable=true], [role=combobox][aria-expanded=true]';
const TYPING = 'input, textarea, select, [contenteditable=true], [role=textbox], [role=combobox]';
const LOOK = 250;
const LOOKS = 40;
const PAGE = '[data-testid=stMain]';
const EDGE = 6;
const LEAST = 120;

const root = document.documentElement;

/** All elements below a node that a selector finds, inside components too. @param {any} node @returns {Element[]} */
function within(node) {
  const found = [...node.querySelectorAll(PICTURES)];
  const hosts = [...node.querySelectorAll('*')].filter((one) => one.shadowRoot);
  return [...found, ...hosts.flatMap((one) => within(one.shadowRoot))];
}

/** The first picture of the page that has room in the window, as it stands there.
 * @param {Element} page */
function picture(page) {
  const most = window.innerHeight - 2 * EDGE;
  const fits = (/** @type {DOMRect} */ { width, height }) => width > LEAST && height > LEAST && height <= most;
  const boxes = within(page).map((one) => one.getBoundingClientRect()).filter(fits);
  return boxes.sort((one, other) => one.top - other.top)[0];
}

class Presenting {
  /** @type {any} */ data;
  /** @type {Place | null} */ seen = null;
  looks = 0;
  // How far the page was scrolled to bring its picture into the window.
  at = 0;

  /** @param {any} data */
  constructor(data) {
    this.data = data;
    if (new URLSearchParams(window.location.search).has('present')) sessionStorage.setItem(KEPT, '1');
    if (sessionStorage.getItem(KEPT)) this.show(true);
    document.addEventListener('keydown', (event) => this.key(event), { capture: true });
    for (const name of ['wheel', 'touchmove', 'pointerdown']) document.addEventListener(name, () => this.stay(), { passive: true });
    for (const name of ['scroll', 'focusin']) document.addEventListener(name, () => this.cover(), { capture: true, passive: true });
    setInterval(() => this.look(), LOOK);
  }

  get shown() {
    return 'presenting' in root.dataset;
  }

  /** @param {boolean} wanted */
  show(wanted) {
    if (wanted) {
      sessionStorage.setItem(KEPT, '1');
      root.dataset.presenting = '';
    } else {
      sessionStorage.removeItem(KEPT);
      delete root.dataset.presenting;
      for (const cover of ['--cover', '--cover-above']) root.style.removeProperty(cover);
    }
    this.arrive();
    // The pictures measure the window when its size changes; the room for them has changed as if it had.
    window.dispatchEvent(new Event('resize'));
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const [target] = event.composedPath();
    if ((target instanceof Element && this.takes(target, event.key)) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'p' || event.key === 'P') this.toggle();
    else if (!this.shown || !this.turn(event.key)) return this.stay();
    event.preventDefault();
    event.stopPropagation();
  }

  /** Whether a key belongs to what has the focus. @param {Element} target @param {string} key */
  takes(target, key) {
    if (this.shown && key in PAGES) return target.matches(PAGED);
    return target.matches(TYPING) && !target.matches('input[type=range], input[type=radio], input[type=checkbox]');
  }

  // Whoever uses the keyboard has the page where it is.
  stay() {
    this.looks = LOOKS;
  }

  toggle() {
    const wanted = !this.shown;
    this.show(wanted);
    // A browser may refuse; the page is shown all the same.
    if (wanted) root.requestFullscreen?.().catch(() => {});
    else if (document.fullscreenElement) document.exitFullscreen();
  }

  /** The next or the former link of the plan. @param {string} key @returns {boolean} whether the key meant that */
  turn(key) {
    const way = PAGES[key];
    if (!way) return false;
    const chosen = sessionStorage.getItem(PLAN);
    /** @type {Place[]} */
    const plan = chosen ? JSON.parse(chosen) : this.data.plan;
    const now = here(this.data.base);
    const place = plan.findIndex((one) => same(one, now));
    const at = (place < 0 ? Number(sessionStorage.getItem(AT) ?? -1) : place) + way;
    if (at < 0 || at >= plan.length) return true;
    sessionStorage.setItem(AT, String(at));
    go(this.data.base, plan[at]);
    return true;
  }

  arrive() {
    Object.assign(this, { looks: 0, seen: here(this.data.base) });
  }

  look() {
    if (!this.shown) return;
    if (here(this.data.base).page !== this.seen?.page) this.arrive();
    if (this.looks < LOOKS) this.bring();
    this.cover();
  }

  // Until the page has come to rest, or a person moves it, its first picture is brought into the window whole.
  bring() {
    const page = document.querySelector(PAGE);
    if (!page) return;
    this.looks += 1;
    const box = picture(page);
    const over = box ? box.bottom + EDGE - window.innerHeight : 0;
    if (box && over > 0) page.scrollTop += Math.min(over, box.top - EDGE);
    // A picture above the one that was there first has come.
    else if (box && box.top < EDGE) page.scrollTop += box.top - EDGE;
    this.at = page.scrollTop;
  }

  // Where the page has arrived no row is cut at the edges of the window; whoever scrolls sees all that is there.
  cover() {
    const page = document.querySelector(PAGE);
    if (!this.shown || !page) return;
    const box = page.scrollTop === this.at ? picture(page) : undefined;
    const whole = { top: 0, bottom: window.innerHeight };
    const edge = box ? edges(page, box) : whole;
    const focused = document.activeElement;
    const place = focused && page.contains(focused) ? focused.getBoundingClientRect() : undefined;
    const { top, bottom } = place && (place.bottom > edge.bottom || place.top < edge.top) ? whole : edge;
    root.style.setProperty('--cover-above', `${top}px`);
    root.style.setProperty('--cover', `${window.innerHeight - bottom}px`);
  }
}

/** @param {any} data */
export function begin(data) {
  const page = /** @type {any} */ (window);
  if (page.birnnPresenting) return;
  page.birnnPresenting = new Presenting(data);
  walkIntoPopovers();
}

/** @param {Place[]} plan to be walked from its beginning */
export function walk(plan) {
  const text = JSON.stringify(plan);
  if (sessionStorage.getItem(PLAN) === text) return;
  sessionStorage.setItem(PLAN, text);
  sessionStorage.removeItem(AT);
}
