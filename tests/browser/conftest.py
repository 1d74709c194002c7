"""A running app and a real browser, shared by all browser tests.

`server(script)` starts Streamlit on a free port and returns its address; `page` is a fresh Chromium page that
fails its test if a script error reached the window.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from benchmarks.classroom.server import AppServer
from tests.browser import chromium
from tests.browser.traffic import Traffic
from tests.browser.waiting import PATIENCE, drawn, mounted
from tests.source_tree import ROOT
from ui.page_list import page_names

PROJECTOR = {"viewport": {"width": 1280, "height": 720}, "accept_downloads": True}
# What a browser keeps for a page, but for its cache of files.
MEMORY = "cookies,file_systems,indexeddb,local_storage,service_workers,cache_storage,shared_storage"


def _start(script: Path, folder: Path, watched: Path) -> AppServer:
    """Run `script` with the app's own settings and static files, wherever the script lies."""
    if script.parent != ROOT:
        for name in ("static", ".streamlit"):
            (folder / name).symlink_to(ROOT / name)
        script = Path(folder, script.name).absolute()
        script.symlink_to(Path(__file__).parent / script.name)
    return AppServer(folder, script=script, env={"BIRNN_WATCH": str(watched)})


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
def watched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which the servers look for trainings elsewhere."""
    return tmp_path_factory.mktemp("watched")


@pytest.fixture(scope="session")
def server(tmp_path_factory, watched) -> Iterator[Callable[[str | Path], str]]:
    """`server(script)` -> address. A script is a path from the root of the repository; one server each."""
    running: dict[str, AppServer] = {}

    def start(script: str | Path) -> str:
        name = str(script)
        if name not in running:
            running[name] = _start(ROOT / script, tmp_path_factory.mktemp("app"), watched)
        return running[name].address

    yield start
    for one in running.values():
        one.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    """One Chromium for all tests."""
    from playwright.sync_api import expect, sync_playwright

    path = chromium.find()
    if path is None:
        pytest.skip("no Chromium: run `python -m tests.browser.chromium`")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=list(chromium.FLAGS))
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def returning(browser) -> Iterator[object]:
    """A visitor's browser that has fetched and compiled the app's files before, as wide as a projector."""
    context = browser.new_context(**PROJECTOR)
    yield context
    context.close()


@pytest.fixture
def page(returning) -> Iterator[object]:
    """A tab of that browser, which has forgotten all but the app's files; it tolerates no script error."""
    others = list(returning.pages)
    with tolerating_nothing(returning.new_page()) as opened:
        forget(returning, opened)
        yield opened
        for one in returning.pages:
            if one not in others:
                one.close()


@pytest.fixture
def first_page(browser) -> Iterator[object]:
    """The first page of a browser of its own: nothing is fetched yet, and its clock is nobody else's."""
    context = browser.new_context(**PROJECTOR)
    with tolerating_nothing(context.new_page()) as opened:
        yield opened
        context.close()


def open_at(page, address: str, *selectors: str) -> Any:
    """The page at that address, once all these and each component are there and no script runs."""
    page.goto(address)
    for one in selectors:
        page.wait_for_selector(one)
    return mounted(page)


@pytest.fixture(scope="session", params=page_names(), ids=lambda name: name or "Home")
def opened(request, server, browser) -> Iterator[SimpleNamespace]:
    """Each page, loaded once, by a browser of its own: its tests leave it as they found it.

    Its `name`, its `tab`; `carried` bytes in so many `requests` of these `hosts` were its first visit.
    """
    context = browser.new_context(**PROJECTOR)
    with tolerating_nothing(context.new_page()) as tab:
        traffic = Traffic(tab)
        address = f"{server('app.py')}/{request.param}"
        carried, requests = traffic.total(lambda: drawn(open_at(tab, address)))
        found = {"carried": carried, "requests": requests, "hosts": set(traffic.hosts)}
        yield SimpleNamespace(name=request.param, tab=tab, **found)
        context.close()


@pytest.fixture
def visited(server, page) -> Callable[..., Any]:
    """`visited(place, *selectors, **media)` opens a page of the app."""

    def opened(place: str, *selectors: str, **media: str) -> Any:
        page.emulate_media(**media)
        return open_at(page, f"{server('app.py')}/{place}", *selectors)

    return opened


@pytest.fixture
def clocked(server, first_page) -> Callable[..., Any]:
    """`clocked(place, *selectors, **media)` opens a page of the app with a clock that can be run ahead."""

    def opened(place: str, *selectors: str, **media: str) -> Any:
        first_page.emulate_media(**media)
        first_page.clock.install()
        return open_at(first_page, f"{server('app.py')}/{place}", *selectors)

    return opened


@contextmanager
def tolerating_nothing(page) -> Iterator[object]:
    """Fails at the end if a script error reached the window; a busy machine may take its time."""
    page.set_default_timeout(PATIENCE)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    assert errors == []


def forget(context, page) -> None:
    """Whatever earlier tests left in the browser's memory: cookies, decks, choices; its cached files stay."""
    context.clear_cookies()
    session = context.new_cdp_session(page)
    session.send("Storage.clearDataForOrigin", {"origin": "*", "storageTypes": MEMORY})
    session.detach()
