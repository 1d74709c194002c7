// The deck as files: PowerPoint, PDF, pictures in a ZIP, one page that plays. In: cards. Out: blobs.
// PptxGenJS writes PowerPoint, and JSZip, which comes with it, the ZIP; both are loaded when they are first asked for.

import { linkOf } from './deck_link.js';
import { facts, fileName } from './facts.js';
import { escape } from './lettering.js';
import { pdf } from './pdf.js';
import { pageOf } from './offline_page.js';
import { canvasOf, pdfPage, png } from './raster.js';
import { composed, HEIGHT, LEAST, MARGIN, nested, roomFor, shortLink, WIDTH } from './sheet.js';

const LIBRARY = '../vendor/pptxgenjs-4.0.1.js';
const WIDE_INCHES = 13.333;
const HIGH_INCHES = 7.5;
const MARGIN_INCHES = 0.25;
const LINE_INCHES = 0.31;
const PER_UNIT = WIDE_INCHES / WIDTH;
// Units of the sheet in a point of type.
const POINTS = 960 / WIDTH;

/** @type {Promise<any> | undefined} */
let library;

function libraries() {
  library ??= new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = new URL(LIBRARY, import.meta.url).href;
    script.onload = () => resolve(window);
    script.onerror = () => reject(new Error(`${LIBRARY} was not sent`));
    document.head.append(script);
  });
  library.catch(() => (library = undefined));
  return library;
}

/** A card as a sheet: its picture in the room that today's words leave.
 * @param {any} card */
export function cardSheet({ picture, choice, drawing }) {
  const { place, room } = roomFor(picture, choice);
  const scale = Math.min(1, room.width / drawing.width, (room.height ?? Infinity) / drawing.height);
  const fitted = { ...drawing, width: drawing.width * scale, height: drawing.height * scale };
  return { svg: composed(picture, choice, place, fitted, HEIGHT), width: WIDTH, height: HEIGHT };
}

// What the whole deck says of itself.
const whole = (cards, title) => ({ ...facts(cards[0].picture, cards[0].choice), Title: title, Description: cards.map(({ choice }) => choice.title).join('; '), Comment: '' });

export async function deckPdf(cards, title) {
  const pages = [];
  for (const card of cards) pages.push(await pdfPage(cardSheet(card), card.picture.link));
  return new Blob([pdf(pages, whole(cards, title))], { type: 'application/pdf' });
}

/** The bare picture, as large as it stands on the sheet, without background; around it what reaches out of it. */
async function bare({ picture, drawing }, around) {
  const inner = nested(drawing, { x: around, y: around, width: drawing.width, height: drawing.height });
  const [width, height] = [drawing.width + 2 * around, drawing.height + 2 * around];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="${escape(picture.font)}">${inner}</svg>`;
  return (await canvasOf({ svg, width, height }, 2, true)).toDataURL('image/png');
}

// A title's inches and points on a slide, if it is short.
const [TITLE_INCHES, TITLE_POINTS] = [10.2, 26];

/** Points at which a title keeps to one line, as far as it may shrink.
 * @param {string} title */
export function titlePoints(title) {
  // Widths in bold Arial, of letters and of the signs of Chinese and Japanese.
  const ems = [...title].reduce((sum, sign) => sum + (sign > '\u2e7f' ? 1 : 0.58), 0);
  return Math.max(LEAST * POINTS, Math.min(TITLE_POINTS, Math.floor((TITLE_INCHES * 72) / ems)));
}

/** Title, caption and link stay words that can be changed; the picture fills what they leave. */
async function addSlide(deck, card) {
  const { picture, choice, drawing } = card;
  const look = picture.palettes[choice.dark ? 'dark' : 'light'];
  const ink = (colour) => colour.slice(1);
  const slide = deck.addSlide({ masterName: 'PICTURE' });
  slide.background = { color: ink(look.background) };
  const type = { fontFace: 'Arial', color: ink(look.text), margin: 0 };
  const heading = choice.title || picture.title;
  slide.addText(heading, { placeholder: 'title', fontSize: titlePoints(heading), ...type });
  if (picture.source && !picture.badged) {
    const colour = ink(look.sources[picture.source]);
    slide.addText(choice.sources[picture.source], { x: 10.6, y: 0.22, w: 2.45, h: 0.44, shape: 'roundRect', rectRadius: 0.2, fill: { color: colour }, fontFace: 'Arial', color: ink(look.background), fontSize: 18, bold: true, align: 'center', margin: 0 });
  }
  const { place, room } = roomFor(picture, { ...choice, title: heading });
  const link = shortLink(picture.link) ? [{ text: shortLink(picture.link), options: { hyperlink: { url: picture.link } } }] : [];
  const below = (place.caption.length + link.length) * LINE_INCHES + 0.1;
  const free = HIGH_INCHES - 2 * MARGIN_INCHES - place.top * PER_UNIT - below;
  const scale = Math.min((room.width * PER_UNIT) / drawing.width, free / drawing.height);
  const around = Math.min(MARGIN, MARGIN_INCHES / scale);
  const [w, h] = [drawing.width, drawing.height].map((one) => (one + 2 * around) * scale);
  slide.addImage({ data: await bare(card, around), x: (WIDE_INCHES - w) / 2, y: MARGIN_INCHES + place.top * PER_UNIT + (free - h) / 2, w, h, altText: picture.alt });
  const said = choice.caption ? [{ text: choice.caption, options: { breakLine: true } }] : [];
  const where = { x: MARGIN_INCHES, y: HIGH_INCHES - MARGIN_INCHES - below, w: WIDE_INCHES - 2 * MARGIN_INCHES, h: below };
  slide.addText([...said, ...link], { ...where, fontSize: LEAST * POINTS, valign: 'bottom', ...type });
  slide.addNotes([picture.notes, choice.caption, picture.link].filter(Boolean).join('\n\n'));
}

export async function deckPptx(cards, title) {
  const { PptxGenJS } = await libraries();
  const deck = new PptxGenJS();
  Object.assign(deck, { layout: 'LAYOUT_WIDE', title, subject: whole(cards, title).Description, company: whole(cards, title).Software });
  deck.defineSlideMaster({
    title: 'PICTURE',
    objects: [{ placeholder: { options: { name: 'title', type: 'title', x: 0.25, y: 0.18, w: TITLE_INCHES, h: 0.56, fontSize: TITLE_POINTS, bold: true, align: 'left', valign: 'middle', margin: 0 }, text: '' } }],
  });
  for (const card of cards) await addSlide(deck, card);
  return deck.write({ outputType: 'blob' });
}

const named = ({ choice, picture }, at, ending) => `${String(at + 1).padStart(2, '0')}-${fileName([choice.title || picture.title], ending)}`;

export async function deckZip(cards, title) {
  const { JSZip } = await libraries();
  const zip = new JSZip();
  const rows = [];
  for (const [at, card] of cards.entries()) {
    const sheet = cardSheet(card);
    zip.file(named(card, at, 'png'), await png(sheet, facts(card.picture, card.choice), false));
    zip.file(named(card, at, 'svg'), sheet.svg);
    const { picture, choice } = card;
    rows.push(`<figure><img src="${escape(encodeURI(named(card, at, 'png')))}" alt="${escape(picture.alt)}"><figcaption><b>${escape(choice.title || picture.title)}</b> ${escape(choice.caption)} <a href="${escape(picture.link)}">${escape(shortLink(picture.link))}</a></figcaption></figure>`);
  }
  const style = 'body { max-width: 1100px; margin: 2em auto; font-family: system-ui, sans-serif } figure { margin: 0 0 3em } img { width: 100% }';
  zip.file('index.html', `<!doctype html><meta charset="utf-8"><title>${escape(title)}</title><style>${style}</style><h1>${escape(title)}</h1>${rows.join('\n')}`);
  zip.file('links.txt', linksOf(cards));
  return zip.generateAsync({ type: 'blob', compression: 'STORE' });
}

/** What reproduces the deck, one link in a line. */
export const linksOf = (cards) => cards.map(({ picture }) => `${linkOf(picture)}\n`).join('');

/** Players play; all other pictures stand still. */
export async function deckHtml(cards, title) {
  const slide = (card) => {
    const { picture, choice, play } = card;
    const about = { title: choice.title || picture.title, caption: choice.caption, link: picture.link };
    return play ? { ...about, ...play } : { ...about, alt: picture.alt, svg: cardSheet(card).svg };
  };
  return new Blob([await pageOf(cards.map(slide), whole(cards, title))], { type: 'text/html' });
}
