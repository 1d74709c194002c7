import pytest

from tests.figure_json import traces
from tests.shown import components, figures
from viz_core.pretrained.lookahead import NAMES, NETWORKS, reach

PAGE = "pages/22_How_much_future.py"


def words(test):
    return " ".join(one.value for one in test.markdown)


def lines(test):
    return traces(components(test, "figure")[0]["figure"])


def test_the_room_opens_on_brackets_with_two_networks_and_three_questions(open_room):
    test, told = open_room(), reach("brackets")
    assert test.title[0].value == "How much future"
    assert len(test.expander) == 3
    retrained, cut, best = lines(test)
    assert list(best["y"]) == list(told.ceilings)
    assert list(cut["y"]) == list(told.cut)
    assert list(retrained["y"]) == list(told.retrained)


def test_another_look_ahead_is_marked_and_told_in_numbers(open_room):
    test, told = open_room(future_task="casino"), reach("casino")
    test.select_slider(key="future_k_casino").set_value(4).run()
    assert not test.exception
    said = words(test)
    for value in (told.ceilings[4], told.ceilings[-1], told.cut[4], told.retrained[4]):
        assert f"{value:.3f}" in said
    assert figures(test)[0]["layout"]["shapes"][1]["x0"] == 4


@pytest.mark.parametrize("name", NAMES)
def test_every_task_shows_what_it_has(open_room, name):
    test = open_room(future_task=name)
    assert len(lines(test)) == (3 if name in NETWORKS else 1)
    assert ("dashed lines" in words(test)) == (name in NETWORKS)


def test_how_much_is_enough_is_said_in_one_of_three_ways(open_room):
    assert "No future is needed" in words(open_room(future_task="signed_walk"))
    assert "**2** steps are enough" in words(open_room(future_task="echo"))
    assert "must wait for the end" in words(open_room(future_task="balance"))


def test_a_link_holds_task_and_look_ahead_and_survives_bad_values(open_room):
    test = open_room(future_task="balance", future_k_balance="3")
    assert figures(test)[0]["layout"]["shapes"][1]["x0"] == 3
    open_room(future_task="none", future_k_brackets="99")
