// A sheet on paper, or as a PDF of lines and letters: through the browser's own print. In: a sheet. Out: its window.

/** @param {{ svg: string, width: number, height: number }} sheet */
export function printSheet({ svg, width, height }) {
  const frame = document.createElement('iframe');
  frame.style.cssText = 'position: fixed; width: 0; height: 0; border: 0';
  const style = `@page { size: ${width}px ${height}px; margin: 0 } html, body { margin: 0 } svg { display: block; width: 100vw; height: auto }`;
  frame.srcdoc = `<!doctype html><meta charset="utf-8"><style>${style}</style>${svg}`;
  frame.addEventListener('load', () => {
    const page = /** @type {Window} */ (frame.contentWindow);
    page.addEventListener('afterprint', () => frame.remove());
    page.print();
  });
  document.body.append(frame);
}
