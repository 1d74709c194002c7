"""The pages Reviews and Digits in a real browser: a drawn digit is read, a typed review turns."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.waiting import at_rest, mounted

pytestmark = pytest.mark.browser


@pytest.fixture
def visit(server, page):
    def opened(path):
        page.goto(f"{server('app.py')}/{path}")
        page.wait_for_selector("h1")
        return mounted(page)

    return opened


def draw(page, points):
    box = at_rest(page, page.locator(".digit-canvas canvas").bounding_box)
    places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in points]
    page.mouse.move(*places[0])
    page.mouse.down()
    for place in places[1:]:
        page.mouse.move(*place, steps=8)
    page.mouse.up()


def test_a_drawn_digit_is_read_and_cleared_by_keyboard(visit):
    page = visit("Digits")
    page.wait_for_selector(".digit-canvas canvas")
    told = page.locator(".headline h2").first
    judged = re.compile(": (right|wrong)")
    expect(told).to_have_text(judged)
    draw(page, [(0.5, 0.15), (0.5, 0.9)])
    expect(told).not_to_have_text(judged)
    expect(told).to_contain_text("It reads 1")
    page.get_by_role("button", name="Clear").press("Enter")
    expect(told).to_have_text(judged)


def test_the_order_of_two_words_turns_a_mini_review(visit):
    page = visit("Reviews?reviews_set=Mini-reviews&reviews_cell=GRU&mini_reviews_text=dull+but+moving")
    told = page.locator(".headline h2").first
    expect(told).to_contain_text("Positive")
    page.get_by_role("textbox", name="Type a review").fill("moving but dull")
    page.keyboard.press("Control+Enter")
    expect(told).to_contain_text("Negative")


def test_mini_reviews_are_trained_live_with_their_epochs(visit):
    page = visit("Reviews?reviews_set=Mini-reviews&reviews_cell=LSTM&mini_reviews_epochs=2")
    page.get_by_text("has not learned anything yet").wait_for()
    page.get_by_role("button", name="Train", exact=True).click()
    page.get_by_text("Finished").wait_for()
    lines = "(document.querySelector('.st-key-set_curves .js-plotly-plot')?.data ?? [])"
    page.wait_for_function(f"{lines}.some(one => one.name === 'validation' && one.x.length === 2)")
