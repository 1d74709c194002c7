"""The lesson 'Merge' in a real browser: the cursor walks to the end, and a click moves it."""

import pytest

from tests.browser.conftest import standing_still
from tests.browser.waiting import at_rest

pytestmark = pytest.mark.browser

STAGE = ".st-key-mg_column .stage"


@pytest.fixture
def visit(visited):
    return lambda link="", **media: visited(f"Merge{link}", f"{STAGE}[data-frame]", **media)


def frame(page):
    return int(page.locator(STAGE).get_attribute("data-frame"))


def test_the_cursor_walks_to_the_last_step_and_the_sentence_adds_up(clocked):
    page = clocked("Merge", f"{STAGE}[data-frame]")
    with standing_still(page):
        page.get_by_role("button", name="Play", exact=True).click()
        page.clock.run_for(10_000)
        assert frame(page) == 9
    words = page.locator(f"{STAGE} .moment").inner_text().replace("−", "-").replace(",", "").split()
    page.wait_for_url("**mg_step=10**")
    numbers = [float(one.rstrip(".:")) for before, one in zip(words, words[1:], strict=False)
               if before in ("past", "future", "bias")]  # fmt: skip
    total = float(words[words.index("ℓ") + 2].rstrip(":"))
    assert len(numbers) == 3
    assert abs(sum(numbers) - total) < 0.02


def test_a_click_on_a_step_and_keys_move_the_cursor(visit):
    page = visit(reduced_motion="reduce")
    page.locator(f"{STAGE} .target").nth(4).click()
    assert frame(page) == 4
    page.locator(STAGE).focus()
    page.keyboard.press("ArrowRight")
    assert frame(page) == 5
    page.keyboard.press("Home")
    assert frame(page) == 0
    assert page.get_by_text("Step 1: past").is_visible()


@pytest.mark.parametrize("mode", ["concat", "sum", "mul", "ave"])
def test_only_the_networks_own_merge_is_said_to_equal_what_its_sign_joins(visit, mode):
    page = visit(f"?mg_mode={mode}")
    own = at_rest(page, page.locator(f"{STAGE} .own").bounding_box)
    for equal in page.locator(f"{STAGE} .equal").all():
        box = equal.bounding_box()
        assert own["x"] < box["x"] and box["x"] + box["width"] < own["x"] + own["width"]
    assert page.locator(f"{STAGE} .equal").count() == 6


def test_mul_says_that_it_is_not_additive_and_keeps_the_cursor(visit):
    page = visit()
    page.locator(f"{STAGE} .target").nth(6).click()
    page.wait_for_url("**mg_step=7**")  # until then the page does not know of the cursor
    page.get_by_role("radio", name="mul", exact=True).click()
    page.wait_for_selector(f"{STAGE} .part.bidirectional")
    assert frame(page) == 6
    assert page.get_by_text("Not additive").is_visible()
    assert page.locator(f"{STAGE} .part.forward").count() == 0
    page.wait_for_url("**mg_mode=mul**")
    assert "mg_step=7" in page.url


def test_a_link_opens_the_step_it_was_made_at(visit):
    page = visit("?mg_step=7")
    page.wait_for_selector(f"{STAGE}[data-frame='6']")
