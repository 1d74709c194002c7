import pytest
from streamlit.testing.v1 import AppTest

from ui.badge import badge
from ui.source_words import MEANINGS
from viz_core.figures.palette import DARK, LIGHT, SOURCES


def shown(source):
    from ui.badge import badge

    badge(source)


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize(("theme", "colours"), [("light", LIGHT), ("dark", DARK)])
def test_a_badge_names_its_source_on_its_colour_and_explains_it(source, theme, colours):
    test = AppTest.from_function(shown, args=(source,), default_timeout=60)
    test.context = {"theme": theme}
    body = test.run().get("html")[0].proto.body
    assert f">{source}</span>" in body
    assert f"color:{colours.background};background:{colours.sources[source]}" in body
    assert MEANINGS[source] in body


def test_an_unknown_source_is_refused():
    with pytest.raises(ValueError, match="`source` must be one of trained here, .*; got 'guessed'"):
        badge("guessed")
