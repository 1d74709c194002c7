"""Slides of links, from a terminal: the pages' own way of saving, pressed by a browser without a window.

In: links of a running server, each to one page; `#2` behind a link takes its second picture, and a deck's
list of links names each picture by its place. Out: one file, or a folder of
pictures with a page of them. Needs Playwright and an installed Chromium.
"""

import argparse
import shutil
import sys
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from viz_core.slides.pressing import Slide, SlidesError, collect, export

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
# Ending of the file -> what the deck calls it; a folder is made of the ZIP.
KINDS = {".pptx": "pptx", ".pdf": "pdf", ".html": "html", ".zip": "zip", "": "zip"}
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage")


def main(arguments: Sequence[str]) -> int:
    """Render links.

    Returns:
        0 when the file is written; 1 with a sentence on standard error otherwise.
    """
    asked = _parser().parse_args(arguments)
    try:
        render([Slide(link=link) for link in [*asked.links, *_listed(asked.list)]], Path(asked.out))
    except SlidesError as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


def render(slides: Sequence[Slide], out: Path, *, also: Sequence[Path] = ()) -> None:
    """Make slides of links.

    Args:
        slides: their links are addresses of pages, `http://…`, all of one server.
        out: `.pptx`, `.pdf`, `.html` or `.zip`; a name without ending becomes a folder.
        also: further files of the same pictures.

    Raises:
        SlidesError: no link, another ending, no browser, or a page without a picture.
    """
    links = [slide.link for slide in slides]
    if not links:
        raise SlidesError("Expected at least one link; got none.")
    files = [out, *also]
    if any(file.suffix not in KINDS for file in files):
        raise SlidesError(
            f"Expected a file that ends in .pptx, .pdf, .html or .zip, or a folder; got {out.name}."
        )
    servers = {urlsplit(link).netloc for link in links}
    if len(servers) != 1 or "" in servers:
        raise SlidesError(
            f"Expected links of one server that begin with http://; got {', '.join(sorted(links))}."
        )
    with TemporaryDirectory() as folder, _page() as page:
        for slide in slides:
            collect(page, slide)
        for file in files:
            made = Path(folder, "deck")
            export(page, _deck_of(links[0]), KINDS[file.suffix], made)
            _place(made, file)


def _deck_of(link: str) -> str:
    """The address of the deck on the server of a link, below the same base path."""
    scheme, host, path, _, _ = urlsplit(link)
    return urlunsplit((scheme, host, path.rpartition("/")[0] + "/Deck", "", ""))


def _place(made: Path, out: Path) -> None:
    out.parent.mkdir(parents=True, exist_ok=True)
    if out.suffix:
        shutil.move(made, out)
        return
    with zipfile.ZipFile(made) as pictures:
        pictures.extractall(out)


def _listed(name: str | None) -> list[str]:
    """The links of a file, one in a line."""
    if name is None:
        return []
    try:
        return Path(name).read_text(encoding="utf-8").split()
    except OSError as problem:
        raise SlidesError(f"The list of links {name} cannot be read: {problem.strerror}.") from problem


@contextmanager
def _page() -> Iterator[Any]:
    """A page of a browser without a window.

    Raises:
        SlidesError: Playwright or the browser is missing.
    """
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError as problem:
        raise SlidesError(
            "Slides from a terminal need Playwright: pip install playwright, and a Chromium."
        ) from problem
    path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        except Error as problem:
            raise SlidesError(
                "Slides from a terminal need a Chromium: install one, or run `playwright install chromium`."
            ) from problem
        page = browser.new_context(
            viewport={"width": 1280, "height": 720},
            color_scheme="light",
            reduced_motion="reduce",  # what plays by itself shows its end instead
            accept_downloads=True,
        ).new_page()
        try:
            yield page
        except Error as problem:
            raise SlidesError(
                f"The browser did not come to an end: {problem.message.splitlines()[0]}"
            ) from problem
        finally:
            browser.close()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m viz_core.slides", description="Slides of links.")
    parser.add_argument(
        "links", nargs="*", metavar="LINK", help="a page of a running server; #2 takes its second picture"
    )
    parser.add_argument("--list", metavar="FILE", help="a file with more links, one in a line")
    parser.add_argument("--out", required=True, help="deck.pptx, deck.pdf, deck.html, deck.zip, or a folder")
    return parser
