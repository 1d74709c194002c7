"""A running app and a real browser, shared by all browser tests.

`server(script)` starts Streamlit on a free port and returns its address; `page` is a fresh Chromium page that
fails its test if a script error reached the window.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from benchmarks.classroom.server import AppServer
from tests.browser import chromium
from tests.source_tree import ROOT

READY = '[data-testid="stApp"][data-test-script-state="notRunning"]'


def _start(script: Path, folder: Path) -> AppServer:
    """Run `script` with the app's own settings and static files, wherever the script lies."""
    if script.parent != ROOT:
        for name in ("static", ".streamlit"):
            (folder / name).symlink_to(ROOT / name)
        script = Path(folder, script.name).absolute()
        script.symlink_to(Path(__file__).parent / script.name)
    return AppServer(folder, script=script)


@contextmanager
def standing_still(page) -> Iterator[None]:
    """The page's clock, installed before, stands still but for `page.clock.run_for`.

    A clock that is only installed goes on with the machine's time between two lines of a test.
    """
    # It is set forward by more than passes until the page hears of it.
    soon = page.evaluate("Date.now()") / 1000 + 60
    page.clock.pause_at(datetime.fromtimestamp(soon, UTC))
    yield
    page.clock.resume()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str | Path], str]]:
    """`server(script)` -> address. A script is a path from the root of the repository; one server each."""
    running: dict[str, AppServer] = {}

    def start(script: str | Path) -> str:
        name = str(script)
        if name not in running:
            running[name] = _start(ROOT / script, tmp_path_factory.mktemp("app"))
        return running[name].address

    yield start
    for one in running.values():
        one.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    """One Chromium for all tests."""
    from playwright.sync_api import sync_playwright

    path = chromium.find()
    if path is None:
        pytest.skip("no Chromium: run `python -m tests.browser.chromium`")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=list(chromium.FLAGS))
        yield launched
        launched.close()


@pytest.fixture
def page(browser) -> Iterator[object]:
    """A page of its own, as wide as a projector, that tolerates no script error."""
    context = browser.new_context(viewport={"width": 1280, "height": 720}, accept_downloads=True)
    opened = context.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    yield opened
    context.close()
    assert errors == []
