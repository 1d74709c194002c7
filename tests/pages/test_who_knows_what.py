import numpy as np
import pytest

from tests.shown import payload

PAGE = "pages/8_Who_knows_what.py"


def picture(test):
    return payload(test)


def test_the_page_opens_on_the_maps_of_three_pretrained_networks(open_page):
    test = open_page()
    shown = picture(test)
    assert test.title[0].value == "Who knows what"
    assert len(test.expander) == 3
    assert [one["name"] for one in shown["maps"]] == ["forward", "backward", "bidirectional"]
    assert shown["source"] == "pretrained"


@pytest.mark.parametrize("task", ["Brackets", "Balance"])
@pytest.mark.parametrize("layers", ["1", "2"])
def test_zeros_are_exact_and_bidirectional_fills_the_square(open_page, task, layers):
    shown = picture(open_page(know_task=task, know_layers=layers))
    forward, backward, both = (np.array(one["values"]) for one in shown["maps"])
    above = np.triu(np.ones((10, 10)), 1) == 1
    assert np.all(forward[above] == 0) and np.all(forward[~above] > 0)
    assert np.all(backward[above.T] == 0) and np.all(backward[~above.T] > 0)
    assert np.all(both > 0)


def test_the_sliders_choose_the_cell(open_page):
    test = open_page(know_t="6", know_s="2", know_shown="forward")
    assert (picture(test)["cell"], picture(test)["shown"]) == ([5, 1], "forward")
    test.slider(key="know_s").set_value(9).run()
    assert picture(test)["cell"] == [5, 8]


def test_the_curtain_leaves_forward_alone_and_turns_four_of_five(open_page):
    shown = picture(open_page(know_view="The curtain"))
    forward, both = shown["networks"]
    assert np.all(np.array(forward["largest"]) == 0)
    assert both["changed"][shown["future"]][shown["place"]] == 4
    assert shown["place"] == 5
    assert np.shape(both["probabilities"]) == (6, 11, 10)


def test_the_next_future_is_chosen_by_its_slider(open_page):
    test = open_page(know_view="The curtain")
    test.slider(key="know_future").set_value(3).run()
    assert picture(test)["future"] == 2


def test_step_by_step_only_the_bidirectional_network_takes_answers_back(open_page):
    forward, both = picture(open_page(know_view="Step by step"))["networks"]
    assert (forward["revisions"], forward["chances"]) == (0, 45)
    assert both["revisions"] == 4
    assert [len(row) for row in both["probabilities"]] == list(range(1, 11))


def test_bad_values_in_a_link_fall_back_to_the_default(open_page):
    link = {
        "know_view": "x",
        "know_task": "x",
        "know_layers": "7",
        "know_seed": "-1",
        "know_t": "99",
        "know_s": "y",
    }
    assert picture(open_page(**link)) == picture(open_page())
