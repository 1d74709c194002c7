import pytest

from tests.figure_json import traces
from tests.shown import components, figures
from viz_core.pretrained.lookahead import NAMES, NETWORKS, reach
from viz_core.pretrained.lookahead_sets import FURTHER, SETS

PAGE = "pages/22_How_much_future.py"


def words(test):
    return " ".join(one.value for one in test.markdown)


def lines(test):
    return traces(components(test, "figure")[0]["figure"])


def test_the_page_opens_on_brackets_with_two_networks_and_three_questions(open_page):
    test, told = open_page(), reach("brackets")
    assert test.title[0].value == "How much future"
    assert len(test.expander) == 3
    retrained, cut, best = lines(test)
    assert list(best["y"]) == list(told.ceilings)
    assert list(cut["y"]) == list(told.cut)
    assert list(retrained["y"]) == list(told.retrained)


def test_another_look_ahead_is_marked_and_told_in_numbers(open_page):
    test, told = open_page(future_task="casino"), reach("casino")
    test.select_slider(key="future_k_casino").set_value(4).run()
    assert not test.exception
    said = words(test)
    for value in (told.ceilings[4], told.ceilings[-1], told.cut[4], told.retrained[4]):
        assert f"{value:.3f}" in said
    assert figures(test)[0]["layout"]["shapes"][1]["x0"] == 4


@pytest.mark.parametrize("name", NAMES)
def test_every_task_shows_what_it_has(open_page, name):
    test = open_page(future_task=name)
    assert len(lines(test)) == (3 if name in NETWORKS else 1)
    assert ("coloured lines" in words(test)) == (name in NETWORKS)


@pytest.mark.parametrize("name", SETS)
def test_real_and_generated_sequences_are_measured_likewise(open_page, name):
    test, told = open_page(future_task=name), reach(name)
    test.select_slider(key=f"future_k_{name}").set_value(told.steps[1]).run()
    assert not test.exception
    assert len(lines(test)) == (3 if told.ceilings else 2)
    retrained, cut = lines(test)[:2]
    assert list(retrained["y"]) == list(told.retrained)
    assert list(cut["y"]) == list(told.cut)
    said = words(test)
    assert f"reaches **{told.cut[1]:.3f}**" in said
    assert f"trained for it reaches **{told.retrained[1]:.3f}**" in said
    assert ("best possible reader" in said) == bool(told.ceilings)
    assert (f"on all of each, **{told.cut[-1]:.3f}**" in said) == (not told.ceilings)
    captions = " ".join(one.value for one in test.caption)
    assert ("trained further" in captions) == (name in FURTHER)


def test_how_much_is_enough_is_said_by_networks_where_nobody_knows_the_best(open_page):
    assert "**1** step ahead is enough to come within 0.01" in words(open_page(future_task="treebank"))
    assert "**20** of 28 steps are enough" in words(open_page(future_task="digits_5000"))
    assert "None of the shorter beginnings" in words(open_page(future_task="reviews"))


def test_how_much_is_enough_is_said_in_one_of_three_ways(open_page):
    assert "No future is needed" in words(open_page(future_task="signed_walk"))
    assert "**2** steps are enough" in words(open_page(future_task="echo"))
    assert "must wait for the end" in words(open_page(future_task="balance"))


def test_a_link_holds_task_and_look_ahead_and_survives_bad_values(open_page):
    test = open_page(future_task="balance", future_k_balance="3")
    assert figures(test)[0]["layout"]["shapes"][1]["x0"] == 3
    open_page(future_task="none", future_k_brackets="99")
