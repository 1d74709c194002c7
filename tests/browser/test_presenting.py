"""A page as a hall sees it: no frame, larger type, the first picture whole; a clicker walks the plan."""

import pytest

from benchmarks.classroom.__main__ import page_names
from tests.browser.conftest import READY

pytestmark = pytest.mark.browser

PATIENCE = 120_000
PROJECTORS = [(1280, 720), (1920, 1080)]
# Rooms that open without a picture.
WORDS = {"Classroom", "Deck", "Lectures"}
# The first picture of a page, wherever it stands: its place in the window.
FIRST = """() => {
    const pictures = '.picture, .player, .stepper, .plot, .js-plotly-plot, canvas';
    const parts = (node) => [...node.querySelectorAll('*')].map(one => one.shadowRoot).filter(Boolean);
    const within = (node) => [...node.querySelectorAll(pictures), ...parts(node).flatMap(within)];
    const boxes = within(document.querySelector('[data-testid=stMain]'))
        .map(one => one.getBoundingClientRect()).filter(box => box.width > 120 && box.height > 120);
    return boxes.sort((one, other) => one.top - other.top)[0] ?? null;
}"""
WHOLE = f"""() => {{
    const box = ({FIRST})();
    return box !== null && box.top >= 0 && box.bottom <= window.innerHeight;
}}"""
ROOT = "parseFloat(getComputedStyle(document.documentElement).fontSize)"


def shown(page):
    return page.evaluate("'presenting' in document.documentElement.dataset")


@pytest.mark.parametrize("room", [name for name in page_names() if name not in WORDS])
@pytest.mark.parametrize("projector", PROJECTORS, ids=lambda size: f"{size[0]}x{size[1]}")
def test_the_first_picture_of_every_room_is_whole(server, page, room, projector):
    width, height = projector
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{server('app.py')}/{room}?present=1")
    page.wait_for_selector(READY, timeout=PATIENCE)
    page.wait_for_function(WHOLE, timeout=30_000)
    page.wait_for_timeout(1000)
    assert page.evaluate(WHOLE), page.evaluate(FIRST)
    assert not page.locator("[data-testid=stSidebar]").is_visible()
    assert not page.locator("[data-testid=stHeader]").is_visible()
    assert page.evaluate(ROOT) >= (20 if width == 1280 else 25)


def test_the_key_p_presents_and_ends_it_but_not_where_somebody_types(server, page):
    page.goto(f"{server('app.py')}/Classroom")
    page.wait_for_selector(READY, timeout=PATIENCE)
    page.get_by_label("Six letters from the board").press("p")
    assert not shown(page)
    page.locator("h1").click()
    page.keyboard.press("p")
    page.wait_for_function("'presenting' in document.documentElement.dataset", timeout=PATIENCE)
    page.keyboard.press("p")
    assert not shown(page)
    assert page.locator("[data-testid=stSidebar]").is_visible()


def test_a_clicker_walks_the_plan_and_back_in_full_view(server, page):
    page.goto(f"{server('app.py')}/Lectures?lecture_minutes=15+minutes")
    page.wait_for_selector(READY, timeout=PATIENCE)
    page.locator("h1").click()
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
            "room => location.href.endsWith('/') ? room === '/' : location.href.includes(room)",
            arg=room,
            timeout=PATIENCE,
        )
        page.wait_for_selector(READY, timeout=PATIENCE)
        page.wait_for_timeout(1000)
        assert shown(page)
    page.reload()
    page.wait_for_function("'presenting' in document.documentElement.dataset", timeout=PATIENCE)
