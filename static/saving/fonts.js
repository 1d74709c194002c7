// The fonts of formulas, which no other program has: put into the picture itself. In: the text of an SVG. Out: the same
// with the fonts that it names and the page has brought along.

/** @type {Map<string, Promise<string>>} */
const fetched = new Map();

/** @param {string} address */
async function asData(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  return `data:font/woff2;base64,${btoa(Array.from(bytes, (one) => String.fromCharCode(one)).join(''))}`;
}

/** Every font face that a style sheet of the page declares. @returns {{ style: CSSStyleDeclaration, base: string }[]} */
function faces() {
  return [...document.styleSheets].flatMap((sheet) => {
    const rules = [...sheet.cssRules].filter((rule) => rule instanceof CSSFontFaceRule);
    return rules.map((rule) => ({ style: /** @type {CSSFontFaceRule} */ (rule).style, base: sheet.href ?? document.baseURI }));
  });
}

const plain = (/** @type {string} */ name) => name.replaceAll(/["']/g, '');
const weight = (/** @type {string} */ said) => ({ '': '400', normal: '400', bold: '700' })[said] ?? said;

/** @param {{ style: CSSStyleDeclaration, base: string }} face @returns {Promise<string>} */
async function written({ style, base }) {
  const [name, slant, heavy, source] = ['font-family', 'font-style', 'font-weight', 'src'].map((one) => style.getPropertyValue(one));
  const [, place] = /url\("?([^")]+\.woff2)"?\)/.exec(source) ?? [];
  if (!place) return '';
  const address = new URL(place, base).href;
  if (!fetched.has(address)) fetched.set(address, asData(address));
  return `@font-face { font-family: ${plain(name)}; font-style: ${slant || 'normal'}; font-weight: ${weight(heavy)}; src: url(${await fetched.get(address)}) }`;
}

/** @param {string} svg */
export async function embedded(svg) {
  const names = new Set([...svg.matchAll(/font-family="(KaTeX_\w+)/g)].map(([, name]) => name));
  if (!names.size) return svg;
  const used = new Set([...svg.matchAll(/font-weight="(\d+)"(?: font-style="(\w+)")? font-family="(KaTeX_\w+)/g)].map(([, heavy, slant, name]) => `${name} ${heavy} ${slant ?? 'normal'}`));
  const needed = faces().filter(({ style }) => {
    const said = (/** @type {string} */ name) => style.getPropertyValue(name);
    return used.has(`${plain(said('font-family'))} ${weight(said('font-weight'))} ${said('font-style') || 'normal'}`);
  });
  const rules = await Promise.all(needed.map(written));
  return svg.replace(/<svg[^>]*>/, (head) => `${head}<style>${rules.join('')}</style>`);
}
