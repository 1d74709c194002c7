"""The lesson 'Resting points' in a real browser: points vanish when the input is moved."""

import pytest
from playwright.sync_api import expect

from tests.browser.train_page import press
from tests.browser.waiting import PATIENCE, drawn

pytestmark = pytest.mark.browser


def open_page(server, page, link=""):
    page.goto(f"{server('app.py')}/Resting_points{link}")
    page.wait_for_selector(".live-figure .main-svg")
    drawn(page)


def test_a_moved_input_destroys_points(server, page):
    open_page(server, page)
    expect(page.get_by_text("9 points: proved, no others")).to_be_visible()
    slider = page.get_by_role("slider").first
    slider.focus()
    for _ in range(10):
        slider.press("ArrowRight")
    expect(page.get_by_text("3 points: proved, no others")).to_be_visible()
    page.locator(".st-key-rest_reader_2_words").get_by_text("backward", exact=True).click()
    expect(page.get_by_text("1 point: proved, no others")).to_be_visible()


def test_the_page_fits_a_projector(server, page):
    open_page(server, page, "?rest_network=One+switch%2C+1+unit")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_pressed_point_is_the_one_whose_eigenvalues_are_shown(server, page):
    open_page(server, page, "?rest_network=One+switch%2C+1+unit")
    points = page.locator(".st-key-rest_cobweb .scatterlayer .trace").last.locator(".points path")
    expect(points).to_have_count(3)
    points.nth(1).click(force=True)
    page.wait_for_url("**rest_point_3=2**")
    expect(page.locator(".st-key-rest_circle").get_by_text("2: ", exact=False).first).to_be_visible()


def test_the_film_of_a_run_on_the_train_page_fills_itself_with_both_accuracies(server, page):
    """A worker makes it while the page looks on; nobody presses anything."""
    link = "task=flip_flop_2&cell=GRU&units=2&sequences=20000&epochs=4&learning_rate=0.005&seed=0"
    page.goto(f"{server('app.py')}/Train?{link}")
    press(page, "train")
    # A press and a walk to another page at the same moment would be one request of the browser.
    page.wait_for_selector(".run-words", timeout=PATIENCE)
    page.get_by_role("link", name="Resting points").first.click()
    page.get_by_role("radio", name="The film").click(timeout=PATIENCE)
    page.get_by_role("radio", name="My last run").click(timeout=PATIENCE)
    lines = page.locator(".st-key-rest_film_lines")
    expect(lines.locator(".xy .scatterlayer .trace.scatter")).to_have_count(2, timeout=PATIENCE)
    expect(page.get_by_text("still being computed", exact=False)).to_have_count(0, timeout=PATIENCE)
    expect(lines.get_by_text("- - 200 steps", exact=True)).to_be_visible()
    expect(page.locator("[data-testid=stException]")).to_have_count(0)
