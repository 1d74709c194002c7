// A page as it is shown to a hall: no sidebar, no header, larger type, the picture first and whole.
// In: data from ui/presenting. Out: an attribute of the document, which the style of the pages reads; keys.

import { go, here, same } from '../classroom/places.js';

/** @typedef {import('../classroom/places.js').Place} Place */

const KEPT = 'birnn-present';
const PLAN = 'birnn-plan';
const AT = 'birnn-plan-at';
const PICTURES = '.picture, .player, .stepper, .plot, .js-plotly-plot, canvas';
const TYPING = 'input, textarea, select, [contenteditable=true], [role=textbox], [role=combobox]';
const LOOK = 250;
const LOOKS = 40;
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

  /** @param {any} data */
  constructor(data) {
    this.data = data;
    if (new URLSearchParams(window.location.search).has('present')) sessionStorage.setItem(KEPT, '1');
    if (sessionStorage.getItem(KEPT)) this.show(true);
    document.addEventListener('keydown', (event) => this.key(event), { capture: true });
    for (const name of ['wheel', 'touchmove', 'pointerdown']) document.addEventListener(name, () => this.stay(), { passive: true });
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
    }
    this.arrive();
    // The pictures measure the window when its size changes; the room for them has changed as if it had.
    window.dispatchEvent(new Event('resize'));
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const [target] = event.composedPath();
    const typing = target instanceof Element && target.matches(TYPING) && !target.matches('input[type=range], input[type=radio], input[type=checkbox]');
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'p' || event.key === 'P') this.toggle();
    else if (!this.shown || !this.turn(event.key)) return this.stay();
    event.preventDefault();
    event.stopPropagation();
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
    const way = { PageDown: 1, PageUp: -1 }[key];
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

  // Until the page has come to rest, or a person moves it, its first picture is brought into the window whole.
  look() {
    if (!this.shown) return;
    if (here(this.data.base).page !== this.seen?.page) this.arrive();
    const page = document.querySelector('[data-testid=stMain]');
    if (!page || this.looks >= LOOKS) return;
    this.looks += 1;
    const box = picture(page);
    const over = box ? box.bottom + EDGE - window.innerHeight : 0;
    if (box && over > 0) page.scrollTop += Math.min(over, box.top - EDGE);
  }
}

/** @param {any} data */
export function begin(data) {
  const page = /** @type {any} */ (window);
  page.birnnPresenting ??= new Presenting(data);
}

/** @param {Place[]} plan to be walked from its beginning */
export function walk(plan) {
  const text = JSON.stringify(plan);
  if (sessionStorage.getItem(PLAN) === text) return;
  sessionStorage.setItem(PLAN, text);
  sessionStorage.removeItem(AT);
}
