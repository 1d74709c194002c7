import numpy as np
import pytest

from tests.shown import components, figures
from viz_core.network.probe import drawn_probe
from viz_core.network.tracing import trace
from viz_core.pretrained import film
from viz_core.statistics.metrics import predicted

PAGE = "pages/9_Switchboard.py"


def sent(test):
    return components(test)


def sources(test):
    labels = ("pretrained", "what-if")
    return [one for one in labels if any(f">{one}<" in html.proto.body for html in test.get("html"))]


def test_the_page_opens_untouched_with_a_pretrained_network(open_page):
    test = open_page()
    assert test.title[0].value == "Switchboard" and len(test.expander) == 3
    assert sources(test) == ["pretrained"] and len(figures(test)) == 3


def test_a_cut_shows_at_once_and_undo_takes_it_back(open_page):
    test = open_page()
    untouched = figures(test)
    test.toggle(key="board_cut_backward").set_value(True).run()
    assert sources(test) == ["what-if"] and figures(test) != untouched
    assert any("untouched" in one.value for one in test.markdown)
    test.toggle(key="board_cut_forward").set_value(True).run()
    test.button(key="board_undo").click().run()
    assert (test.toggle(key="board_cut_backward").value, test.toggle(key="board_cut_forward").value) == (
        True,
        False,
    )
    test.button(key="board_undo").click().run()
    assert sources(test) == ["pretrained"] and figures(test) == untouched
    assert test.button(key="board_undo").disabled


def test_what_is_as_it_was_has_nothing_to_take_back(open_page):
    test = open_page()
    ways_back = ("board_undo", "board_reset")
    assert [test.button(key=one).disabled for one in ways_back] == [True, True]
    test.toggle(key="board_cut_backward").set_value(True).run()
    assert [test.button(key=one).disabled for one in ways_back] == [False, False]


def test_reset_puts_every_switch_at_rest_and_can_be_undone(open_page):
    test = open_page()
    untouched = figures(test)
    test.selectbox(key="board_freeze_forward").set_value("40").run()
    test.multiselect(key="board_silent").set_value(["→1", "←16"]).run()
    test.toggle(key="board_foreign").set_value(True).run()
    changed = figures(test)
    test.button(key="board_reset").click().run()
    assert figures(test) == untouched
    test.button(key="board_undo").click().run()
    assert figures(test) == changed != untouched


def test_a_link_brings_a_board_back(open_page):
    test = open_page(board_cut_forward="true", board_freeze_backward="40", board_moment="480")
    assert sources(test) == ["what-if"]
    assert test.toggle(key="board_cut_forward").value
    assert test.select_slider(key="board_moment").value == 480


def test_twins_show_what_four_networks_answer_at_that_moment(open_page):
    test = open_page(board_view="Twins", board_moment="480", board_seed="5")
    payload = sent(test)[0]["payload"]
    assert [one["direction"] for one in payload["networks"]] == [
        "forward", "backward", "bidirectional", "forward",
    ]  # fmt: skip
    twin = film("twin_backward")
    moment = twin.steps.index(480)
    found = trace(twin.weights[moment], twin.config.model, drawn_probe(twin.config.task, 5).inputs)
    assert payload["networks"][1]["answers"] == predicted(found["probabilities"])[0].tolist()
    assert payload["source"] == "pretrained" and payload["beats"] == 11


def test_the_scrubber_moves_the_outline_of_the_film(open_page):
    test = open_page(board_view="The film")
    last = figures(test)[0]["layout"]["shapes"][0]["y1"]
    test.select_slider(key="board_moment").set_value(0).run()
    assert (figures(test)[0]["layout"]["shapes"][0]["y1"], last) == (
        0.5,
        len(film("twin_forward").steps) - 0.5,
    )


def test_a_poll_keeps_its_secret_until_it_is_shown(open_page):
    test = open_page(board_view="Poll", board_hands_0="12", board_hands_1="8")
    hands, network = figures(test)[0]["data"]
    assert hands["x"] == [0.6, 0.4] and network["text"] == ["?", "?"]
    test.toggle(key="board_reveal").set_value(True).run()
    twin = film("twin_bidirectional")
    found = trace(twin.weights[-1], twin.config.model, drawn_probe(twin.config.task, 1).inputs)
    chance = found["probabilities"][0, 4, 0]
    np.testing.assert_allclose(figures(test)[0]["data"][1]["x"], [1 - chance, chance])


@pytest.mark.parametrize(
    "link",
    [
        {"board_view": "Nowhere"},
        {"board_moment": "7"},
        {"board_seed": "-4"},
        {"board_freeze_forward": "soon"},
        {"board_silent": "→99"},
        {"board_donor": "x"},
    ],
    ids=str,
)
def test_a_link_that_means_nothing_opens_the_usual_board(open_page, link):
    assert sent(open_page(**link)) == sent(open_page())
