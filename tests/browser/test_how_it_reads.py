"""The lesson 'How it reads' in a real browser: equations and a second network follow the cursor."""

import pytest

from tests.browser.conftest import open_at
from tests.browser.waiting import at_rest

pytestmark = pytest.mark.browser


@pytest.fixture
def visit(server, page):
    address = f"{server('app.py')}/How_it_reads"
    return lambda link="": open_at(page, address + link, ".equations .line", ".player[data-position]")


def press(page, *keys):
    page.locator(".player").last.focus()
    for key in keys:
        page.keyboard.press(key)


def lit(page):
    return page.locator(".equations .line.on").all_inner_texts()


def test_each_equation_lights_up_with_its_numbers_when_it_is_reached(visit):
    page = visit()
    written = at_rest(page, page.locator(".equations .numbers").all_inner_texts)
    assert [one.partition(" ")[0] for one in written] == ["h→₄", "h←₄", "y₄"]  # those that y₄ is made of
    press(page, "Home")
    assert lit(page) == []
    press(page, "ArrowRight", "ArrowRight")
    (forward,) = lit(page)
    assert "h→₂ = tanh( 1.50·0.00 + 0.80·0.15 + 0.00 )" in forward
    press(page, *["ArrowRight"] * 4)
    (backward,) = lit(page)
    assert "h←₃ = tanh(" in backward
    press(page, "End")
    (answer,) = lit(page)
    assert "y₄ = σ(" in answer
    press(page, "Home")
    assert lit(page) == []
    assert page.locator(".equations .numbers").all_inner_texts() == ["", "", ""]


def test_the_animation_plays_to_its_end_with_all_three_equations_written(visit):
    page = visit()
    page.locator("select.speed").select_option("4")
    press(page, " ")
    done = page.locator(".player").last.element_handle()
    page.wait_for_function("p => p.dataset.position === '12.00' && p.dataset.playing === 'false'", arg=done)
    assert all(" = " in numbers for numbers in page.locator(".equations .numbers").all_inner_texts())


def test_the_plain_network_follows_and_stops_at_its_own_end(visit):
    page = visit("?read_readers=Compare")
    press(page, "Home")
    plain, both = page.locator(".player").first, page.locator(".player").last
    assert plain.locator(".bar").is_hidden() and both.locator(".bar").is_visible()
    press(page, "ArrowRight", "ArrowRight")
    assert [one.get_attribute("data-position") for one in (plain, both)] == ["2.00", "2.00"]
    press(page, "End")
    assert [one.get_attribute("data-position") for one in (plain, both)] == ["4.00", "12.00"]


def test_picture_and_equations_are_on_a_projector_without_scrolling(visit):
    page = visit()
    box = at_rest(page, page.locator(".equations").bounding_box)
    assert box["y"] + box["height"] <= 720


def test_the_button_that_saves_covers_no_number(visit):
    page = visit()
    button = at_rest(page, page.locator(".equations .save").bounding_box)
    boxes = [one.bounding_box() for one in page.locator(".equations .numbers > :last-child").all()]
    assert boxes
    for box in boxes:
        apart = box["x"] + box["width"] <= button["x"] or box["y"] + box["height"] <= button["y"] + 2
        assert apart


def test_with_two_layers_each_reader_of_each_layer_has_its_line(visit):
    page = visit("?read_layers=2")
    assert page.locator(".equations .line").count() == 5
    press(page, "Home", "ArrowRight")
    (first,) = lit(page)
    assert first.startswith("h→⁽¹⁾ₜ")
    press(page, *["ArrowRight"] * 12)
    (above,) = lit(page)
    assert above.startswith("h→⁽²⁾ₜ = tanh( W→⁽²⁾ [h→⁽¹⁾ₜ ; h←⁽¹⁾ₜ] + V→⁽²⁾")
    assert "h→₁ = tanh(" in above
    press(page, "End")
    (answer,) = lit(page)
    assert answer.startswith("yₜ = σ( U [h→⁽²⁾ₜ ; h←⁽²⁾ₜ] + d )")


@pytest.mark.parametrize("one", ["follower", "leader"])
def test_of_two_networks_each_takes_no_more_room_than_its_picture(visit, one):
    page = visit("?read_readers=Compare")
    place = page.locator(f".st-key-read_player_{one}[data-mounted]")
    picture = place.locator(".player")
    assert place.bounding_box()["height"] < picture.bounding_box()["height"] + 20
