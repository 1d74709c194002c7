"""The room Your network in a browser: examples play, a training elsewhere is followed while it learns."""

import subprocess
import sys

import pytest

from benchmarks.classroom.server import AppServer
from tests.browser.conftest import READY
from tests.source_tree import ROOT

pytestmark = pytest.mark.browser


def opened(server, page, query=""):
    page.goto(f"{server('app.py')}/Your_network{query}")
    page.wait_for_selector(".player", timeout=60_000)
    page.wait_for_selector(READY)
    return page


@pytest.mark.parametrize(
    ("query", "ends"),
    [
        ("", "All 10 steps are read"),
        ("?guest=reviews&guest_layer_2=2", "steps are read"),
        ("?guest=sorting", "All 7"),
    ],
)
def test_an_example_plays_to_its_end(server, page, query, ends):
    room = opened(server, page, query)
    room.locator(".player").focus()
    room.keyboard.press("End")
    room.get_by_text(ends).first.wait_for()


@pytest.fixture
def watching(tmp_path):
    """A server of its own, and the folder in which it looks for trainings elsewhere."""
    place = tmp_path / "watched"
    started = AppServer(tmp_path, env={"BIRNN_WATCH": str(place)})
    yield started.address, place
    started.stop()


def test_a_fit_in_another_process_is_followed_while_it_learns(watching, page):
    address, place = watching
    page.goto(f"{address}/Your_network?guest=elsewhere")
    page.get_by_text("No training is being watched yet").wait_for(timeout=60_000)
    command = [sys.executable, "-m", "tests.browser.keras_fit", str(place), "40"]
    training = subprocess.Popen(command, cwd=ROOT)
    try:
        page.wait_for_selector(".player", timeout=120_000)
        page.get_by_text("in another process").first.wait_for()
        assert training.wait(timeout=240) == 0
        page.get_by_text("· over").first.wait_for(timeout=30_000)
    finally:
        training.kill()
    page.locator(".player").focus()
    page.keyboard.press("End")
    page.get_by_text("All 8 steps are read").wait_for()
