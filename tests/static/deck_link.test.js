// A deck as one link, and what is refused.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflateRawSync } from 'node:zlib';

import { deckLink, deckOf, linkOf, MOST_CARDS } from '../../static/saving/deck_link.js';
import { linksOf } from '../../static/saving/deck_files.js';

const PAGE = 'http://here:8501/lab/Deck?lang=ja#old';
const picture = { title: 'Train', caption: 'All steps are read', link: 'http://here:8501/lab/Train?units=8', part: 'train_player', moment: { position: 3.5, schedule: 'sequence' } };
const card = (choice = {}, more = {}) => ({ picture: { ...picture, ...more }, choice: { title: 'Train', caption: 'All steps are read', dark: false, ...choice } });
const hashOf = (wanted) => `#cards=${deflateRawSync(Buffer.from(typeof wanted === 'string' ? wanted : JSON.stringify(wanted))).toString('base64url')}`;
const WANTED = { link: 'Merge#mg_column', dark: false };

test('a deck comes back from its link: links, places, moments, and the words that are not the pictures\' own', async () => {
  const link = await deckLink([card(), card({ title: 'Süß → 早い', caption: '', dark: true }, { moment: undefined })], PAGE);
  assert.ok(link.startsWith('http://here:8501/lab/Deck#cards='));
  const common = { link: 'Train?units=8#train_player' };
  assert.deepEqual(await deckOf(new URL(link).hash), [
    { ...common, title: undefined, caption: undefined, dark: false, moment: picture.moment },
    { ...common, title: 'Süß → 早い', caption: '', dark: true, moment: undefined },
  ]);
});

test('a link of sixteen captions is one that people can send', async () => {
  const captions = Array.from({ length: 16 }, (_, at) => card({ caption: `Caption ${at}: ${'the backward reader comes from the other end '.repeat(3)}` }));
  assert.ok((await deckLink(captions, PAGE)).length < 2000);
});

test('a picture of a page is named by its place, behind a link without another', () => {
  assert.equal(linkOf({ ...picture, link: `${picture.link}#heading` }), `${picture.link}#train_player`);
  assert.equal(linkOf({ ...picture, part: '' }), picture.link);
  assert.equal(linksOf([card(), card()]), `${picture.link}#train_player\n`.repeat(2));
});

test('a deck that is too long for a link gets none', async () => {
  const long = (count, caption) => deckLink(Array(count).fill(card({ caption })), PAGE);
  await long(MOST_CARDS, '');
  await assert.rejects(long(MOST_CARDS + 1, ''), RangeError);
  await assert.rejects(long(1, 'x'.repeat(2001)), RangeError);
  await assert.rejects(long(40, 'x'.repeat(2000)), RangeError);
});

test('an address that asks for no deck is none', async () => {
  assert.equal(await deckOf(''), null);
  assert.equal(await deckOf('#lead=token'), null);
});

test('what is no deck is refused', async () => {
  const bad = {
    'no list': WANTED,
    'nothing in it': [],
    'too many': Array(MOST_CARDS + 1).fill(WANTED),
    'not JSON': '[',
    'no link': [{ dark: false }],
    'another server': [{ ...WANTED, link: 'https://example.org/Train#a' }],
    'another server without a scheme': [{ ...WANTED, link: '//example.org/Train#a' }],
    'a script': [{ ...WANTED, link: 'javascript:alert(1)#a' }],
    'a folder above': [{ ...WANTED, link: '../Train#a' }],
    'a selector': [{ ...WANTED, link: 'Train#a,body' }],
    'a caption that is no text': [{ ...WANTED, caption: { toString: 1 } }],
    'a long caption': [{ ...WANTED, caption: 'x'.repeat(2001) }],
    'no look': [{ link: 'Train#a' }],
    'a moment that is no number': [{ ...WANTED, moment: { position: '1', schedule: 'sequence' } }],
    'more than it may hold': ' '.repeat(200_000),
  };
  for (const [why, wanted] of Object.entries(bad)) await assert.rejects(deckOf(hashOf(wanted)), undefined, why);
  for (const hash of ['#cards=', '#cards=%%%', '#cards=AAAA', `#cards=${'A'.repeat(200_000)}`]) await assert.rejects(deckOf(hash), undefined, hash.slice(0, 20));
  assert.equal((await deckOf(hashOf([WANTED]))).length, 1);
});

test('nothing of a link comes in but what a card has', async () => {
  const [wanted] = await deckOf(hashOf([{ ...WANTED, onload: 'x', __proto__: { a: 1 } }]));
  assert.deepEqual(Object.keys(wanted), ['link', 'title', 'caption', 'dark', 'moment']);
});
