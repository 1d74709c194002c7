// The keyboard: which key does what, and which keys are left to the controls.
// In: the player's section, its clock and its pointing.

export function listenToKeys(section, clock, pointing) {
  const keys = {
    ' ': () => clock.toggle(),
    ArrowRight: () => clock.step(1),
    ArrowLeft: () => clock.step(-1),
    Home: () => clock.jump(0),
    End: () => clock.jump(clock.plan.beats),
    ArrowDown: () => pointing.moveUnit(1),
    ArrowUp: () => pointing.moveUnit(-1),
    Escape: () => pointing.select(null),
  };
  section.addEventListener('keydown', (event) => {
    if (!keys[event.key] || isTaken(event, section)) return;
    event.preventDefault();
    event.stopPropagation();
    keys[event.key]();
  });
}

// By the browser, or by the control that has the focus.
function isTaken(event, section) {
  const inside = event.composedPath()[0];
  if (inside.tagName === 'SELECT' || event.ctrlKey || event.metaKey || event.altKey) return true;
  return event.key === ' ' && inside !== section && !inside.classList?.contains('scrub');
}
