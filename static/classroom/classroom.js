// A browser in a class: it leads, and tells where it is; or it follows, and goes there.
// In: data from ui/classroom. Out: the bar and sheets on the page, above all pages; the place and moment of the page.

import { element } from '../saving/elements.js';
import { Answering } from './answering.js';
import { Asking } from './asking.js';
import { Bar } from './bar.js';
import { Line } from './line.js';
import { dress, STYLE } from './look.js';
import { hearMoments, setMoment, Teller } from './moments.js';
import { alone, go, here, invitation, same, shown } from './places.js';

/** @typedef {import('./line.js').State} LineState */
/** @typedef {{ code: string, token: string, letGo?: boolean }} Kept */
/** @typedef {{ line: LineState, leads: boolean, drives: boolean, letGo: boolean, led: boolean, followers: number, code: string, begun: boolean }} Seen */

const KEPT = 'birnn-class';
const LOOK = 100;

class Classroom {
  /** @type {any} */ data;
  /** @type {Kept} */ kept;
  /** @type {Line} */ line;
  /** @type {LineState} */ state = 'lost';
  /** @type {import('./places.js').Place | null} */ place = null;
  /** @type {import('./places.js').Place | null} */ seen = null;
  /** @type {import('./places.js').Place | null} */ told = null;
  /** @type {import('./moments.js').Moment | null} */ moment = null;
  /** @type {import('./answering.js').Question | null} */ question = null;
  /** @type {number[] | null} */ counts = null;
  you = { leads: false, drives: false };
  led = true;
  followers = 0;
  begun = false;
  invited = false;

  /** @type {Set<string>} */ players = new Set();

  /** @param {any} data @param {Kept} kept @param {boolean} invited */
  constructor(data, kept, invited) {
    Object.assign(this, { data, kept, invited });
    const { words } = data;
    this.bar = new Bar(words, {
      letGo: () => this.follow(false),
      again: () => this.follow(true),
      leave: () => leave(),
      drive: () => this.line.say({ drive: true }),
      ask: () => this.asking.toggle(),
    });
    this.asking = new Asking(words, {
      ask: (question) => this.line.say({ ask: question }),
      askStep: (question) => this.line.say({ ask_step: question }),
      reveal: () => this.line.say({ reveal: true }),
      close: () => this.line.say({ close: true }),
    });
    this.answering = new Answering(words, (vote) => this.line.say({ vote }));
    this.host = element('div', { className: 'birnn-class' });
    this.host.style.fontFamily = data.font;
    this.host.attachShadow({ mode: 'open' }).append(element('style', { textContent: STYLE }), this.bar.node, this.asking.node, this.answering.node);
    // Keys that are typed here mean nothing to the page.
    for (const name of ['keydown', 'keyup', 'keypress']) this.host.addEventListener(name, (event) => event.stopPropagation());
    document.body.append(this.host);
    document.documentElement.dataset.class = kept.code;
    this.teller = new Teller((moment) => this.line.say({ moment }));
    this.timer = setInterval(() => this.look(), LOOK);
    const address = new URL(`${data.base}/${data.path}/${kept.code}`, document.baseURI.replace(/^http/, 'ws'));
    this.line = new Line(address.href, kept.token, (parts) => this.hear(parts), (state) => this.connected(state));
    this.show();
  }

  /** @param {LineState} state */
  connected(state) {
    if (state === this.state) return;
    this.state = state;
    if (state === 'open') this.told = null;
    if (state === 'unknown' || state === 'wrong') sessionStorage.removeItem(KEPT);
    this.show();
  }

  /** @param {any} parts news of the class's state */
  hear(parts) {
    this.begun = true;
    if ('you' in parts) this.stand(parts.you);
    for (const name of ['led', 'followers', 'question', 'counts', 'moment']) if (name in parts) Object.assign(this, { [name]: parts[name] });
    if ('place' in parts) this.move(parts.place);
    if (parts.moment) this.catchUp();
    this.show();
  }

  /** @param {{ leads: boolean, drives: boolean }} you */
  stand(you) {
    this.you = you;
    this.told = null;
    this.teller.forget();
    if (this.invited && you.leads && !you.drives) this.line.say({ drive: true });
    if (you.leads) this.invited = false;
  }

  /** @param {import('./places.js').Place | null} place */
  move(place) {
    const news = !same(place, this.place);
    this.place = place;
    if (news) this.arrive();
  }

  // Where the lecturer is, unless this browser is there or has let go.
  arrive() {
    if (!this.follows || !this.place || same(this.place, here(this.data.base))) return;
    go(this.data.base, this.place);
  }

  get follows() {
    return !this.you.drives && !this.kept.letGo;
  }

  /** @param {boolean} wanted */
  follow(wanted) {
    this.kept.letGo = !wanted;
    keep(this.kept);
    if (wanted) {
      this.arrive();
      this.catchUp();
    } else this.part();
    this.show();
  }

  // On one's own, the lecturer's run gives way to one's own.
  part() {
    const now = here(this.data.base);
    if (!same(now, alone(now))) go(this.data.base, alone(now));
  }

  catchUp() {
    if (this.follows && this.moment) setMoment(this.moment);
  }

  /** A player of the page has moved. @param {import('./moments.js').Moment} moment */
  moved(moment) {
    if (this.you.drives) return this.teller.hear(moment);
    if (this.players.has(moment.player)) return;
    this.players.add(moment.player);
    this.catchUp();
  }

  // The place is told once it has stayed the same: on its way to another page Streamlit writes a second address.
  look() {
    const now = shown(this.data.base);
    const rests = same(now, this.seen);
    if (now.page !== this.seen?.page) {
      this.players.clear();
      this.teller.forget();
    }
    this.seen = now;
    dress(this.host, this.data.looks);
    if (this.you.drives && rests && !same(now, this.told) && this.line.say({ place: now })) this.told = now;
  }

  show() {
    const { state: line, you, led, followers, begun, kept } = this;
    this.bar.show({ line, ...you, letGo: Boolean(kept.letGo), led, followers, code: kept.code, begun });
    if (you.leads) this.asking.show(this.question, this.counts);
    else this.answering.show(this.question);
  }

  close() {
    clearInterval(this.timer);
    this.line.close();
    this.teller.forget();
    this.host.remove();
    delete document.documentElement.dataset.class;
  }
}

const page = /** @type {any} */ (window);

hearMoments((moment) => page.birnnClassroom?.moved(moment));

/** @param {Kept} kept */
function keep(kept) {
  sessionStorage.setItem(KEPT, JSON.stringify(kept));
}

/** @returns {Kept | null} */
function remembered() {
  const text = sessionStorage.getItem(KEPT);
  return text && JSON.parse(text);
}

/** @param {any} data @param {Kept} kept @param {boolean} invited */
function be(data, kept, invited) {
  /** @type {Classroom | undefined} */
  const now = page.birnnClassroom;
  if (now && now.kept.code === kept.code && now.kept.token === kept.token && now.state !== 'unknown') return;
  now?.close();
  keep(kept);
  page.birnnClassroom = new Classroom(data, kept, invited);
}

function leave() {
  sessionStorage.removeItem(KEPT);
  page.birnnClassroom?.close();
  page.birnnClassroom = undefined;
}

/** Be in the class that the address names, or that this tab was in before. @param {any} data */
export function attend(data) {
  const invited = invitation();
  const before = remembered();
  if (invited && (invited.token || invited.code !== before?.code)) return be(data, invited, true);
  if (before) be(data, before, false);
}

/** Lead or follow a class from now on. @param {any} data @param {Kept} place */
export function enter(data, place) {
  be(data, place, true);
}
