// The colours of both themes, as viz_core/figures/palette.py names them. Out: { light, dark }, fetched once.

/** @type {Promise<Record<'light' | 'dark', any>> | undefined} */
let fetched;

export function palettes() {
  fetched ??= fetch(new URL('./palettes.json', import.meta.url)).then((answer) => {
    if (!answer.ok) throw new Error(`palettes.json: ${answer.status}`);
    return answer.json();
  });
  fetched.catch(() => (fetched = undefined));
  return fetched;
}
