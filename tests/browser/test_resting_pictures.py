"""What a page shows before anybody has pressed anything: a picture worth taking, not an empty frame."""

import pytest

from tests.browser.conftest import open_at

pytestmark = pytest.mark.browser

END = "the end"
# Pages with a player: the sequence is read to its end. Only Home plays by itself.
PLAYERS = (
    "Train",
    "How_it_reads",
    "Reviews",
    "Digits",
    "Tagging",
    "Translation",
    "Your_own",
    "Your_network",
)
# Moving pictures of the lessons: at their end; where a cursor chooses a step of a picture that is whole
# anyway, at the step of the link.
PICTURES = {
    "Alignment": END,
    "Errors_flowing_back": END,
    "Switchboard?board_view=twins": END,
    "Who_knows_what?know_view=arrival": END,
    "Merge": 0,
    "State_space": 5,
}
# The cell after its last step; the code of From scratch at its first line, from which it is read.
STEPPERS = {"Inside_the_cell": END, "From_scratch": 0}


@pytest.mark.parametrize("name", PLAYERS)
def test_a_player_opens_read_to_its_end_and_plays_from_the_start(server, page, name):
    open_at(page, f"{server('app.py')}/{name}", ".player[data-position]")
    player = page.locator(".player").first
    rest = float(player.get_attribute("data-position"))
    assert player.get_attribute("data-playing") == "false"
    player.focus()
    page.keyboard.press("End")
    assert float(player.get_attribute("data-position")) == rest > 0
    page.keyboard.press("Space")
    page.wait_for_function("one => one.dataset.playing === 'true'", arg=player.element_handle())
    assert float(player.get_attribute("data-position")) < rest


def test_home_plays_by_itself(server, page):
    open_at(page, server("app.py"), ".player[data-playing=true]")


@pytest.mark.parametrize(("name", "rest"), PICTURES.items())
def test_a_moving_picture_opens_where_it_shows_most(server, page, name, rest):
    open_at(page, f"{server('app.py')}/{name}", ".picture [data-last]")
    shown = page.locator(".picture [data-last]").first
    frame, last = (int(shown.get_attribute(name)) for name in ("data-frame", "data-last"))
    assert frame == (last if rest == END else rest)
    assert last > 1


@pytest.mark.parametrize(("name", "rest"), STEPPERS.items())
def test_code_opens_where_its_picture_is_understood(server, page, name, rest):
    open_at(page, f"{server('app.py')}/{name}", ".stepper .bar")
    scrub = page.locator(".stepper .bar input[type=range]").first
    line, last = int(scrub.input_value()), int(scrub.get_attribute("max"))
    assert line == (last if rest == END else rest)
    assert last > 1


def test_a_curtain_hangs_in_the_middle(server, page):
    open_at(page, f"{server('app.py')}/Who_knows_what?know_view=curtain", ".picture [data-place]")
    assert page.locator(".picture [data-place]").get_attribute("data-place") == "5"
