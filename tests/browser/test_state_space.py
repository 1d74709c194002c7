"""The lesson 'State space' in a real browser: one cursor for all planes, with two clocks."""

import pytest

from tests.browser.conftest import standing_still

pytestmark = pytest.mark.browser

STAGE = ".st-key-space_picture .stage"


@pytest.fixture
def room(clocked):
    return lambda link="", **media: clocked(f"State_space{link}", f"{STAGE}[data-frame]", **media)


def frame(page):
    return int(page.locator(STAGE).get_attribute("data-frame"))


def corners(page, reader):
    """How many states the way of this reader in the first row comes through."""
    way = page.locator(f"{STAGE} path.trail.{reader}").first.get_attribute("d")
    return way.count("L") + 1


def test_the_forward_way_grows_while_the_backward_way_shrinks(room):
    page = room("?space_step_10=3")
    assert (frame(page), corners(page, "forward"), corners(page, "backward")) == (2, 3, 8)
    page.locator(f"{STAGE} .target").nth(8).click()
    assert (frame(page), corners(page, "forward"), corners(page, "backward")) == (8, 9, 2)
    assert page.get_by_text("Step 9: forward has read 1 to 9, backward 10 down to 9.").is_visible()
    page.wait_for_url("**space_step_10=9**")


def test_play_walks_to_the_last_step_with_a_thread_in_each_row(room):
    page = room("?space_step_10=1")
    with standing_still(page):
        page.get_by_role("button", name="Play", exact=True).click()
        page.clock.run_for(10_000)
        assert frame(page) == 9
    assert page.locator(f"{STAGE} .thread").count() == 2
    assert page.locator(f"{STAGE} .readout").count() == 2


def test_a_colour_keeps_the_cursor(room):
    page = room("?space_step_10=4")
    page.get_by_role("radio", name="Sum so far").click()
    page.get_by_text("Sum so far", exact=True).nth(1).wait_for()
    assert frame(page) == 3
