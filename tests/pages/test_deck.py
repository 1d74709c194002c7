"""The page of the deck: it opens with words only; the pictures are the browser's."""

from tests.shown import components

PAGE = "pages/18_Deck.py"


def test_nothing_of_the_deck_comes_from_the_server(open_page):
    test = open_page()
    assert test.title[0].value == "Deck"
    (shown,) = components(test)
    assert set(shown) == {"words", "palettes"}
    assert set(shown["words"]["files"]) == {"pptx", "pdf", "html", "zip", "txt"}
