// The looks of the window in which a picture is saved. The colours are set by dialog.js.

export const STYLE = `
dialog { box-sizing: border-box; width: min(96vw, 1120px); max-height: 96vh; padding: 16px 20px; color: var(--text); background: var(--background); border: 1px solid var(--muted); border-radius: 12px; font-family: inherit; font-size: 16px; }
dialog::backdrop { background: rgb(0 0 0 / 45%); }
.head, .formats { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; }
h2 { flex: 1; margin: 0; font-size: 20px; }
.body { display: grid; grid-template-columns: minmax(0, 3fr) minmax(260px, 2fr); gap: 18px; margin: 12px 0; }
@media (max-width: 760px) { .body { grid-template-columns: 1fr; } }
.preview { width: 100%; max-height: 62vh; object-fit: contain; border: 1px solid var(--faint); border-radius: 6px; }
.preview.transparent { background: repeating-conic-gradient(#8883 0 25%, transparent 0 50%) 0 0 / 20px 20px; }
form { display: flex; flex-direction: column; gap: 10px; }
.row { display: flex; flex-direction: column; gap: 3px; }
.row span { color: var(--muted); }
input[type='text'], textarea { box-sizing: border-box; width: 100%; padding: 7px 9px; color: var(--text); background: var(--surface); border: 1px solid var(--faint); border-radius: 8px; font: inherit; resize: vertical; }
.tick { display: flex; gap: 8px; align-items: center; cursor: pointer; }
.tick input { width: 18px; height: 18px; accent-color: var(--merged); }
button { min-height: 40px; padding: 0 14px; color: var(--text); background: var(--surface); border: 1px solid var(--faint); border-radius: 8px; font: inherit; cursor: pointer; }
button:hover { border-color: var(--merged); }
button:focus-visible, input:focus-visible, textarea:focus-visible { outline: 3px solid var(--merged); outline-offset: 2px; }
button.first { margin-left: auto; color: var(--background); background: var(--merged); border-color: var(--merged); }
button.close { min-height: 36px; width: 40px; padding: 0; font-size: 22px; }
.busy button.format, .busy .formats button { opacity: 0.5; }
.status { min-height: 1.5em; margin: 8px 0 0; color: var(--muted); }
`;
