// PNG files: what they say of themselves, and their compressed pixels.
// In: bytes of a PNG. Out: bytes with texts in them; the stream of pixels as a PDF takes it. Source: https://www.w3.org/TR/png-3/

const SIGNATURE = 8;
const utf8 = new TextEncoder();

const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k += 1) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c;
});

/** @param {Uint8Array} bytes */
export function crc32(bytes) {
  let c = 0xffffffff;
  for (const byte of bytes) c = TABLE[(c ^ byte) & 0xff] ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
}

/** @param {Uint8Array[]} parts */
export function joined(parts) {
  const all = new Uint8Array(parts.reduce((sum, one) => sum + one.length, 0));
  let at = 0;
  for (const one of parts) {
    all.set(one, at);
    at += one.length;
  }
  return all;
}

/** @param {string} type @param {Uint8Array} data */
function chunk(type, data) {
  const named = joined([utf8.encode(type), data]);
  const made = new Uint8Array(named.length + 8);
  const view = new DataView(made.buffer);
  view.setUint32(0, data.length);
  made.set(named, 4);
  view.setUint32(4 + named.length, crc32(named));
  return made;
}

/** @param {Uint8Array} bytes @returns {{ type: string, data: Uint8Array, end: number }[]} */
export function chunks(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found = [];
  for (let at = SIGNATURE; at < bytes.length; ) {
    const length = view.getUint32(at);
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    found.push({ type, data: bytes.subarray(at + 8, at + 8 + length), end: at + 12 + length });
    at += 12 + length;
  }
  return found;
}

/** With a text for each fact, as iTXt in UTF-8.
 * @param {Uint8Array} bytes @param {Record<string, string>} facts */
export function withFacts(bytes, facts) {
  const [header] = chunks(bytes);
  const texts = Object.entries(facts)
    .filter(([, text]) => text)
    .map(([name, text]) => chunk('iTXt', joined([utf8.encode(name), new Uint8Array(5), utf8.encode(text)])));
  return joined([bytes.subarray(0, header.end), ...texts, bytes.subarray(header.end)]);
}

/** The zlib stream of all rows, each behind the byte of its filter; null where there is an alpha channel.
 * @param {Uint8Array} bytes */
export function rowsOf(bytes) {
  const all = chunks(bytes);
  const { data } = all[0];
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const opaque = data[9] === 2 && data[8] === 8 && data[12] === 0;
  const stream = joined(all.filter(({ type }) => type === 'IDAT').map((one) => one.data));
  return { width: view.getUint32(0), height: view.getUint32(4), stream: opaque ? stream : null };
}
