"""Whatever a person reads on a page is in the language of the page: texts, pictures, hover texts, errors."""

from functools import partial

import pytest
import streamlit as st

from tests.pages.views import OPENED
from tests.pseudo import bracketed, escaped, left_in_english, pseudo_catalogue
from tests.shown import status, until
from ui import language
from ui.plans import PLANS
from viz_core.config import TaskConfig
from viz_core.data import number_words, tag_set, translation_set
from viz_core.data.own_examples import EXAMPLES

# What pages show as data: sequences that somebody could have typed, names in files.
DATA = {
    "pages/12_Tagging.py": " ".join(
        tag_set("mini_sentences").vocabulary(TaskConfig(name="mini_sentences")).words
    ),
    "pages/13_Translation.py": "hundred thousand th september october november sep "
    + " ".join((*number_words.ENGLISH, *number_words.ENGLISH_TENS, *translation_set("numbers").classes)),
    "pages/14_Your_own.py": "pressure flow in leak normal clockwise anticlockwise zigzag positive negative "
    "moving but bad all " + EXAMPLES["short_reviews"].table().replace(",", " "),
    "pages/16_Your_network.py": "simple rnn encoder decoder embedding dropout digits concatenate "
    "bidirectional attention in",
    # A plan is translated as a whole, in a file of its own.
    "pages/0_Lectures.py": " ".join(one.read_text(encoding="utf-8") for one in PLANS.rglob("45_minutes.md")),
}


@pytest.fixture
def pseudo(tmp_path, monkeypatch):
    spoken = partial(language.translations, folder=pseudo_catalogue(tmp_path))
    for module in ("ui.language", "ui.visitor_words"):
        monkeypatch.setattr(f"{module}.translations", spoken)
    monkeypatch.setenv("BIRNN_LANGUAGE", "ja")
    st.cache_data.clear()
    yield
    st.cache_data.clear()


@pytest.mark.parametrize(("file", "link"), OPENED)
def test_nothing_is_left_in_english(pseudo, visit, file, link):
    left = left_in_english(visit(file, **link), DATA.get(file, ""))
    assert not left, "\n".join(left)


def test_a_run_speaks_the_language_of_its_page_while_it_goes_on_and_when_it_is_over(pseudo, visit):
    app = visit("pages/1_Train.py", cumulative_sum_timesteps="5", sequences="640")
    app.button(key="train").click().run()
    assert "⟦" in status(app)
    assert not (left := left_in_english(app)), "\n".join(left)
    until(app, lambda app: app.session_state["runs"][-1].state.over)
    assert "⟦" in status(app)
    assert not (left := left_in_english(app)), "\n".join(left)


def test_what_stands_outside_the_brackets_is_found():
    assert escaped("⟦All⟧ of ⟦these ⟦two⟧ words⟧, `code` and an LSTM") == ["of", "and", "an"]
    assert escaped("<b title='x'>⟦All⟧</b> $x_t$ {count} :material/home: 5 x") == []
    assert bracketed("#### Try it") == "#### ⟦Try it⟧"
    assert bracketed("{count:,} of {all}!") == "{count:,}⟦ of ⟧{all}⟦!⟧"
