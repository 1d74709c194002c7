"""The lesson 'Beliefs' in a real browser: the slider over training moves the mark, the words and the link."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import open_at
from tests.browser.waiting import at_rest

pytestmark = pytest.mark.browser


def test_an_earlier_moment_is_told_and_kept_in_the_link(server, page):
    open_at(page, f"{server('app.py')}/Beliefs", ".st-key-belief_training .main-svg")
    expect(page.get_by_text("After 9,375 updates:", exact=False)).to_be_visible()
    page.get_by_role("slider").first.press("Home")
    expect(page.get_by_text("After 0 updates:", exact=False)).to_be_visible()
    page.wait_for_url("**belief_moment_GRU16=0**")


def test_bits_and_accuracy_stand_in_one_figure_above_each_other(server, page):
    open_at(page, f"{server('app.py')}/Beliefs", ".st-key-belief_training .main-svg")
    lines = [page.locator(f".st-key-belief_training .{one} .trace").first for one in ("xy", "xy2")]
    above, below = at_rest(page, lambda: [one.bounding_box() for one in lines])
    assert above["y"] + above["height"] < below["y"]
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
