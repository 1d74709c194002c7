"""The page Your network in a browser: examples play, a training elsewhere is followed while it learns."""

import subprocess
import sys

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import open_at
from tests.browser.waiting import mounted
from tests.source_tree import ROOT

pytestmark = pytest.mark.browser


def opened(server, page, query=""):
    open_at(page, f"{server('app.py')}/Your_network{query}", ".player[data-position]")


@pytest.mark.parametrize(
    ("query", "ends"),
    [
        ("", "All 10 steps are read"),
        ("?guest=reviews&guest_layer_2=2", "steps are read"),
        ("?guest=sorting", "All 7"),
    ],
)
def test_an_example_plays_to_its_end(server, page, query, ends):
    opened(server, page, query)
    page.locator(".player").focus()
    page.keyboard.press("End")
    page.get_by_text(ends).first.wait_for()


def test_a_fit_in_another_process_is_followed_while_it_learns(server, watched, page):
    page.goto(f"{server('app.py')}/Your_network?guest=elsewhere")
    page.get_by_text("No training is being watched yet").wait_for()
    command = [sys.executable, "-m", "tests.browser.keras_fit", str(watched), "40"]
    training = subprocess.Popen(command, cwd=ROOT)
    try:
        page.wait_for_selector(".player[data-position]")
        page.get_by_text("in another process").first.wait_for()
        assert training.wait(timeout=240) == 0
        page.get_by_text("· over").first.wait_for()
    finally:
        training.kill()
    mounted(page).locator(".player").focus()
    page.keyboard.press("End")
    page.get_by_text("All 8 steps are read").wait_for()


@pytest.mark.slow
def test_a_network_is_trained_here_by_keras_and_its_player_follows(server, page):
    opened(
        server,
        page,
        "?guest_sequences=3000&guest_learning_rate=0.01&guest_task_9=mirror_sum&guest_learns_9=mirror_sum",
    )
    page.locator(".player").focus()
    page.keyboard.press("End")
    player = page.locator(".player")
    shown = player.inner_text()
    page.get_by_role("button", name="Train", exact=True).click()
    page.get_by_text("Finished").first.wait_for(timeout=240_000)
    expect(player).not_to_have_text(shown, use_inner_text=True)
