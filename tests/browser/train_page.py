"""The page Train in a browser: what its line of words says, and its buttons."""

from typing import Any

from tests.browser.waiting import PATIENCE

STATUS = "(document.querySelector('.st-key-status')?.innerText ?? '')"
# How many updates are done; -1 before the first.
UPDATE = f"Number(({STATUS}.match(/update ([\\d,]+)/) ?? [0, '-1'])[1].replaceAll(',', ''))"
PLAYER = ".st-key-train_player"


def wait_for(page: Any, words: str) -> None:
    """Wait until the line says these words."""
    page.wait_for_function(f"{STATUS}.includes({words!r})", timeout=PATIENCE)


def press(page: Any, key: str) -> None:
    """Press a button once it can be pressed: 'train', 'pause', 'step' or 'stop'."""
    page.locator(f".st-key-{key} button:not([disabled])").first.click(timeout=PATIENCE)
