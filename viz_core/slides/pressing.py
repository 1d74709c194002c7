"""What a person presses to collect a picture and to download the deck, pressed by a program.

In: a Playwright page. Out: a picture in the deck; a file.
"""

import re
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

READY = '[data-testid="stApp"][data-test-script-state="notRunning"]'
SAVES = ".save, .modebar-btn[data-attr='save']"
STILL = 3.0  # seconds without another picture
PATIENCE = 60_000  # milliseconds
PER_CARD = 5_000  # milliseconds more


class SlidesError(ValueError):
    """What was expected and what came, in one sentence."""


@dataclass(frozen=True, kw_only=True)
class Slide:
    """A picture to take from a page.

    Attributes:
        link: of the page; behind `#` stands which of its pictures is taken: a number, from top to
            bottom, or the key of its place, as a deck's list of links names it. None takes the first.
        part: in CSS, where on the page its button is; None goes by the number.
        title: None takes the picture's own.
        caption: None takes the picture's own.
    """

    link: str
    part: str | None = None
    title: str | None = None
    caption: str | None = None


def collect(page: Any, slide: Slide) -> None:
    """Put a picture of a page into the deck.

    Raises:
        SlidesError: the page has no such picture.
    """
    page.goto(slide.link.partition("#")[0])
    page.wait_for_selector(READY, timeout=PATIENCE)
    page.locator(SAVES).first.wait_for(state="attached", timeout=PATIENCE)
    _button(page, slide).evaluate("one => one.click()")
    page.wait_for_selector("dialog[data-shown]", timeout=PATIENCE)
    for name, words in (("heading", slide.title), ("caption", slide.caption)):
        if words is not None:
            page.locator(f"dialog [data-name={name}]").fill(words)
    page.locator("dialog .formats button.first").click()
    page.wait_for_selector("dialog[data-kept]", timeout=PATIENCE)


def _button(page: Any, slide: Slide) -> Any:
    """The Save of a picture.

    Raises:
        SlidesError: there is no such picture.
    """
    if slide.part is not None:
        button = page.locator(slide.part).locator(SAVES).first
        button.wait_for(state="attached", timeout=PATIENCE)
        return button
    address, _, which = slide.link.partition("#")
    if which and not which.isdigit():
        return _button_at(page, address, which)
    buttons, number = all_buttons(page), int(which or 1)
    if not 1 <= number <= len(buttons):
        raise SlidesError(f"Expected picture 1 to {len(buttons)} of {address}; got {number}.")
    return buttons[number - 1]


def _button_at(page: Any, address: str, key: str) -> Any:
    """The Save of the picture in the place of this key.

    Raises:
        SlidesError: there is no such picture.
    """
    if re.fullmatch(r"[\w-]+", key, re.ASCII):
        buttons = page.locator(f".st-key-{key}").locator(SAVES)
        if all_buttons(page) and buttons.count():
            return buttons.first
    raise SlidesError(f"Expected the key of a picture of {address}; got {key}.")


def all_buttons(page: Any) -> list[Any]:
    """Every Save of a page from top to bottom, once no more have come for some seconds."""
    count, since = 0, time.monotonic()
    while time.monotonic() - since < STILL:
        if (found := page.locator(SAVES).count()) != count:
            count, since = found, time.monotonic()
        page.wait_for_timeout(200)
    # Parts with a tree of their own come last in the document, wherever they stand.
    return sorted(page.locator(SAVES).all(), key=lambda button: button.bounding_box()["y"])


def export(page: Any, deck: str, kind: str, out: Path) -> None:
    """Save the deck.

    Args:
        page: of a browser that has collected pictures.
        deck: the address of the deck.
        kind: 'pptx', 'pdf', 'html' or 'zip'.
        out: where the file goes.
    """
    page.goto(deck)
    page.wait_for_selector(".deck li", timeout=PATIENCE)
    patience = PATIENCE + PER_CARD * page.locator(".deck li").count()
    with page.expect_download(timeout=patience) as download:
        page.locator(f".deck [data-file={kind}]").click()
    download.value.save_as(out)
