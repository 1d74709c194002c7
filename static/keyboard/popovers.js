// An open popover is at the end of the document; by keyboard it follows its button, as it does for the eye.

const BODY = '[data-testid=stPopoverBody]';
const BUTTON = '[data-testid=stPopover] button[aria-expanded=true]';
const REACHED = 'a[href], button, input, select, textarea, [tabindex]';

/** @param {Element} body @returns {HTMLElement[]} */
function stops(body) {
  const all = /** @type {HTMLElement[]} */ ([...body.querySelectorAll(REACHED)]);
  return all.filter((one) => one.tabIndex >= 0 && !one.matches(':disabled') && one.checkVisibility());
}

/** @param {KeyboardEvent} event */
function walk(event) {
  const body = document.querySelector(BODY);
  const button = /** @type {HTMLElement | null} */ (document.querySelector(BUTTON));
  if (event.key !== 'Tab' || !body || !button) return;
  const inside = stops(body);
  const at = inside.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  if (document.activeElement === button && !event.shiftKey && inside.length) {
    inside[0].focus();
    event.preventDefault();
  } else if (event.shiftKey && at === 0) {
    button.focus();
    event.preventDefault();
  } else if (!event.shiftKey && at === inside.length - 1 && at >= 0) {
    button.focus(); // and the browser goes on from there
  }
}

export function walkIntoPopovers() {
  document.addEventListener('keydown', walk, { capture: true });
}
