// The deck: pictures kept in this browser until somebody takes them out; nothing of it is sent anywhere.
// In: a picture and what was chosen for it. Out: cards in their order. Kept in IndexedDB.

import { roomFor } from './sheet.js';

const [DATABASE, CARDS] = ['birnn-deck', 'cards'];
export const CHANGED = 'birnn-deck';

/** @returns {Promise<IDBDatabase>} */
function database() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(DATABASE, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(CARDS, { keyPath: 'id' });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

/** @param {IDBTransactionMode} mode @param {(store: IDBObjectStore) => IDBRequest} act */
async function within(mode, act) {
  const opened = await database();
  try {
    return await new Promise((resolve, reject) => {
      const work = opened.transaction(CARDS, mode);
      const asked = act(work.objectStore(CARDS));
      work.oncomplete = () => resolve(asked.result);
      work.onerror = () => reject(work.error);
    });
  } finally {
    opened.close();
  }
}

/** All cards, in the order in which they are shown. */
export async function cards() {
  const all = await within('readonly', (store) => store.getAll());
  return all.sort((one, other) => one.place - other.place);
}

/** Puts a picture at the end of the deck; gives how many there are then.
 * @param {import('./sheet.js').Picture} picture @param {import('./sheet.js').Choice} choice */
export async function add(picture, choice) {
  const { room } = roomFor(picture, choice);
  const drawing = await picture.draw({ ...room, plain: true });
  const { play } = picture;
  const before = await cards();
  const card = {
    id: crypto.randomUUID?.() ?? String(Math.random()),
    place: (before.at(-1)?.place ?? 0) + 1,
    picture: JSON.parse(JSON.stringify({ ...picture, film: undefined })), // without what it can do
    choice,
    drawing,
    play: play ? JSON.parse(JSON.stringify(play())) : null,
  };
  await put(card);
  return before.length + 1;
}

/** Writes cards, all or none of them. @param {...any} changed */
export async function put(...changed) {
  await within('readwrite', (store) => {
    for (const card of changed) store.put(card);
    return store.count();
  });
  document.dispatchEvent(new CustomEvent(CHANGED));
}

/** @param {string} id */
export async function remove(id) {
  await within('readwrite', (store) => store.delete(id));
  document.dispatchEvent(new CustomEvent(CHANGED));
}
