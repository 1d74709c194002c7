"""The lesson 'Switchboard' in a real browser: switches, four networks under one cursor."""

import pytest

from tests.browser.conftest import open_at
from tests.browser.waiting import at_rest

pytestmark = pytest.mark.browser

TWINS = ".st-key-board_twins .stage"
PLAYED = f"{TWINS}[data-last]"


@pytest.fixture
def visit(server, page):
    address = f"{server('app.py')}/Switchboard"
    return lambda link="", wait=".live-figure .main-svg": open_at(page, address + link, wait)


def test_a_switch_changes_badge_and_link_and_reset_takes_it_back(visit):
    page = visit()
    page.get_by_text("Cut ←", exact=True).click()
    page.wait_for_selector(".source-badge:has-text('what-if')")
    page.wait_for_url("**board_cut_backward=true**")
    page.get_by_role("button", name="Reset", exact=True).click()
    page.wait_for_selector(".source-badge:has-text('pretrained')")
    page.wait_for_function("() => !location.search.includes('board_cut_backward')")


def test_the_lines_by_position_stand_right_below_the_twins(visit):
    page = visit("?board_view=Twins", wait=PLAYED)
    page.wait_for_selector(".st-key-board_positions .main-svg")

    def gap():
        places = (".st-key-board_twins .picture", ".st-key-board_positions")
        above, below = (page.locator(one).bounding_box() for one in places)
        return below["y"] - above["y"] - above["height"]

    assert at_rest(page, gap) < 40


def test_twins_play_to_the_end_under_one_cursor(visit):
    page = visit("?board_view=Twins", wait=PLAYED)
    stage = page.locator(TWINS)
    stage.focus()
    assert page.locator(f"{TWINS} .twin-answer.on").count() == 40  # it opens read to the end
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    assert page.locator(f"{TWINS} .twin-answer.on").count() == 3
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    page.locator(f"{TWINS} button.play").click()
    page.wait_for_function("s => s.dataset.frame === s.dataset.last", arg=stage.element_handle())
    assert page.locator(f"{TWINS} .twin-answer.on").count() == 40
    assert "compare the rows" in page.locator(f"{TWINS} .moment").inner_text()
    page.keyboard.press("Home")


def test_the_pictures_of_every_view_begin_on_a_projector_without_scrolling(visit):
    page = visit("?board_view=The+film")
    box = at_rest(page, page.locator(".live-figure").bounding_box)
    assert box["y"] + box["height"] <= 720
