from dataclasses import replace

import pytest

from tests.finished_runs import finished_run
from tests.shown import payload
from viz_core.config import ModelConfig
from viz_core.pretrained import load

PAGE = "pages/17_State_space.py"


def panels(test):
    """By row and name."""
    return [{one["name"]: one for one in row["panels"]} for row in payload(test)["rows"]]


def test_the_page_opens_with_three_planes_of_the_network_and_of_its_untrained_twin(open_page):
    test = open_page()
    assert test.title[0].value == "State space"
    assert len(test.expander) == 3
    assert [row["name"] for row in payload(test)["rows"]] == ["trained", "untrained"]
    for row in panels(test):
        assert list(row) == ["forward", "merged", "backward"]
        assert all(one["note"].startswith("R²") for one in row.values())
        assert all([axis[:4] for axis in one["axes"]] == ["PC1 ", "PC2 "] for one in row.values())
        assert [name for name, one in row.items() if one["readout"]] == ["merged"]


def test_one_cursor_stands_for_all_planes_and_moves_with_the_link(open_page):
    shown = payload(open_page(space_step_10="4"))
    assert (shown["frame"], shown["steps"]) == (3, 10)
    assert all(len(one["way"]) == 10 for row in shown["rows"] for one in row["panels"])


def test_the_ways_lie_where_the_dots_are(open_page):
    for row in panels(open_page()):
        for one in row.values():
            for axis in (0, 1):
                room = one["high"][axis] - one["low"][axis]
                inside = [
                    one["low"][axis] - room < place[axis] < one["high"][axis] + room for place in one["way"]
                ]
                assert all(inside)


def test_forward_against_backward_has_the_first_component_of_each(open_page):
    crossed = panels(open_page(space_view="Forward against backward"))[0]["crossed"]
    planes = panels(open_page())[0]
    first = [place[0] for place in planes["forward"]["way"]]
    second = [place[0] for place in planes["backward"]["way"]]
    assert crossed["way"] == [list(pair) for pair in zip(first, second, strict=True)]


@pytest.mark.parametrize(
    ("view", "said", "unsaid"),
    [
        ("Planes", "the forward state, the merged state and the backward state", "runs across"),
        ("Planes", "laid into the plane explains", "space explains"),
        ("3-D", "one direction of the space explains", "plane"),
        ("Forward against backward", "PC1 of the forward state runs across", "and the backward state of"),
    ],
)
def test_the_words_are_about_the_view_that_is_shown(open_page, view, said, unsaid):
    test = open_page(space_view=view)
    words = " ".join(one.value for one in test.markdown)
    assert said in words
    assert unsaid not in words


def test_in_3d_each_state_has_three_coordinates_and_there_is_no_line(open_page):
    for row in panels(open_page(space_view="3-D")):
        for one in row.values():
            assert len(one["axes"]) == len(one["low"]) == len(one["way"][0]) == len(one["dots"][0]) - 1 == 3
            assert one["readout"] is None


def test_a_third_coordinate_explains_no_less_of_the_colour(open_page):
    flat, solid = (panels(open_page(space_view=view)) for view in ("planes", "solid"))
    for row, other in zip(flat, solid, strict=True):
        for name, one in row.items():
            assert float(one["note"].split()[1]) <= float(other[name]["note"].split()[1])


def test_an_own_sequence_is_read_at_once(open_page):
    test = open_page()
    before = panels(test)[0]["forward"]
    test.text_input(key="balance_sequence").set_value("1 1 1 1 1 -1 -1 -1 -1 -1").run()
    assert not test.exception
    after = panels(test)[0]["forward"]
    assert after["way"] != before["way"]
    assert after["dots"] == before["dots"]
    assert payload(test)["symbols"][0] == "1.00"


def test_what_cannot_be_read_is_said_and_the_drawn_sequence_stays(open_page):
    test = open_page(balance_sequence="1 2")
    assert "must be 10 numbers from -1 to 1" in test.warning[0].value
    assert len(payload(test)["symbols"]) == 10


@pytest.mark.parametrize(
    ("network", "colours"),
    [
        ("Casino, GRU(16), concat", ["Exact belief", "Target", "Step"]),
        ("Cumulative sum, LSTM(50), concat", ["Target", "Sum so far", "Sum from here", "Step"]),
        ("Two flip-flops, GRU(2), concat", ["Target", "Step"]),
    ],
)
def test_every_network_offers_the_colours_of_its_task(open_page, network, colours):
    test = open_page(space_network=network)
    control = test.selectbox(key=f"space_colour_{len(colours)}_words")
    assert list(control.options) == colours
    assert payload(test)["key"]["title"] == colours[0]
    control.set_value("position").run()
    assert not test.exception
    assert payload(test)["key"]["names"][0][0] == "1"


def test_without_a_run_that_fits_the_page_says_how_to_make_one(open_page):
    test = open_page(space_network="My last run")
    assert "one bidirectional layer" in test.info[0].value
    assert payload(test) is None


def test_the_newest_run_that_fits_is_shown(open_page, monkeypatch):
    shipped = load("brackets_bidirectional_1")
    other = replace(shipped.config, model=ModelConfig(direction="forward"))
    runs = [finished_run(config, [(7, shipped.weights)]) for config in (shipped.config, other)]
    monkeypatch.setattr("ui.session.runs", lambda: runs)
    shown = payload(open_page(space_network="My last run"))
    assert (shown["source"], shown["rows"][0]["name"]) == ("trained here", "trained here")


def test_a_link_with_bad_values_opens_the_page(open_page):
    test = open_page(space_network="nothing", space_view="sideways", space_step_10="99", probe="-4")
    assert payload(test)["steps"] == 10
