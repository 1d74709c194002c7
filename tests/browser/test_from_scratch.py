import pytest
from playwright.sync_api import expect

from tests.browser.conftest import open_at
from tests.browser.waiting import at_rest

pytestmark = pytest.mark.browser

STEPPER = ".st-key-scratch_stepper .stepper"


def open_page(server, page, link=""):
    open_at(page, f"{server('app.py')}/From_scratch{link}", f"{STEPPER} .line.now")


def test_the_way_back_plays_to_its_end_and_the_line_stays_in_view(server, page):
    open_page(server, page, "?scratch_way=backward&scratch_timesteps=2")
    page.get_by_label("Speed").select_option("16")
    page.click(f"{STEPPER} .play")
    last = int(page.get_attribute(STEPPER, "data-frames")) - 1
    expect(page.locator(STEPPER)).to_have_attribute("data-frame", str(last))
    places = [page.locator(f"{STEPPER} {one}") for one in (".code", ".line.now")]
    code, line = at_rest(page, lambda: [one.bounding_box() for one in places])
    assert code["y"] <= line["y"] <= code["y"] + code["height"]
    assert page.locator(f"{STEPPER} .line.now").inner_text().strip().startswith("return dxs_f + dxs_b")


def test_each_reader_sees_its_own_variables(server, page):
    open_page(server, page, "?scratch_timesteps=2")
    inputs = []
    for _ in range(int(page.get_attribute(STEPPER, "data-frames"))):
        page.click(f"{STEPPER} .forward")
        if page.locator(f"{STEPPER} .line.now").inner_text().strip().startswith("x, h_before"):
            inputs.append(page.locator(f"{STEPPER} .variable.now .number").first.inner_text())
    assert len(inputs) == 4
    assert inputs[:2] == inputs[:1:-1]


def test_it_trains_to_the_end_while_the_page_stays_alive(server, page):
    open_page(server, page)
    page.get_by_role("button", name="Train in NumPy").click()
    page.wait_for_function("/update [1-9]\\d+ of/.test(document.body.innerText)")
    page.click(f"{STEPPER} .forward")
    assert page.get_attribute(STEPPER, "data-frame") == "1"
    page.wait_for_selector("text=On 500 fresh sequences")
    page.wait_for_selector(".st-key-scratch_curves .main-svg")


def test_what_is_still_to_come_is_announced_and_gone_when_it_is_there(server, page):
    open_page(server, page)
    assert page.get_attribute(STEPPER, "data-frame") == "0"  # code is read from its first line
    coming = page.locator(f"{STEPPER} .variable.coming")
    first = coming.count()
    assert first > 10
    titles = page.locator(f"{STEPPER} .variables .call").all_inner_texts()
    assert titles == ["TimeLSTM.forward: forward reader", "TimeLSTM.forward: backward reader"]
    page.locator(STEPPER).focus()
    page.keyboard.press("End")
    expect(coming).to_have_count(0)
    assert page.locator(f"{STEPPER} .variable").count() >= 3
