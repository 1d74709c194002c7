"""The page Tagging in a real browser: a longer sentence turns a word; the player reads to the end."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import open_at
from tests.browser.waiting import at_rest

pytestmark = pytest.mark.browser


@pytest.fixture
def tagging(server, page):
    return open_at(page, f"{server('app.py')}/Tagging?mini_sentences_sentence=the+old+man", "table.beliefs")


def cells(page, reader):
    """What a reader that answers word by word believes."""
    row = page.locator("table.beliefs tr", has_text=reader, has_not_text="one vector")
    return row.locator("td").all_inner_texts()


def test_words_that_follow_change_what_all_but_the_forward_reader_believe(tagging):
    before = {reader: cells(tagging, reader) for reader in ("forward", "backward", "both")}
    tagging.get_by_role("textbox", name="Type a sentence").fill("the old man the boats")
    tagging.keyboard.press("Enter")
    tagging.wait_for_function("document.querySelectorAll('table.beliefs th[scope=col]').length == 6")
    assert cells(tagging, "both")[2].startswith("VERB")
    assert [one.split()[:2] for one in cells(tagging, "forward")[:3]] == [
        one.split()[:2] for one in before["forward"]
    ]
    assert cells(tagging, "both")[:3] != before["both"]


def test_through_one_vector_the_player_shows_encoder_and_decoder(tagging):
    tagging.get_by_text("Through one vector: encoder").click()
    tagging.locator(".player select option", has_text="Decoder").wait_for(state="attached")
    tagging.locator(".player").focus()
    tagging.keyboard.press("End")
    tagging.locator(".moment", has_text="All 3 steps are read").wait_for()
    expect(tagging.locator("table.lengths tr")).to_have_count(6)


def test_the_player_reads_the_sentence_to_its_end(tagging):
    player = tagging.locator(".player")
    player.focus()
    tagging.keyboard.press("Home")
    assert float(player.get_attribute("data-position")) == 0
    tagging.keyboard.press("Space")
    tagging.wait_for_function(
        "p => p.dataset.playing === 'false' && p.dataset.position > 2", arg=player.element_handle()
    )
    assert "Nothing has been read yet" not in tagging.locator(".moment").inner_text()


def test_a_sentence_of_nine_words_is_shown_whole_on_a_projector(server, page):
    open_at(page, f"{server('app.py')}/Tagging?tags_set=English+web", "table.beliefs")
    around = page.locator(".scrolling").first
    expect(around.locator("th[scope=col]")).to_have_count(10)
    assert at_rest(page, lambda: around.evaluate("one => one.scrollWidth - one.clientWidth")) == 0


def test_a_longer_sentence_is_scrolled_under_the_names_of_the_readers(server, page):
    sentence = "the+old+man+the+boats+" * 3
    page.goto(f"{server('app.py')}/Tagging?tags_set=English+web&treebank_sentence={sentence}")
    page.get_by_text("scroll the table").wait_for()
    around = page.locator(".scrolling").first
    name = around.locator("th[scope=row]").first
    before = at_rest(page, name.bounding_box)["x"]
    around.evaluate("one => one.scrollTo(300, 0)")
    assert around.evaluate("one => one.scrollLeft") == 300
    assert name.bounding_box()["x"] == pytest.approx(before, abs=6)
