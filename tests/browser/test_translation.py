"""The page Translation in a real browser: another question, another answer; reading, then writing."""

import pytest

from tests.browser.conftest import open_at

pytestmark = pytest.mark.browser


@pytest.fixture
def translation(server, page):
    address = f"{server('app.py')}/Translation?translation_set=Numbers"
    return open_at(page, address, ".written", ".player[data-position]")


def test_a_typed_number_is_answered_symbol_by_symbol(translation):
    assert translation.locator(".written b").all_inner_texts() == ["quatre", "-vingt", "-dix", "-sept", "■"]
    translation.get_by_role("textbox", name="Type a number").fill("two thousand and twenty one")
    translation.keyboard.press("Enter")
    translation.wait_for_function("document.querySelector('.written').innerText.includes('mille')")
    assert translation.locator(".written b").all_inner_texts() == ["deux", "mille", "vingt", "et", "un", "■"]


def test_the_player_reads_then_squeezes_then_writes(translation):
    player, moment = translation.locator(".player"), translation.locator(".moment")
    player.focus()
    translation.keyboard.press("Home")
    translation.keyboard.press("ArrowRight")
    assert moment.inner_text().startswith("Encoder.") and "reads “seven”" in moment.inner_text()
    for _ in range(9):
        translation.keyboard.press("ArrowRight")
    translation.locator(".moment", has_text="both ends of the reading become one vector").wait_for()
    translation.keyboard.press("ArrowRight")
    translation.locator(".moment", has_text="Decoder. Moment").wait_for()
    translation.keyboard.press("End")
    translation.locator(".moment", has_text="9 of 9 answers are right").wait_for()
