"""The lesson 'How much future' in a real browser: the slider moves the mark, the words and the link."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import open_at

pytestmark = pytest.mark.browser


def test_another_look_ahead_is_marked_told_and_kept_in_the_link(server, page):
    open_at(page, f"{server('app.py')}/How_much_future", ".st-key-future_lines .main-svg")
    mark = page.locator(".st-key-future_lines .shapelayer path").last
    before = mark.get_attribute("d")
    page.get_by_role("slider").first.press("ArrowRight")
    expect(page.get_by_text("step ahead the best possible reader", exact=False)).to_be_visible()
    page.wait_for_url("**future_k_brackets=1**")
    expect(mark).not_to_have_attribute("d", before)


def test_a_data_set_says_what_it_is_and_how_networks_were_trained_for_it(server, page):
    link = "How_much_future?future_task=reviews"
    open_at(page, f"{server('app.py')}/{link}", ".st-key-future_lines .main-svg")
    expect(page.get_by_text("trained further on", exact=False)).to_be_visible()
