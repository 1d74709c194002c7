// What the class's bar and sheets look like, in the theme of the page.

export const STYLE = `
:host { position: fixed; inset: 0 0 auto auto; z-index: 1000000; color: var(--text); font-size: 16px; line-height: 1.3; }
* { box-sizing: border-box; font-family: inherit; }
[hidden] { display: none !important; }
.bar { position: fixed; top: 0.2rem; right: 3rem; display: flex; gap: 0.4rem; align-items: center; max-width: calc(100vw - 6.2rem); padding: 0.1rem 0.2rem 0.1rem 0.8rem; background: var(--surface); border: 1px solid var(--faint); border-left: 4px solid var(--merged); border-radius: 0.5rem; box-shadow: 0 1px 6px rgb(0 0 0 / 18%); }
.bar .state { overflow: hidden; font-weight: 600; text-overflow: ellipsis; white-space: nowrap; }
.bar .count { color: var(--muted); white-space: nowrap; }
button { min-height: 28px; padding: 0 0.6rem; color: var(--text); white-space: nowrap; background: var(--background); border: 1px solid var(--muted); border-radius: 0.4rem; font-size: inherit; cursor: pointer; }
button:hover { border-color: var(--merged); }
button.first { color: var(--background); background: var(--merged); border-color: var(--merged); }
button.small { padding: 0; width: 28px; border-color: transparent; background: none; font-size: 20px; line-height: 1; }
:is(button, input, textarea):focus-visible { outline: 3px solid var(--merged); outline-offset: 1px; }
.sheet { position: fixed; top: 3rem; right: 1rem; display: flex; flex-direction: column; gap: 0.7rem; width: min(30rem, calc(100vw - 2rem)); max-height: calc(100dvh - 4rem); overflow-y: auto; padding: 1rem; background: var(--background); border: 1px solid var(--muted); border-radius: 0.7rem; box-shadow: 0 6px 30px rgb(0 0 0 / 30%); }
.sheet h2 { margin: 0; font-size: 1.25rem; line-height: 1.3; overflow-wrap: anywhere; }
.sheet p { margin: 0; color: var(--muted); }
.options { display: flex; flex-direction: column; gap: 0.5rem; }
button.option { min-height: 52px; padding: 0.5rem 0.8rem; font-size: 1.1rem; text-align: left; white-space: normal; overflow-wrap: anywhere; }
button.option[aria-pressed='true'] { background: color-mix(in srgb, var(--merged) 18%, var(--background)); border: 2px solid var(--merged); font-weight: 600; }
.bars { display: grid; grid-template-columns: minmax(0, 1fr) 3.2rem; gap: 0.15rem 0.6rem; align-items: center; font-size: 1.1rem; }
.bars .name { grid-column: 1 / -1; margin-top: 0.3rem; overflow-wrap: anywhere; }
.bars .track { height: 1.3rem; overflow: hidden; background: var(--surface); border: 1px solid var(--faint); border-radius: 0.3rem; }
.bars .grown { height: 100%; forced-color-adjust: none; background: var(--merged); transition: width 0.25s; }
.bars .right .grown { background: var(--right); }
.bars b { font-variant-numeric: tabular-nums; text-align: right; }
.bars em { color: var(--right); font-style: normal; font-weight: 600; }
.sheet.wide { width: min(64rem, calc(100vw - 2rem)); }
.steps, .bars.by-step { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(var(--step), 100%), 1fr)); gap: 0.3rem; align-items: stretch; }
button.step { display: flex; flex-direction: column; gap: 0.15rem; align-items: center; justify-content: space-between; min-height: 52px; padding: 0.3rem 0.2rem; font-size: 1.1rem; white-space: normal; overflow-wrap: anywhere; }
button.step[aria-pressed='true'] { background: color-mix(in srgb, var(--merged) 18%, var(--background)); border: 3px solid var(--merged); font-weight: 600; }
small { color: var(--muted); font-size: 0.85rem; font-weight: 400; }
.bars.by-step { gap: 0.6rem 0.3rem; text-align: center; }
.bars.by-step .step { display: flex; flex-direction: column; gap: 0.15rem; align-items: stretch; }
.bars.by-step b { text-align: center; }
.bars.by-step .track { display: flex; align-items: flex-end; height: 6rem; }
.bars.by-step .grown { width: 100%; height: 0; transition: height 0.25s; }
.bars.by-step .name { display: flex; flex-direction: column; align-items: center; font-weight: 600; }
.row { display: flex; gap: 0.5rem; align-items: center; }
.row.end { flex-wrap: wrap; justify-content: flex-end; }
.row button { min-height: 40px; padding: 0 1rem; }
label { display: flex; flex-direction: column; gap: 0.2rem; color: var(--muted); }
fieldset { display: flex; flex-direction: column; gap: 0.5rem; min-width: 0; margin: 0; padding: 0; border: 0; }
label.kind { flex-direction: row; gap: 0.4rem; align-items: center; color: var(--text); }
.row > .option { flex: 1; padding-block: 0.5rem; }
textarea, input[type='text'] { width: 100%; padding: 0.4rem 0.6rem; color: var(--text); background: var(--surface); border: 1px solid var(--faint); border-radius: 0.4rem; font-size: 1rem; }
input[type='radio'] { flex: none; width: 20px; height: 20px; accent-color: var(--right); }
@media (max-width: 640px) {
  .bar { inset: auto 0 0; max-width: none; min-height: 3rem; padding-inline: 0.8rem; border-width: 3px 0 0; border-color: var(--merged); border-radius: 0; }
  .bar .state { flex: 1; }
  .bar button { min-height: 40px; }
  .bar button.small { width: 40px; }
  .sheet, .sheet.wide { inset: auto 0 3rem; width: 100%; max-height: calc(80dvh - 3rem); border-radius: 1rem 1rem 0 0; }
}
@media (prefers-reduced-motion: reduce) { .bars .grown { transition: none !important; } }
`;

const LUMINANCE = 128;

/** Whether the page is dark, as it is painted now. */
export function isDark() {
  const page = document.querySelector('[data-testid=stApp]') ?? document.body;
  const [red, green, blue] = (getComputedStyle(page).backgroundColor.match(/[\d.]+/g) ?? ['255', '255', '255']).map(Number);
  return 0.3 * red + 0.6 * green + 0.1 * blue < LUMINANCE;
}

/** Dress the host of the bar in the page's theme. @param {HTMLElement} host @param {any} looks */
export function dress(host, looks) {
  for (const [name, colour] of Object.entries(looks[isDark() ? 'dark' : 'light'])) host.style.setProperty(`--${name}`, colour);
}
