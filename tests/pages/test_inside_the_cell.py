import pytest

from tests.figure_json import unpacked
from tests.shown import components, figures
from viz_core.lessons.inside_the_cell import SEQUENCES

PAGE = "pages/3_Inside_the_cell.py"


def data(test, place):
    return components(test)[place]


def payload(test):
    return data(test, 0)["payload"]


def choose(test, key, value):
    test.button_group(key=key).set_value(value).run()
    assert not test.exception


def test_the_page_opens_with_a_cell_at_work_and_three_questions(open_page):
    test = open_page()
    assert test.title[0].value == "Inside the cell"
    assert payload(test)["cell"] == "LSTM"
    assert len(payload(test)["equations"]) == len(SEQUENCES["hand-set"].split())
    assert payload(test)["source"] == "set by hand"
    assert len(test.expander) == 3


def test_another_cell_brings_its_own_code(open_page):
    test = open_page()
    choose(test, "cell_kind", "GRU")
    assert payload(test)["code"][0]["text"] == "def gru(inputs, W, V, b):"


@pytest.mark.parametrize(("origin", "source"), [("pretrained", "pretrained"), ("random", "fresh weights")])
def test_every_origin_wears_its_badge(open_page, origin, source):
    test = open_page(cell_weights=origin)
    assert payload(test)["source"] == source
    assert sum(f">{source}</span>" in one.proto.body for one in test.get("html")) == 2


def test_weights_are_called_as_on_their_badges_and_linked_by_their_names(open_page):
    test = open_page(cell_weights="random")
    front = test.segmented_control(key="cell_weights_words")
    assert list(front.options) == ["set by hand", "pretrained", "fresh"]
    front.set_value("hand-set").run()
    assert test.segmented_control(key="cell_weights").value == "hand-set"
    assert payload(test)["source"] == "set by hand"


def test_typed_numbers_are_read(open_page):
    test = open_page()
    test.text_input(key="cell_hand-set_inputs").set_value("1 2 3").run()
    assert len(payload(test)["equations"]) == 3
    assert not test.error


def test_bad_input_gets_one_sentence_and_the_page_goes_on(open_page):
    test = open_page()
    test.text_input(key="cell_hand-set_inputs").set_value("1 two").run()
    assert [one.value for one in test.error] == [
        "`sequence` must be 2 numbers from -10 to 10, separated by spaces; got 'two'."
    ]
    assert len(payload(test)["equations"]) == len(SEQUENCES["hand-set"].split())


def test_without_return_sequences_only_the_last_state_is_left(open_page):
    test = open_page(cell_return_sequences="False")
    assert "layer(inputs).shape == (1, 3)" in test.code[0].value
    choose(test, "cell_return_sequences", "True")
    assert "layer(inputs).shape == (1, 10, 3)" in test.code[0].value


def test_the_memory_has_a_line_for_each_cell_and_follows_the_slider(open_page):
    test = open_page()
    test.slider(key="cell_memory_steps").set_value(40).run()
    lines = figures(test)[-1]["data"]
    assert [line["name"] for line in lines] == ["SimpleRNN", "LSTM", "GRU"]
    assert any("more than 40" in one.value for one in test.markdown)


def test_a_link_reproduces_the_choice(open_page):
    test = open_page(cell_kind="SimpleRNN", cell_weights="random", cell_random_unit="4", cell_seed="5")
    assert (payload(test)["cell"], payload(test)["unit"]) == ("SimpleRNN", 3)
    assert test.number_input(key="cell_seed").value == 5


def test_unknown_values_in_a_link_fall_back(open_page):
    test = open_page(cell_kind="RNN", cell_weights="x", cell_memory_steps="9999", cell_return_sequences="no")
    assert payload(test)["cell"] == "LSTM"
    assert payload(test)["source"] == "set by hand"
    assert test.slider(key="cell_memory_steps").value == 100


@pytest.mark.parametrize(("link", "rising"), [({"cell_weights": "pretrained"}, ["LSTM"]), ({}, [])])
def test_a_line_that_ends_higher_than_it_begins_is_named(open_page, link, rising):
    test = open_page(**link)
    sizes = {line["name"]: unpacked(line["y"]) for line in figures(test)[-1]["data"]}
    found = [name for name, size in sizes.items() if size[-1] > size[0]]
    assert found == rising
    said = "".join(one.value for one in test.caption)
    assert ("ends higher than it begins" in said) == bool(rising)
    assert all(f"The line of {name} ends" in said for name in rising)
