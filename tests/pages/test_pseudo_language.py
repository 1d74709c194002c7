"""Whatever a person reads on a page is in the language of the page: texts, pictures, hover texts, errors."""

from functools import partial

import pytest
import streamlit as st

from tests.pseudo import bracketed, escaped, left_in_english, pseudo_catalogue
from tests.shown import status, until
from ui import language
from ui.plans import PLANS
from ui.rooms import ROOMS
from viz_core.config import TaskConfig
from viz_core.data import number_words, tag_set, translation_set

# Page -> what a link says to see more of it.
VIEWS = {
    "pages/1_Train.py": [
        {"task": "echo", "delay": "-2"},
        {"task": "casino", "head": "final_state"},
        {"units": "9999"},
        {"cumulative_sum_sequence": "x"},
    ],
    "pages/2_How_it_reads.py": [{"read_weights": "random"}, {"read_readers": "forward"}],
    "pages/3_Inside_the_cell.py": [
        {"cell_kind": "GRU"},
        {"cell_weights": "random"},
        {"cell_return_sequences": "False"},
    ],
    "pages/4_Merge.py": [{"mg_view": one} for one in ("networks", "xor", "casino")] + [{"mg_mode": "mul"}],
    "pages/5_Alignment.py": [{"al_view": "last"}, {"al_view": "padding"}, {"al_forget": "true"}],
    "pages/6_From_scratch.py": [],
    "pages/7_Errors_flowing_back.py": [{"back_at": "0"}, {"back_cell": "GRU"}],
    "pages/8_Who_knows_what.py": [
        {"know_view": "curtain"},
        {"know_view": "arrival"},
        {"know_task": "balance"},
    ],
    "pages/9_Switchboard.py": [{"board_view": one} for one in ("twins", "film")]
    + [{"board_view": "poll", "board_reveal": "true"}, {"board_cut_forward": "true"}],
    "pages/10_Reviews.py": [{"reviews_set": "reviews"}, {"reviews_text": " "}],
    "pages/11_Digits.py": [],
    "pages/12_Tagging.py": [{"tags_beliefs": "exact"}, {"tags_set": "treebank"}, {"tags_set": "own_tags"}],
    "pages/13_Translation.py": [{"translation_set": "numbers"}, {"dates_question": "yesterday"}],
    "pages/14_Your_own.py": [{"own_data": "gestures"}, {"own_data": "short_reviews"}, {"own_data": "file"}],
    "pages/15_Resting_points.py": [{"rest_view": "film"}, {"rest_network": "live"}, {"rest_silence": "true"}],
    "pages/16_Your_network.py": [
        {"guest": "reviews"},
        {"guest": "sorting"},
        {"guest": "file"},
        {"guest": "elsewhere"},
    ],
    "pages/17_State_space.py": [
        {"space_view": "crossed"},
        {"space_network": "live"},
        {"space_network": "casino"},
    ],
    "pages/22_How_much_future.py": [{"future_task": one} for one in ("balance", "echo", "flip_flop")],
    "pages/20_Lab.py": [{"lab_experiment": one} for one in ("sizes", "smallest", "real_sequences", "own")],
}
# What pages show as data: sequences that somebody could have typed, names in files.
DATA = {
    "pages/12_Tagging.py": " ".join(
        tag_set("mini_sentences").vocabulary(TaskConfig(name="mini_sentences")).words
    ),
    "pages/13_Translation.py": "hundred thousand th september october november sep "
    + " ".join((*number_words.ENGLISH, *number_words.ENGLISH_TENS, *translation_set("numbers").classes)),
    "pages/14_Your_own.py": "pressure flow in leak normal clockwise anticlockwise zigzag positive negative "
    "moving but bad all",
    "pages/16_Your_network.py": "simple rnn encoder decoder embedding dropout digits concatenate "
    "bidirectional attention in",
    # A plan is translated as a whole, in a file of its own.
    "pages/17_Lectures.py": " ".join(one.read_text(encoding="utf-8") for one in PLANS.rglob("45_minutes.md")),
}
PAGES = [(room.file, link) for room in ROOMS for link in [{}, *VIEWS.get(room.file, [])]]


@pytest.fixture
def pseudo(tmp_path, monkeypatch):
    spoken = partial(language.translations, folder=pseudo_catalogue(tmp_path))
    for module in ("ui.language", "ui.visitor_words"):
        monkeypatch.setattr(f"{module}.translations", spoken)
    monkeypatch.setenv("BIRNN_LANGUAGE", "ja")
    st.cache_data.clear()
    yield
    st.cache_data.clear()


@pytest.mark.parametrize(("file", "link"), PAGES)
def test_nothing_is_left_in_english(pseudo, room, file, link):
    left = left_in_english(room(file, **link), DATA.get(file, ""))
    assert not left, "\n".join(left)


def test_a_run_speaks_the_language_of_its_page_while_it_goes_on_and_when_it_is_over(pseudo, room):
    app = room("pages/1_Train.py", cumulative_sum_timesteps="5", sequences="640")
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
