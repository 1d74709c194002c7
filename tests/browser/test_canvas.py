"""One pointer draws at a time: second fingers and palms leave no ink."""

import pytest
from playwright.sync_api import expect

from tests.browser.waiting import at_rest

pytestmark = pytest.mark.browser


@pytest.fixture
def screen(server, browser):
    """`screen(kind, points)` sends touch events of the whole screen, in shares of the canvas."""
    context = browser.new_context(viewport={"width": 1280, "height": 720}, has_touch=True)
    page = context.new_page()
    page.goto(server("tests/browser/canvas_page.py"))
    page.wait_for_selector(".digit-canvas canvas")
    box = at_rest(page, page.locator(".digit-canvas canvas").bounding_box)
    session = context.new_cdp_session(page)

    def at(x, y):
        return {"x": box["x"] + x * box["width"], "y": box["y"] + y * box["height"]}

    def touch(kind, *points):
        """Each point is `(id, x, y)` or `(id, x, y, radius)`."""
        sent = [
            {**at(x, y), "id": one, "radiusX": (more or [8])[0], "radiusY": (more or [8])[0]}
            for one, x, y, *more in points
        ]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": sent})

    def pen(kind, x, y):
        sent = {
            **at(x, y),
            "type": kind,
            "pointerType": "pen",
            "button": "left",
            "buttons": 1,
            "clickCount": 1,
        }
        session.send("Input.dispatchMouseEvent", sent)

    def told(text):
        words = page.locator(".told")
        expect(words).to_contain_text(text)
        assert text in at_rest(page, words.inner_text)  # no ink comes later

    yield touch, pen, told, page
    context.close()


def test_a_second_finger_leaves_no_ink(screen):
    touch, _, told, _ = screen
    touch("touchStart", (1, 0.2, 0.2))
    touch("touchMove", (1, 0.3, 0.4))
    touch("touchStart", (1, 0.3, 0.4), (2, 0.8, 0.8))
    touch("touchMove", (1, 0.3, 0.6), (2, 0.8, 0.3))
    touch("touchEnd", (1, 0.3, 0.6))
    touch("touchEnd")
    told("1 strokes, some points")
    touch("touchStart", (3, 0.5, 0.2))
    touch("touchMove", (3, 0.5, 0.7))
    touch("touchEnd")
    told("2 strokes")


def test_a_palm_leaves_no_ink(screen):
    touch, _, told, _ = screen
    touch("touchStart", (1, 0.8, 0.8, 45))
    touch("touchMove", (1, 0.7, 0.7, 45))
    touch("touchEnd")
    touch("touchStart", (2, 0.5, 0.2))
    touch("touchMove", (2, 0.5, 0.7))
    touch("touchEnd")
    told("1 strokes, some points")


def test_a_touch_that_the_system_takes_back_is_forgotten(screen):
    touch, _, told, _ = screen
    touch("touchStart", (1, 0.5, 0.2))
    touch("touchMove", (1, 0.5, 0.7))
    touch("touchEnd")
    told("1 strokes")
    touch("touchStart", (2, 0.2, 0.2))
    touch("touchMove", (2, 0.3, 0.3))
    touch("touchCancel")
    touch("touchStart", (3, 0.8, 0.2))
    touch("touchMove", (3, 0.8, 0.3))
    touch("touchEnd")
    told("2 strokes")


def test_beside_a_pen_a_hand_may_rest_until_clear(screen):
    touch, pen, told, page = screen
    pen("mousePressed", 0.5, 0.2)
    pen("mouseMoved", 0.5, 0.5)
    pen("mouseReleased", 0.5, 0.7)
    told("1 strokes")
    touch("touchStart", (1, 0.8, 0.8))
    touch("touchMove", (1, 0.7, 0.8))
    touch("touchEnd")
    pen("mousePressed", 0.2, 0.2)
    pen("mouseMoved", 0.2, 0.5)
    pen("mouseReleased", 0.2, 0.7)
    told("2 strokes")
    page.get_by_role("button", name="Clear").click()
    told("0 strokes")
    touch("touchStart", (2, 0.5, 0.2))
    touch("touchMove", (2, 0.5, 0.6))
    touch("touchEnd")
    told("1 strokes")
