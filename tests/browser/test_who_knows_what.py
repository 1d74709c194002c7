"""The lesson 'Who knows what' in a real browser: clicks, the curtain, and a sequence that arrives."""

import pytest

from tests.browser.conftest import standing_still
from tests.browser.waiting import at_rest

pytestmark = pytest.mark.browser

MAPS, CURTAIN, ARRIVAL = (f".st-key-know_{name}" for name in ("maps", "curtain", "arrival"))


@pytest.fixture
def visit(visited):
    return lambda link="": visited(f"Who_knows_what{link}", ".picture .stage")


def place(page):
    return int(page.locator(f"{CURTAIN} .stage").get_attribute("data-place"))


def said(page, reader):
    return page.locator(f"{CURTAIN} [data-network={reader}]").inner_text()


def test_a_blank_cell_says_exactly_zero_and_lights_no_way(visit):
    page = visit()
    cells = page.locator(f"{MAPS} [data-map=forward] .cell")
    blank = cells.nth(3 * 10 + 7)
    assert (blank.get_attribute("data-value"), blank.get_attribute("fill-opacity")) == ("0", "0.000")
    blank.click()
    assert "|dy₄/dx₈| is exactly 0" in page.locator(f"{MAPS} .moment").inner_text()
    assert page.locator(f"{MAPS} .stop.on").count() == 0
    page.wait_for_url("**know_t=4**")
    page.wait_for_url("**know_shown=forward**")


def test_a_cell_of_the_future_lights_the_backward_reader(visit):
    page = visit("?know_t=3&know_s=8")
    assert page.locator(f"{MAPS} .stop.backward.on").count() == 6
    assert page.locator(f"{MAPS} .stop.forward.on").count() == 0
    assert "backward reader: steps 8 to 3" in page.locator(f"{MAPS} .moment").inner_text()


def test_arrow_keys_walk_over_a_map(visit):
    page = visit("?know_t=3&know_s=3&know_shown=forward")
    page.locator(f"{MAPS} [data-map=forward]").focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowLeft"):
        page.keyboard.press(key)
    assert "|dy₅/dx₂|" in page.locator(f"{MAPS} .moment").inner_text()
    page.wait_for_url("**know_t=5**")


def test_the_curtain_is_dragged_without_moving_a_forward_answer(visit):
    page = visit("?know_view=The+curtain")
    assert "4 of 5 earlier answers changed" in said(page, "bidirectional")
    assert page.locator(f"{CURTAIN} .box.bidirectional.flipped").count() == 4
    grip = at_rest(page, page.locator(f"{CURTAIN} .grip").bounding_box)
    x, y = grip["x"] + grip["width"] / 2, grip["y"] + grip["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for moved in (-80, -160, -240):
        page.mouse.move(x + moved, y)
        assert "largest difference exactly 0" in said(page, "forward")
    assert place(page) == 2
    page.mouse.up()
    page.wait_for_url("**know_place=2**")


def test_keys_and_another_future_work_in_the_browser(visit):
    page = visit("?know_view=The+curtain")
    page.locator(f"{CURTAIN} .handle").focus()
    page.keyboard.press("ArrowRight")
    assert place(page) == 6
    page.get_by_role("button", name="Another future (1 of 6)").click()
    assert page.locator(f"{CURTAIN} .stage").get_attribute("data-future") == "1"
    assert page.get_by_role("button", name="Another future (2 of 6)").is_visible()
    page.wait_for_url("**know_future=2**")
    assert at_rest(page, lambda: place(page)) == 6


def test_the_curtain_opens_by_itself_to_the_end(clocked):
    page = clocked("Who_knows_what?know_view=The+curtain&know_place=0", ".picture .stage")
    with standing_still(page):
        page.get_by_role("button", name="Play", exact=True).click()
        page.clock.run_for(10_000)
        assert place(page) == 10
    assert page.locator(f"{CURTAIN} .box.flipped").count() == 0


def test_a_sequence_arrives_to_its_end_and_only_both_readers_take_back(clocked):
    page = clocked("Who_knows_what?know_view=Step+by+step", ".picture .stage")
    assert page.locator(f"{ARRIVAL} .stage").get_attribute("data-frame") == "10"  # it opens so
    with standing_still(page):
        page.get_by_role("button", name="Play", exact=True).click()
        assert page.locator(f"{ARRIVAL} .stage").get_attribute("data-frame") == "0"
        page.clock.run_for(12_000)
    assert page.locator(f"{ARRIVAL} .stage").get_attribute("data-frame") == "10"
    assert page.locator(f"{ARRIVAL} .read.on .told.forward").count() == 55
    assert page.locator(f"{ARRIVAL} .told.forward.flipped").count() == 0
    assert page.locator(f"{ARRIVAL} .told.bidirectional.flipped").count() == 4
