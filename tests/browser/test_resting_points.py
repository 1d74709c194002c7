"""The lesson 'Resting points' in a real browser: points vanish when the input is moved."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import READY

pytestmark = pytest.mark.browser


def open_room(server, page, link=""):
    page.goto(f"{server('app.py')}/Resting_points{link}")
    page.wait_for_selector(READY)
    page.wait_for_selector(".live-figure .main-svg")


def test_a_moved_input_destroys_points(server, page):
    open_room(server, page)
    expect(page.get_by_text("9 points: proved, no others")).to_be_visible()
    slider = page.get_by_role("slider").first
    slider.focus()
    for _ in range(10):
        slider.press("ArrowRight")
    expect(page.get_by_text("3 points: proved, no others")).to_be_visible(timeout=20_000)
    page.locator(".st-key-rest_reader_2_words").get_by_text("backward", exact=True).click()
    expect(page.get_by_text("1 point: proved, no others")).to_be_visible(timeout=20_000)


def test_the_room_fits_a_projector(server, page):
    open_room(server, page, "?rest_network=One+switch%2C+1+unit")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
