import numpy as np
import pytest

from tests.figure_json import traces
from tests.shown import components, figures

PAGE = "pages/5_Alignment.py"


def data(test, place=0):
    return components(test)[place]


def drawn(test, place=0):
    return traces(data(test, place)["figure"])


def shaded(test):
    return [shape["x1"] for shape in figures(test)[0]["layout"]["shapes"]]


def right(shown):
    said = np.array(shown["probabilities"]) > 0.5
    return int((said == np.array(shown["targets"])).sum())


def test_the_page_opens_with_its_one_thing_and_three_questions(open_page):
    test = open_page()
    assert test.title[0].value == "Alignment"
    assert len(test.expander) == 3
    assert data(test)["payload"]["order"] == list(range(10))[::-1]


@pytest.mark.parametrize(
    ("view", "about"), [("Lanes", "Forget the flip"), ("Last state", "output[:, -1]"), ("Padding", "padding")]
)
def test_questions_are_about_the_view_that_is_shown(open_page, view, about):
    labels = [one.label for one in open_page(al_view=view).expander]
    assert len(labels) == 3 and about in " ".join(labels)
    assert ("flip" in " ".join(labels)) == (view == "Lanes")


def test_forgetting_to_flip_spoils_the_answers_and_leaves_the_states(open_page):
    test = open_page()
    before = data(test)["payload"]
    test.toggle(key="al_forget").set_value(True).run()
    assert not test.exception
    after = data(test)["payload"]
    assert right(before) == 10 and right(after) <= 5
    assert before["backward"] == after["backward"]


def test_the_accuracies_in_words_are_those_of_the_figure(open_page):
    test = open_page()
    flipped, forgotten = (np.mean(line["y"]) for line in drawn(test, 1))
    words = next(one.value for one in test.markdown if "fresh sequences" in one.value)
    assert f"{flipped:.3f}" in words and f"{forgotten:.3f}" in words
    assert flipped > 0.99 and forgotten < 0.8


def test_the_last_state_shows_what_each_half_has_read(open_page):
    read, values = drawn(open_page(al_view="Last state"))
    np.testing.assert_array_equal(read["z"], [[1] * 10, [2] * 10, [0] * 9 + [2]])
    assert np.shape(values["z"]) == (3, 6)


@pytest.mark.parametrize("masked", [False, True])
def test_padding_moves_backward_states_only_and_only_without_the_mask(open_page, masked):
    test = open_page(al_view="Padding", al_padding="9", al_mask=str(masked).lower())
    forward, backward = (one["y"] for one in drawn(test) if one["type"] == "bar")
    assert len(forward) == 10 and not any(forward)
    assert any(backward) != masked
    assert shaded(test) == [19.5]


def test_a_link_with_bad_values_opens_the_defaults(open_page):
    test = open_page(al_view="sideways", al_task="poker", al_seed="-1", al_forget="perhaps")
    assert data(test)["payload"]["flip"] is True
    test = open_page(al_view="Padding", al_padding="999", al_mask="perhaps")
    assert shaded(test) == [16.5]


def test_the_code_by_hand_loses_its_flip_where_it_is_forgotten(open_page):
    test = open_page()
    healthy = test.code[0].value
    assert "go_backwards=True" in healthy and "keras.ops.flip(back, axis=1)" in healthy
    test.toggle(key="al_forget").set_value(True).run()
    forgotten = test.code[0].value
    assert "go_backwards=True" in forgotten and "flip" not in forgotten
