"""The lesson 'Alignment' in a real browser: the lane is written, flipped or not, and answered."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import standing_still

pytestmark = pytest.mark.browser

STAGE = ".st-key-al_lanes .stage"
FRAMES = 12  # 10 inputs read, the flip, the answers
FIGURE = ".live-figure .main-svg"


@pytest.fixture
def visit(visited):
    return lambda link="", **media: visited(f"Alignment{link}", **media)


def frame(page):
    return int(page.locator(STAGE).get_attribute("data-frame"))


def places(page):
    """Column of each backward state on the screen, from the state of input 1 to that of input 10."""
    moves = page.locator(f"{STAGE} .card.backward").evaluate_all(
        "cards => cards.map(one => one.style.transform)"
    )
    lefts = [float(move.split("(")[1].split("px")[0]) for move in moves]
    return [sorted(lefts).index(left) for left in lefts]


def test_the_lane_is_written_from_the_last_input_and_then_flipped(clocked):
    page = clocked("Alignment", f"{STAGE}[data-frame='{FRAMES}']")  # it opens with its answers
    with standing_still(page):
        page.get_by_role("button", name="Play", exact=True).click()
        page.clock.run_for(7_100)
        assert frame(page) == 10
        assert places(page) == list(range(10))[::-1]
        page.clock.run_for(5_000)
        assert frame(page) == FRAMES
        assert places(page) == list(range(10))
    assert page.get_by_text("10 of 10 answers are right").is_visible()


def test_a_forgotten_flip_leaves_each_state_where_it_was_written(visit):
    page = visit("?al_forget=true&al_moment=12", reduced_motion="reduce")
    page.wait_for_selector(f"{STAGE}[data-frame='{FRAMES}']")
    assert places(page) == list(range(10))[::-1]
    assert page.locator(f"{STAGE} .answer-text.wrong").count() >= 5
    page.get_by_text("Forget to flip").click()
    expect(page.locator(f"{STAGE} .answer-text.wrong")).to_have_count(0)
    assert frame(page) == FRAMES
    assert places(page) == list(range(10))


def test_the_mask_heals_the_padding(visit):
    page = visit("?al_view=Padding")
    page.wait_for_selector(FIGURE)
    words = "[...document.querySelectorAll('.live-figure .bartext')]"
    zeros = f"{words}.filter(one => one.textContent === '0').length"
    page.wait_for_function(f"{zeros} === 10")
    page.get_by_text("Mask", exact=True).click()
    page.wait_for_function(f"{zeros} === 20")
    page.get_by_text("backward states: largest difference exactly 0").wait_for()
