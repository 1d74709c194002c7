"""`python -m benchmarks.looks FOLDER`: every page presented, on a phone, in each language, in the dark.

In: a folder; a running app, or none (one is started); names of pages and looks. Out: a picture of each page
in each look, and a contact sheet of each look; on standard output which words are cut off. Needs a Chromium.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from benchmarks.classroom.server import running
from benchmarks.contact_sheet import contact_sheet
from tests.browser import chromium
from tests.browser.cut import cut_off
from tests.browser.waiting import drawn
from ui.page_list import page_names

# A page that is not presented is photographed down to here, in pixels.
DEEPEST = 2_400
ACROSS, WITHIN = 4, (640, DEEPEST)
# Words are read in windows of these sizes: a phone, and two projectors.
SIZES = ((390, 844), (1280, 720), (1920, 1080))


@dataclass(frozen=True, kw_only=True)
class Look:
    """One way to look at all pages.

    Attributes:
        width, height: of the window, in pixels.
        said: what its link says.
        dark: the theme.
        whole: whether the page is seen down to its end, and not as the window shows it.
        read: sizes of the windows in which words are looked at that may be cut off.
    """

    width: int = 1280
    height: int = 720
    said: str = ""
    dark: bool = False
    whole: bool = True
    read: Sequence[tuple[int, int]] = ()


LOOKS = {
    "presenting": Look(said="present=1", whole=False, read=SIZES[1:2]),
    "presenting-large": Look(width=1920, height=1080, said="present=1", whole=False, read=SIZES[2:]),
    "phone": Look(width=390, height=844, read=SIZES),
    "ja": Look(said="lang=ja", read=SIZES),
    "zh": Look(said="lang=zh-CN", read=SIZES),
    "dark": Look(dark=True),
}


def photograph(page: Any, address: str, look: Look, out: Path) -> list[str]:
    """Save a picture of a page; the words that are cut off in the windows of the look.

    Args:
        page: of a browser.
        address: of the page, without a question mark.
        look: how it is looked at.
        out: the file.
    """
    page.set_viewport_size({"width": look.width, "height": look.height})
    page.goto(f"{address}?{look.said}")
    drawn(page)
    if look.whole:
        deep = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
        page.set_viewport_size({"width": look.width, "height": min(max(deep, look.height), DEEPEST)})
        drawn(page)
    page.screenshot(path=out)
    found = []
    for width, height in look.read:
        page.set_viewport_size({"width": width, "height": height})
        found += [f"{width}: {words!r}" for words in cut_off(drawn(page))]
    return found


def main(arguments: list[str] | None = None) -> int:
    """Run from the command line; 1 where words are cut off."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.looks", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--server", help="address of a running app")
    parser.add_argument("--page", action="append", default=[], help="by its name in the address; 'Home'")
    parser.add_argument("--look", action="append", choices=LOOKS, help="all where none is named")
    asked = parser.parse_args(arguments)
    asked.folder.mkdir(parents=True, exist_ok=True)
    if asked.server:
        return _taken(asked, asked.server)
    with tempfile.TemporaryDirectory() as logs, running(Path(logs)) as server:
        return _taken(asked, server.address)


def _taken(asked: argparse.Namespace, address: str) -> int:
    names = [one for one in page_names() if not asked.page or (one or "Home") in asked.page]
    cut = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=list(chromium.FLAGS))
        for look in asked.look or LOOKS:
            scheme = "dark" if LOOKS[look].dark else "light"
            context = browser.new_context(color_scheme=scheme, reduced_motion="reduce")
            files = []
            for name in names:
                # A page of its own: nothing that another has chosen stays.
                page = context.new_page()
                files.append(asked.folder / f"{look}.{name or 'Home'}.png")
                for words in photograph(page, f"{address}/{name}", LOOKS[look], files[-1]):
                    sys.stdout.write(f"{files[-1].stem}, {words}\n")
                    cut += 1
                page.close()
            contact_sheet(files, across=ACROSS, within=WITHIN).save(asked.folder / f"sheet-{look}.png")
            context.close()
        browser.close()
    return int(cut > 0)


if __name__ == "__main__":
    sys.exit(main())
