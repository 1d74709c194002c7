// Where a browser is among the pages, and how it goes where the lecturer is.
// In and out: a place, the name of a page and what follows the question mark.

/** @typedef {{ page: string, query: string }} Place */

// What belongs to one browser only.
const OWN = ['class', 'lang', 'present', 'embed', 'embed_options'];
const RUN = 'run';

/** @param {string} base the server's base path @returns {Place} */
export function here(base) {
  const params = new URLSearchParams(window.location.search);
  for (const name of OWN) params.delete(name);
  const page = window.location.pathname.slice(base.length).replaceAll('/', '');
  return { page, query: params.toString() };
}

/** Where this browser is, with the run that it has started and shows, for others to watch.
 * @param {string} base @returns {Place} */
export function shown(base) {
  const { page, query } = here(base);
  const run = [...document.querySelectorAll('[data-birnn-run]')].find((one) => !one.closest('[data-stale=true]'));
  const params = new URLSearchParams(query);
  if (run instanceof HTMLElement) params.set(RUN, run.dataset.birnnRun ?? '');
  return { page, query: params.toString() };
}

/** The same place without the run of another. @param {Place} place @returns {Place} */
export function alone({ page, query }) {
  const params = new URLSearchParams(query);
  params.delete(RUN);
  return { page, query: params.toString() };
}

/** @param {Place | null} one @param {Place | null} other */
export function same(one, other) {
  return one?.page === other?.page && one?.query === other?.query;
}

/** Streamlit takes this for a step in the history: the address wins, and what it does not name returns to its default.
 * @param {string} base @param {Place} place */
export function go(base, { page, query }) {
  const params = new URLSearchParams(query);
  for (const [name, value] of new URLSearchParams(window.location.search)) if (OWN.includes(name)) params.append(name, value);
  const said = params.toString();
  const address = `${base}/${page}${said ? `?${said}` : ''}`;
  if (here(base).page === page) window.history.replaceState({}, '', address);
  else window.history.pushState({}, '', address);
  window.dispatchEvent(new PopStateEvent('popstate', { state: {} }));
}

/** The class that the address names, and the token of whoever is to lead it; both are taken out of the address.
 * @returns {{ code: string, token: string } | null} */
export function invitation() {
  const url = new URL(window.location.href);
  const code = url.searchParams.get('class') ?? '';
  if (!code) return null;
  const token = new URLSearchParams(url.hash.slice(1)).get('lead') ?? '';
  url.searchParams.delete('class');
  url.hash = '';
  window.history.replaceState(window.history.state, '', url);
  return /^[a-z]{6}$/i.test(code) ? { code: code.toUpperCase(), token } : null;
}
