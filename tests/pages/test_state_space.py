from dataclasses import replace
from types import SimpleNamespace

import pytest

from tests.shown import payload
from viz_core.config import ModelConfig
from viz_core.pretrained import load

PAGE = "pages/17_State_space.py"


def panels(test):
    """By row and name."""
    return [{one["name"]: one for one in row["panels"]} for row in payload(test)["rows"]]


def test_the_room_opens_with_three_planes_of_the_network_and_of_its_untrained_twin(open_room):
    test = open_room()
    assert test.title[0].value == "State space"
    assert len(test.expander) == 3
    assert [row["name"] for row in payload(test)["rows"]] == ["trained", "untrained"]
    for row in panels(test):
        assert list(row) == ["forward", "merged", "backward"]
        assert all(one["note"].startswith("R²") for one in row.values())
        assert all([axis[:4] for axis in one["axes"]] == ["PC1 ", "PC2 "] for one in row.values())
        assert [name for name, one in row.items() if one["readout"]] == ["merged"]


def test_one_cursor_stands_for_all_planes_and_moves_with_the_link(open_room):
    shown = payload(open_room(space_step_10="4"))
    assert (shown["frame"], shown["steps"]) == (3, 10)
    assert all(len(one["way"]) == 10 for row in shown["rows"] for one in row["panels"])


def test_the_ways_lie_where_the_dots_are(open_room):
    for row in panels(open_room()):
        for one in row.values():
            for axis in (0, 1):
                room = one["high"][axis] - one["low"][axis]
                inside = [
                    one["low"][axis] - room < place[axis] < one["high"][axis] + room for place in one["way"]
                ]
                assert all(inside)


def test_forward_against_backward_has_the_first_component_of_each(open_room):
    crossed = panels(open_room(space_view="Forward against backward"))[0]["crossed"]
    planes = panels(open_room())[0]
    first = [place[0] for place in planes["forward"]["way"]]
    second = [place[0] for place in planes["backward"]["way"]]
    assert crossed["way"] == [list(pair) for pair in zip(first, second, strict=True)]


def test_an_own_sequence_is_read_at_once(open_room):
    test = open_room()
    before = panels(test)[0]["forward"]
    test.text_input(key="balance_sequence").set_value("1 1 1 1 1 -1 -1 -1 -1 -1").run()
    assert not test.exception
    after = panels(test)[0]["forward"]
    assert after["way"] != before["way"]
    assert after["dots"] == before["dots"]
    assert payload(test)["symbols"][0] == "1.00"


def test_what_cannot_be_read_is_said_and_the_drawn_sequence_stays(open_room):
    test = open_room(balance_sequence="1 2")
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
def test_every_network_offers_the_colours_of_its_task(open_room, network, colours):
    test = open_room(space_network=network)
    control = test.segmented_control(key=f"space_colour_{len(colours)}_words")
    assert list(control.options) == colours
    assert payload(test)["key"]["title"] == colours[0]
    control.set_value("position").run()
    assert not test.exception
    assert payload(test)["key"]["names"][0][0] == "1"


def test_without_a_run_that_fits_the_room_says_how_to_make_one(open_room):
    test = open_room(space_network="My last run")
    assert "one bidirectional layer" in test.info[0].value
    assert payload(test) is None


def test_the_newest_run_that_fits_is_shown(open_room, monkeypatch):
    shipped = load("brackets_bidirectional_1")
    snapshots = [SimpleNamespace(weights=shipped.weights, step=7)]
    fitting = SimpleNamespace(config=shipped.config, snapshots=snapshots, renew=lambda: None, id="a")
    other = replace(shipped.config, model=ModelConfig(direction="forward"))
    runs = [fitting, SimpleNamespace(config=other, snapshots=snapshots, renew=lambda: None, id="b")]
    monkeypatch.setattr("ui.session.runs", lambda: runs)
    monkeypatch.setattr("ui.session.active_run", lambda: None)
    shown = payload(open_room(space_network="My last run"))
    assert (shown["source"], shown["rows"][0]["name"]) == ("trained here", "trained here")


def test_a_link_with_bad_values_opens_the_room(open_room):
    test = open_room(space_network="nothing", space_view="sideways", space_step_10="99", probe="-4")
    assert payload(test)["steps"] == 10
