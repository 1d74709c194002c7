// What Streamlit calls: one picture for each mounted element, kept when its data change.
// In: a class with a `node`, `update(data, send)` and `close()`. Out: a component's default export.

import { tellRow } from '../classroom/row.js';
import { numbersButton, pressByKey } from '../numbers/button.js';
import { wear } from '../player/look.js';
import { saveButton } from '../saving/button.js';
import { html } from './elements.js';

const pictures = new WeakMap();

// A picture is stretched to its page, which is wider than its type is larger: its type grows as the page's does.
const TYPE = 17; // of a picture's own units, as its places are laid out for
const pageScale = () => parseFloat(getComputedStyle(document.documentElement).fontSize) / 16 || 1;

function fit(drawn) {
  const stretched = drawn.getScreenCTM()?.a || 1;
  drawn.style.setProperty('--type', `${TYPE * Math.min(1, pageScale() / stretched)}px`);
}

const watched = new ResizeObserver((entries) => entries.forEach(({ target }) => fit(target)));

// Where it is wider than the screen.
function scroll(drawn) {
  const place = html('div', { class: 'drawn' });
  drawn.replaceWith(place);
  place.append(drawn);
}

// Each paragraph of it, without the mark of its colour.
export const said = (section) => {
  const moment = section.querySelector('.moment');
  const parts = moment?.children.length ? [...moment.children] : [moment];
  return parts.map((one) => one?.textContent?.replace(/^■\s*/, '').trim() ?? '').join(' ');
};

function open(Picture, parent, data) {
  const badge = html('span', { class: 'badge' });
  const picture = new Picture(data.words);
  const section = html('section', { class: 'picture', 'aria-label': data.words.title }, [picture.node]);
  section.querySelectorAll('svg[role]').forEach(scroll);
  const opened = { picture, section, badge, data };
  const save = saveButton(data.words.saving, async () => {
    const { lessonPicture } = await import('../saving/lesson_picture.js');
    return lessonPicture(section, picture, opened.data);
  });
  const numbers = numbersButton(data.words.numbers, data.words.title, async () => {
    const { tables } = await import('./tables.js');
    return { sentence: said(section), tables: tables(opened.data, picture) };
  });
  pressByKey(section, numbers);
  section.append(html('span', { class: 'corner' }, [numbers, save, badge]));
  parent.append(section);
  section.querySelectorAll('svg[role]').forEach((drawn) => watched.observe(drawn));
  return opened;
}

export function component(Picture) {
  return ({ data, parentElement, setStateValue }) => {
    const opened = pictures.get(parentElement) ?? open(Picture, parentElement, data);
    pictures.set(parentElement, opened);
    const { picture, section, badge } = opened;
    opened.data = data;
    const { sources } = wear(section, data.palettes);
    badge.textContent = data.words.sources[data.payload.source];
    badge.style.background = sources[data.payload.source];
    tellRow(parentElement, data.payload.symbols);
    const news = JSON.stringify(data);
    if (news !== opened.news) picture.update(data.payload, data.words, setStateValue);
    opened.news = news;
    return () => {
      picture.close();
      section.remove();
      pictures.delete(parentElement);
    };
  };
}

// What was sent to the page comes back with its next version; while later choices are on their way, it is late.
export class Echo {
  constructor() {
    this.trail = [];
  }

  sent(choice) {
    this.trail.push(JSON.stringify(choice));
  }

  isLate(choice) {
    const at = this.trail.indexOf(JSON.stringify(choice));
    this.trail = at < 0 ? [] : this.trail.slice(at + 1);
    return this.trail.length > 0;
  }
}
