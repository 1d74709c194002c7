"""The lesson 'State space' in a real browser: one cursor for all planes, with two clocks."""

import pytest

from tests.browser.conftest import standing_still
from tests.browser.waiting import at_rest

pytestmark = pytest.mark.browser

STAGE = ".st-key-space_picture .stage"


@pytest.fixture
def visit(visited):
    return lambda link="": visited(f"State_space{link}", f"{STAGE}[data-frame]")


def frame(page):
    return int(page.locator(STAGE).get_attribute("data-frame"))


def corners(page, reader):
    """How many states the way of this reader in the first row comes through."""
    way = page.locator(f"{STAGE} path.trail.{reader}").first.get_attribute("d")
    return way.count("L") + 1


def test_the_forward_way_grows_while_the_backward_way_shrinks(visit):
    page = visit("?space_step_10=3")
    assert (frame(page), corners(page, "forward"), corners(page, "backward")) == (2, 3, 8)
    page.locator(f"{STAGE} .target").nth(8).click()
    assert (frame(page), corners(page, "forward"), corners(page, "backward")) == (8, 9, 2)
    assert page.get_by_text("Step 9: forward has read 1 to 9, backward 10 down to 9.").is_visible()
    page.wait_for_url("**space_step_10=9**")


def test_play_walks_to_the_last_step_with_a_thread_in_each_row(clocked):
    page = clocked("State_space?space_step_10=1", f"{STAGE}[data-frame]")
    with standing_still(page):
        page.get_by_role("button", name="Play", exact=True).click()
        page.clock.run_for(10_000)
        assert frame(page) == 9
    assert page.locator(f"{STAGE} .thread").count() == 2
    assert page.locator(f"{STAGE} .readout").count() == 2


def test_a_colour_keeps_the_cursor(visit):
    page = visit("?space_step_10=4")
    page.get_by_role("combobox", name="Colour").click()
    page.get_by_role("option", name="Sum so far").click()
    page.locator(f"{STAGE} svg text", has_text="Sum so far").wait_for()
    assert frame(page) == 3


def test_dragging_one_cloud_turns_all_of_them_with_what_is_drawn_over_them(visit):
    page = visit("?space_view=solid&space_step_10=4")

    def shapes(kind):
        return [one.get_attribute("d") for one in page.locator(f"{STAGE} {kind}").all()]

    before, thread = shapes(".plane .axis"), shapes(".thread")
    assert len(before) == 18
    box = at_rest(page, page.locator(f"{STAGE} .plane rect.frame").first.bounding_box)
    page.mouse.move(box["x"] + 60, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + 160, box["y"] + 80, steps=5)
    page.mouse.up()
    after = shapes(".plane .axis")
    assert all(one != other for one, other in zip(before, after, strict=True))
    assert shapes(".thread") != thread
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    assert shapes(".plane .axis") == after
    assert frame(page) == 3


def test_arrow_keys_turn_the_clouds_and_say_the_angle_while_the_cursor_stays(visit):
    page = visit("?space_view=solid&space_step_10=4")
    clouds = page.locator(f"{STAGE} .clouds")

    def axis():
        return page.locator(f"{STAGE} .plane .axis").first.get_attribute("d")

    first = axis()
    assert page.get_by_text("Turned by −29°, tilted by 17°.").is_visible()
    clouds.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowUp")
    assert page.get_by_text("Turned by −24°, tilted by 12°.").is_visible()
    assert axis() != first
    frames = page.locator(f"{STAGE} .clouds:focus-visible .frame")
    assert frames.first.evaluate("one => getComputedStyle(one).strokeWidth") == "2.5px"
    page.keyboard.press("Home")
    assert axis() == first
    assert frame(page) == 3


def test_planes_take_no_keys_of_their_own(visit):
    page = visit("?space_view=planes&space_step_10=4")
    assert page.locator(f"{STAGE} .clouds[tabindex]").count() == 0
    page.locator(STAGE).press("ArrowRight")
    assert frame(page) == 4
