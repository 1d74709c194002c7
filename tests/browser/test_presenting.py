"""A page as a hall sees it: no frame, larger type, the first picture whole; a clicker walks the plan."""

import pytest
from playwright.sync_api import expect

from benchmarks.classroom.__main__ import page_names
from tests.browser.conftest import READY

pytestmark = pytest.mark.browser

PATIENCE = 120_000
PROJECTORS = [(1280, 720), (1920, 1080)]
# Rooms that open without a picture.
WORDS = {"Classroom", "Deck", "Lectures", "Saved_runs"}
# The first picture of each other room.
PICTURES = {
    "": ".player",
    "Train": ".player",
    "How_it_reads": ".player",
    "Inside_the_cell": ".stepper .picture",
    "Merge": ".picture",
    "Alignment": ".picture",
    "From_scratch": ".stepper",
    "Errors_flowing_back": ".picture",
    "Who_knows_what": ".picture",
    "Switchboard": ".js-plotly-plot",
    "Resting_points": ".js-plotly-plot",
    "State_space": ".picture",
    "Reviews": ".js-plotly-plot",
    "Digits": "canvas",
    "Tagging": ".player",
    "Translation": ".player",
    "Your_own": ".player",
    "Your_network": ".player",
    "Lab": ".js-plotly-plot",
    "How_much_future": ".js-plotly-plot",
}
PLACE = """one => {
    const { top, bottom, height } = one.getBoundingClientRect();
    return { top, bottom, height, window: window.innerHeight };
}"""
ROOT = "parseFloat(getComputedStyle(document.documentElement).fontSize)"


def shown(page):
    return page.evaluate("'presenting' in document.documentElement.dataset")


def is_whole(place):
    return place["height"] > 100 and place["top"] >= 0 and place["bottom"] <= place["window"]


def test_every_room_is_measured():
    assert set(page_names()) == PICTURES.keys() | WORDS


@pytest.mark.parametrize(("room", "picture"), PICTURES.items())
@pytest.mark.parametrize("projector", PROJECTORS, ids=lambda size: f"{size[0]}x{size[1]}")
def test_the_first_picture_of_a_room_is_whole(server, page, room, picture, projector):
    width, height = projector
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{server('app.py')}/{room}?present=1")
    page.wait_for_selector(READY, timeout=PATIENCE)
    first = page.locator("[data-testid=stMain]").locator(picture).first
    first.wait_for(timeout=PATIENCE)
    for _ in range(20):
        page.wait_for_timeout(1000)
        page.wait_for_selector(READY, timeout=PATIENCE)
        if is_whole(place := first.evaluate(PLACE)):
            break
    assert is_whole(place), place
    expect(page.locator("[data-testid=stSidebar]")).to_be_hidden()
    expect(page.locator("[data-testid=stHeader]")).to_be_hidden()
    assert page.evaluate(ROOT) >= (20 if width == 1280 else 25)


def test_the_key_p_presents_and_ends_it_but_not_where_somebody_types(server, page):
    page.goto(f"{server('app.py')}/Classroom")
    page.wait_for_selector(READY, timeout=PATIENCE)
    page.get_by_label("Six letters from the board").press("p")
    assert not shown(page)
    page.wait_for_function("window.birnnPresenting", timeout=PATIENCE)
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("p")
    page.wait_for_function("'presenting' in document.documentElement.dataset", timeout=PATIENCE)
    page.keyboard.press("p")
    assert not shown(page)
    expect(page.locator("[data-testid=stSidebar]")).to_be_visible()


def test_a_clicker_walks_the_plan_and_back_in_full_view(server, page):
    page.goto(f"{server('app.py')}/Lectures?lecture_minutes=15")
    page.wait_for_selector(READY, timeout=PATIENCE)
    page.wait_for_function("window.birnnPresenting", timeout=PATIENCE)
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("PageDown")
    page.wait_for_timeout(500)
    assert "Lectures" in page.url  # a page that is not presented scrolls
    page.keyboard.press("p")
    for key, room in [
        ("PageDown", "/"),
        ("PageDown", "Who_knows_what"),
        ("PageDown", "The+curtain"),
        ("PageDown", "Merge"),
        ("PageDown", "Merge"),
        ("PageUp", "The+curtain"),
    ]:
        page.keyboard.press(key)
        page.wait_for_function(
            "room => room === '/' ? location.pathname === room : location.href.includes(room)",
            arg=room,
            timeout=PATIENCE,
        )
        page.wait_for_selector(READY, timeout=PATIENCE)
        page.wait_for_timeout(1000)
        assert shown(page)
    page.reload()
    page.wait_for_function("'presenting' in document.documentElement.dataset", timeout=PATIENCE)
