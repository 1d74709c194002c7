"""When a page in a browser has come to rest.

In: a page of a browser. Out: what is measured there once nothing changes any more.
"""

import time
from collections.abc import Callable
from typing import Any

from viz_core.slides.pressing import READY

PATIENCE = 120_000
# At rest is what has not changed for so many seconds, and in so many looks: a busy machine draws late.
QUIET, LOOKS = 0.6, 8
# How many files the page has asked for, once it has drawn what it knows.
FETCHED = """() => new Promise((said) => requestAnimationFrame(() => requestAnimationFrame(
    () => said(performance.getEntriesByType('resource').length))))"""
ELEMENTS = "document.querySelectorAll('*').length"
# Nothing is left of an earlier run; each component that is seen has its script, each figure is drawn.
MOUNTED = """() => !document.querySelector('[data-stale=true]')
    && [...document.querySelectorAll('[data-testid=stElementContainer]:has(> .stBidiComponent)')]
    .every((one) => 'mounted' in one.dataset || !one.checkVisibility())
    && [...document.querySelectorAll('.live-figure')]
        .every((one) => one.dataset.versions || !one.clientWidth)"""


def mounted(page: Any) -> Any:
    """The page, once no script runs and each component and figure is there; its layout may still change."""
    page.wait_for_selector(READY, timeout=PATIENCE)
    page.evaluate(FETCHED)  # what the script sent last is on the page a few milliseconds after its end
    page.wait_for_function(MOUNTED, timeout=PATIENCE)
    return page


def at_rest(page: Any, measure: Callable[[], Any], *, pictures: bool = True) -> Any:
    """What `measure()` finds once it stays: no script runs, nothing more is fetched, all is drawn.

    Args:
        page: of a browser.
        measure: what is compared with what it found before.
        pictures: False where the scripts of the components are kept from coming.
    """
    before, since, looks = None, 0.0, 0
    while True:
        if pictures:
            mounted(page)
        else:
            page.wait_for_selector(READY, timeout=PATIENCE)
        now = page.evaluate(FETCHED), measure()
        if now != before:
            before, since, looks = now, time.monotonic(), 0
        elif (looks := looks + 1) >= LOOKS and time.monotonic() - since > QUIET:
            return now[1]
        page.wait_for_timeout(50)


def drawn(page: Any) -> Any:
    """The page, once every component is there and nothing more comes."""
    page.wait_for_selector("h1", state="attached", timeout=PATIENCE)
    at_rest(page, lambda: page.evaluate(ELEMENTS))
    return page
