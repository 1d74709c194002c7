import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflateSync, inflateSync } from 'node:zlib';

import { titlePoints } from '../../static/saving/deck_files.js';
import { facts, fileName, metadata } from '../../static/saving/facts.js';
import { commented } from '../../static/saving/film.js';
import { plainColour } from '../../static/saving/inlined.js';
import { lines } from '../../static/saving/lettering.js';
import { pdf } from '../../static/saving/pdf.js';
import { chunks, crc32, rowsOf, withFacts } from '../../static/saving/png.js';
import { shortLink } from '../../static/saving/sheet.js';
import { recoloured, themed } from '../../static/saving/themed.js';

const bytes = (text) => new TextEncoder().encode(text);
const latin = (data) => Buffer.from(data).toString('latin1');

// A PNG of 2 x 1 pixels, red and blue, of the given colour type (2 without, 6 with alpha).
function tiny(type) {
  const part = (name, data) => {
    const named = Buffer.concat([Buffer.from(name), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(named));
    return Buffer.concat([length, named, sum]);
  };
  const row = type === 2 ? [0, 255, 0, 0, 0, 0, 255] : [0, 255, 0, 0, 255, 0, 0, 255, 255];
  const header = Buffer.from([0, 0, 0, 2, 0, 0, 0, 1, 8, type, 0, 0, 0]);
  return new Uint8Array(Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), part('IHDR', header), part('IDAT', deflateSync(Buffer.from(row))), part('IEND', Buffer.alloc(0))]));
}

const picture = { kind: 'player', title: 'Train', alt: 'A network', link: 'http://here:8501/Train?units=8', source: 'pretrained' };

test('the checksum is that of the PNG standard', () => {
  assert.equal(crc32(bytes('IEND')), 0xae426082);
});

test('facts stand as texts in UTF-8 behind the header, and the pixels stay', () => {
  const made = withFacts(tiny(2), { Title: 'h→ 1', Source: '' });
  const [header, text, data] = chunks(made);
  assert.deepEqual([header.type, text.type, data.type], ['IHDR', 'iTXt', 'IDAT']);
  assert.equal(Buffer.from(text.data).toString('utf8'), 'Title\0\0\0\0\0h→ 1');
});

test('the rows of a picture without alpha are what a PDF takes; with alpha there are none', () => {
  const { width, height, stream } = rowsOf(tiny(2));
  assert.deepEqual([width, height, [...inflateSync(stream)]], [2, 1, [0, 255, 0, 0, 0, 0, 255]]);
  assert.equal(rowsOf(tiny(6)).stream, null);
});

test('every object of a PDF is where its table says, and its link and title are in it', () => {
  const page = { width: 960, height: 540, columns: 2, rows: 1, stream: rowsOf(tiny(2)).stream, link: 'http://here/Train?a=(1)' };
  const made = latin(pdf([page, { ...page, link: '' }], facts(picture, { title: 'Ü', caption: '', version: '1' })));
  const table = made.slice(Number(/startxref\n(\d+)/.exec(made)[1]));
  const places = [...table.matchAll(/^(\d{10}) 00000 n /gm)].map(([, place]) => Number(place));
  assert.equal(places.length, 11);
  places.forEach((place, at) => assert.ok(made.startsWith(`${at + 1} 0 obj`, place)));
  assert.ok(made.includes('/URI (http://here/Train?a=\\(1\\))'));
  assert.ok(made.includes('/Title <FEFF00dc>') && made.includes('/Count 2'));
});

test('a caption breaks into lines, and what is too long ends in an ellipsis', () => {
  const wide = (text) => text.length;
  assert.deepEqual(lines('one two three', 8, 2, wide), ['one two', 'three']);
  assert.deepEqual(lines('one two three four', 8, 2, wide), ['one two', 'three…']);
  assert.deepEqual(lines('', 8, 2, wide), []);
});

test('a name of a file says what is in it, in letters that every system takes', () => {
  assert.equal(fileName(['Train: 50 %', '', 'LSTM(4)'], 'png'), 'train-50-lstm-4.png');
  assert.equal(fileName(['→'], 'svg'), 'picture.svg');
});

test('a link on a slide is its page, without the settings', () => {
  assert.equal(shortLink(picture.link), 'here:8501/Train');
  assert.equal(shortLink('http://here/'), 'here');
  assert.equal(shortLink('file:///tmp/one.html'), '');
});

test('a file says its title, description, link, licence and program', () => {
  const said = metadata(picture, { title: 'A & B', caption: 'Both', version: '2' });
  for (const one of ['A &#38; B', 'Both A network', 'http://here:8501/Train?units=8', 'MIT', 'birnn-visualiser 2', 'pretrained'])
    assert.ok(said.includes(one), one);
});

test('colours change to those of the other theme, in every way of writing them', () => {
  const [light, dark] = [{ text: '#1d2430', sources: { exact: '#AABBCC' } }, { text: '#e8eaed', sources: { exact: '#112233' } }];
  assert.equal(themed('a #1D2430 b rgb(29, 36, 48) rgba(170,187,204, 0.5) #ffffff', light, dark), 'a #e8eaed b rgb(232, 234, 237) rgba(17, 34, 51, 0.5) #ffffff');
});

test('of places with one colour that of the palette goes before a source', () => {
  const [dark, light] = [{ muted: '#a7afbb', sources: { untrained: '#a7afbb' } }, { muted: '#565e6b', sources: { untrained: '#5d6470' } }];
  assert.equal(themed('#a7afbb', dark, light), '#565e6b');
});

test('the scale of a heat map changes its colours, and its numbers stay the same array', () => {
  const [light, dark] = [{ negative: '#0c686e', zero: '#f5f5f4' }, { negative: '#38b0b2', zero: '#262c35' }];
  const z = [new Float64Array([1, 2])];
  const map = { z, colorscale: [[0, '#0c686e'], [0.5, '#f5f5f4']], text: [["<span style='color:#f5f5f4'>a</span>"]], zmid: 0, none: null };
  const made = recoloured(map, light, dark);
  assert.deepEqual(made.colorscale, [[0, '#38b0b2'], [0.5, '#262c35']]);
  assert.deepEqual(made.text, [["<span style='color:#262c35'>a</span>"]]);
  assert.equal(made.z[0], z[0]);
  assert.deepEqual([made.zmid, made.none, map.colorscale[0][1]], [0, null, '#0c686e']);
});

test('a GIF says what it is behind its table of colours, in blocks of 255 bytes at most', () => {
  const head = [...bytes('GIF89a'), 1, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255];
  const made = commented(Uint8Array.from([...head, 0x2c]), { Title: 'x'.repeat(300), Source: '' });
  assert.deepEqual([...made.slice(0, head.length)], head);
  assert.deepEqual([...made.slice(head.length, head.length + 3)], [0x21, 0xfe, 255]);
  assert.equal(made[head.length + 3 + 255], 307 - 255);
  assert.deepEqual([...made.slice(-2)], [0, 0x2c]);
  assert.ok(!latin(made).includes('Source'));
});

test('a mixed colour is written as every program reads it', () => {
  assert.equal(plainColour('color(srgb 1 0.5 0)'), 'rgb(255, 128, 0)');
  assert.equal(plainColour('color(srgb 0 0 0 / 0.25)'), 'rgba(0, 0, 0, 0.25)');
  assert.equal(plainColour('rgb(1, 2, 3)'), 'rgb(1, 2, 3)');
});

test('a title shrinks until it keeps to one line of a slide, and no further than the back row reads', () => {
  assert.equal(titlePoints('Two readers'), 26);
  const long = titlePoints('x'.repeat(60));
  assert.ok(long < 26 && 60 * 0.58 * long <= 10.2 * 72);
  assert.ok(titlePoints('字'.repeat(35)) < 26);
  assert.equal(titlePoints('x'.repeat(500)), 18);
});
