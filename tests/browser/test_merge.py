"""The lesson 'Merge' in a real browser: the cursor walks to the end, and a click moves it."""

import pytest

from tests.browser.conftest import standing_still

pytestmark = pytest.mark.browser

STAGE = ".st-key-mg_column .stage"


@pytest.fixture
def room(clocked):
    return lambda link="", **media: clocked(f"Merge{link}", f"{STAGE}[data-frame]", **media)


def frame(page):
    return int(page.locator(STAGE).get_attribute("data-frame"))


def test_the_cursor_walks_to_the_last_step_and_the_sentence_adds_up(room):
    page = room()
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


def test_a_click_on_a_step_and_keys_move_the_cursor(room):
    page = room(reduced_motion="reduce")
    page.locator(f"{STAGE} .target").nth(4).click()
    assert frame(page) == 4
    page.locator(STAGE).focus()
    page.keyboard.press("ArrowRight")
    assert frame(page) == 5
    page.keyboard.press("Home")
    assert frame(page) == 0
    assert page.get_by_text("Step 1: past").is_visible()


def test_mul_says_that_it_is_not_additive_and_keeps_the_cursor(room):
    page = room()
    page.locator(f"{STAGE} .target").nth(6).click()
    page.wait_for_url("**mg_step=7**")  # until then the page does not know of the cursor
    page.get_by_role("radio", name="mul", exact=True).click()
    page.wait_for_selector(f"{STAGE} .part.bidirectional")
    assert frame(page) == 6
    assert page.get_by_text("Not additive").is_visible()
    assert page.locator(f"{STAGE} .part.forward").count() == 0
    page.wait_for_url("**mg_mode=mul**")
    assert "mg_step=7" in page.url


def test_a_link_opens_the_step_it_was_made_at(room):
    page = room("?mg_step=7")
    page.wait_for_selector(f"{STAGE}[data-frame='6']")


def test_the_picture_fits_a_projector(room):
    page = room()
    bar = page.locator(f"{STAGE} .bar").bounding_box()
    assert bar["y"] + bar["height"] <= 720
