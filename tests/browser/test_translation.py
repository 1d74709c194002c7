"""The room Translation in a real browser: another question, another answer; reading, then writing."""

import pytest

from tests.browser.conftest import open_at

pytestmark = pytest.mark.browser


@pytest.fixture
def room(server, page):
    return open_at(page, f"{server('app.py')}/Translation?translation_set=Numbers", ".written")


def test_a_typed_number_is_answered_symbol_by_symbol(room):
    assert room.locator(".written b").all_inner_texts() == ["quatre", "-vingt", "-dix", "-sept", "■"]
    room.get_by_role("textbox", name="Type a number").fill("two thousand and twenty one")
    room.keyboard.press("Enter")
    room.wait_for_function("document.querySelector('.written').innerText.includes('mille')")
    assert room.locator(".written b").all_inner_texts() == ["deux", "mille", "vingt", "et", "un", "■"]


def test_the_player_reads_then_squeezes_then_writes(room):
    player, moment = room.locator(".player"), room.locator(".moment")
    player.focus()
    room.keyboard.press("Home")
    room.keyboard.press("ArrowRight")
    assert moment.inner_text().startswith("Encoder.") and "reads “seven”" in moment.inner_text()
    for _ in range(9):
        room.keyboard.press("ArrowRight")
    room.locator(".moment", has_text="both ends of the reading become one vector").wait_for()
    room.keyboard.press("ArrowRight")
    room.locator(".moment", has_text="Decoder. Moment").wait_for()
    room.keyboard.press("End")
    room.locator(".moment", has_text="9 of 9 answers are right").wait_for()
