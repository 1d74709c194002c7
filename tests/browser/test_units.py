"""The lesson 'Units' in a real browser: a pressed row chooses its unit."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import open_at
from tests.browser.waiting import at_rest

pytestmark = pytest.mark.browser


def test_a_pressed_row_of_the_trained_map_chooses_its_unit(server, page):
    open_at(page, f"{server('app.py')}/Units?units_network=brackets", ".st-key-units_maps .main-svg")
    panel = page.locator(".st-key-units_maps .xy .drag, .st-key-units_maps .nsewdrag").first
    box = at_rest(page, panel.bounding_box)
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + 2)
    page.wait_for_url("**units_unit_16=**")
    expect(page.get_by_text("unit 1:", exact=False)).to_have_count(0)
