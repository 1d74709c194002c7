import pytest
from playwright.sync_api import expect

from tests.browser.conftest import open_at
from tests.browser.waiting import at_rest

pytestmark = pytest.mark.browser

STEPPER = ".st-key-cell_stepper .stepper"


def open_page(server, page, link=""):
    open_at(page, f"{server('app.py')}/Inside_the_cell{link}", f"{STEPPER} .line.now")


def frame(page):
    return int(page.get_attribute(STEPPER, "data-frame"))


def test_the_loop_plays_to_its_end_with_the_gates(server, page):
    open_page(server, page, "?cell_hand-set_inputs=1+0+-1")
    page.get_by_label("Speed").select_option("16")
    page.click(f"{STEPPER} .play")
    last = int(page.get_attribute(STEPPER, "data-frames")) - 1
    expect(page.locator(STEPPER)).to_have_attribute("data-frame", str(last))
    expect(page.locator(STEPPER)).to_have_attribute("data-playing", "false")
    assert page.locator(f"{STEPPER} .line.now").inner_text().strip() == "return np.stack(outputs)"
    assert page.locator(f"{STEPPER} .moment").inner_text() == "after the loop"
    # After -1 the forget gate of the latch is shut: its shutters cover the pipe.
    assert "f 0.00" in page.locator(f"{STEPPER} .cell").text_content()


def test_keys_move_by_line_and_by_step(server, page):
    open_page(server, page)
    page.focus(STEPPER)
    assert page.locator(f"{STEPPER} .moment").inner_text() == "after the loop"  # it opens with all numbers
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    assert frame(page) == 1
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    assert page.locator(f"{STEPPER} .moment").inner_text().startswith("step 1 of 10")
    page.keyboard.press("End")
    assert frame(page) == int(page.get_attribute(STEPPER, "data-frames")) - 1
    page.keyboard.press("Home")
    assert frame(page) == 0


def test_another_unit_keeps_the_place_and_the_element(server, page):
    open_page(server, page)
    page.locator(STEPPER).evaluate("(node) => { node.dataset.mine = 'kept'; }")
    page.click(f"{STEPPER} .column:nth-child(4)")
    before, equation = frame(page), page.locator(f"{STEPPER} .equations").text_content()
    page.locator(".st-key-cell_hand-set_unit").get_by_text("2", exact=True).click()
    expect(page.locator(f"{STEPPER} .equations")).not_to_have_text(equation)
    assert frame(page) == before
    assert page.get_attribute(STEPPER, "data-mine") == "kept"


@pytest.mark.parametrize("cell", ["SimpleRNN", "LSTM", "GRU"])
def test_the_main_picture_is_on_the_first_screen(server, page, cell):
    open_page(server, page, f"?cell_kind={cell}")
    box = at_rest(page, page.locator(f"{STEPPER} .picture").bounding_box)
    assert box["y"] + box["height"] <= 720
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
