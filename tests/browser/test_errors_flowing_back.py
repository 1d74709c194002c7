"""The lesson 'Errors flowing back' in a real browser: the picture plays to its end and answers keys."""

import pytest

from tests.browser.conftest import standing_still

pytestmark = pytest.mark.browser

STAGE = ".st-key-back_picture .stage"
FRAMES = 18  # 10 steps of reading, the loss, its two states, and 6 steps back from step 7


@pytest.fixture
def visit(visited):
    return lambda link="", **media: visited(f"Errors_flowing_back{link}", f"{STAGE}[data-frame]", **media)


def frame(page):
    return int(page.locator(STAGE).get_attribute("data-frame"))


def arrows(page, reader):
    """The gradient arrows of one reader that can be seen, by where they begin and end."""
    drawn = page.locator(f"{STAGE} .gradient-arrow.{reader}.on").all()
    boxes = [(one.get_attribute("d"), one) for one in drawn]
    return [path for path, _ in boxes if "Q" in path]


def across(path):
    """How far an arrow goes to the right."""
    numbers = path.replace("M", " ").replace("Q", " ").split()
    return float(numbers[-2]) - float(numbers[0])


def test_it_opens_at_its_end_and_gradients_run_against_each_reader(clocked):
    page = clocked("Errors_flowing_back", f"{STAGE}[data-frame]")
    assert frame(page) == FRAMES
    forward, backward = arrows(page, "forward"), arrows(page, "backward")
    assert (len(forward), len(backward)) == (6, 3)
    assert all(across(path) < 0 for path in forward)
    assert all(across(path) > 0 for path in backward)
    assert page.get_by_text("The end, 6 steps back").is_visible()
    with standing_still(page):
        page.get_by_role("button", name="Play", exact=True).click()
        assert frame(page) == 0
        page.clock.run_for(1_500)
        assert 0 < frame(page) < FRAMES
        page.clock.run_for(30_000)
        assert frame(page) == FRAMES


def test_keys_walk_through_the_picture(visit):
    page = visit()
    page.locator(STAGE).focus()
    page.keyboard.press("Home")
    assert frame(page) == 0
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    assert frame(page) == 2
    assert page.get_by_text("Reading: forward is at step 2, backward at step 9.").is_visible()
    page.keyboard.press("End")
    assert frame(page) == FRAMES


def test_another_loss_keeps_the_place_and_draws_another_picture(visit):
    page = visit("?back_at=2", reduced_motion="reduce")
    assert frame(page) == 20
    page.get_by_role("slider", name="Loss at step").press("ArrowRight")
    page.wait_for_selector(f"{STAGE}[data-last='19']")
    assert len(arrows(page, "forward")) == 2
    page.wait_for_url("**back_at=3**")


def test_the_long_lines_are_drawn_in_the_dark_too(visit):
    page = visit("?back_length=200&back_radius=1.5", color_scheme="dark", reduced_motion="reduce")
    page.wait_for_selector(".st-key-back_lengths .main-svg")
    drawn = "document.querySelector('.st-key-back_lengths .live-figure').data"
    # Four kinds of state along two readers, in fresh and in trained networks; each line has its band.
    page.wait_for_function(f"{drawn}.filter((one) => !one.name.includes('all networks')).length === 16")
    page.wait_for_function(f"{drawn}.length === 32")
