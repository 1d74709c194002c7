from dataclasses import replace

import pytest

from tests.figure_json import traces
from tests.finished_runs import finished_run
from tests.shown import components, figures
from ui.lessons.state_space_networks import NETWORKS
from viz_core.config import ModelConfig
from viz_core.lessons.state_space import first_weights
from viz_core.pretrained import load

PAGE = "pages/23_Units.py"


def words(test):
    return " ".join(one.value for one in test.markdown)


def drawn(test):
    """The traces of the figures, by key."""
    return {data["name"]: traces(data["figure"]) for data in components(test, "figure")}


def test_the_page_opens_with_all_units_of_the_network_and_of_its_untrained_twin(open_page):
    test = open_page()
    assert test.title[0].value == "Units as detectors"
    assert len(test.expander) == 3
    trained, untrained = drawn(test)["units_maps"]
    assert trained["z"].shape == untrained["z"].shape == (50, 10)
    assert "| trained | 50 (16 ties) |" in words(test)
    groups = figures(test)[0]["layout"]["yaxis"]["ticktext"]
    assert groups == ["sum read: 50 units"]


def test_a_unit_is_marked_in_its_row_and_told_with_its_next_best(open_page):
    test = open_page(units_unit_50="7")
    frame = figures(test)[0]["layout"]["shapes"][-1]
    row = round((frame["y0"] + frame["y1"]) / 2)
    assert drawn(test)["units_maps"][0]["text"][row][0].startswith("unit 7: ")
    assert "**unit 7: sum read, r = " in words(test)


def test_the_backward_reader_counts_steps(open_page):
    test = open_page(units_reader="backward")
    assert "| trained | 0 | 1 (1 tie) | 47 | 2 |" in words(test)
    groups = figures(test)[0]["layout"]["yaxis"]["ticktext"]
    assert "step: 47 units" in groups
    assert any(one.endswith(": 1 unit") for one in groups)


@pytest.mark.parametrize("network", NETWORKS)
@pytest.mark.parametrize("view", ["inputs", "stretch", "gates"])
def test_every_network_has_all_three_views(open_page, network, view):
    test = open_page(units_network=network, units_view=view, units_reader="backward")
    shown = drawn(test)
    assert {"inputs": "units_highest", "stretch": "units_stretch", "gates": "units_gates"}[view] in shown


def test_a_stretch_lists_sequences_in_which_the_same_units_are_on(open_page):
    test = open_page(units_network="balance", units_view="stretch")
    test.slider(key="units_stretch_10").set_value((6, 7)).run()
    assert not test.exception
    assert "above 0.5 from step 6 to 7: 2 of 16 units (11, 12)." in words(test)
    (alike,) = drawn(test)["units_alike"]
    assert len(alike["z"]) > 1
    test.slider(key="units_threshold").set_value(0.9).run()
    assert "No unit is above 0.9" in words(test)
    assert "units_alike" not in drawn(test)


def test_an_own_sequence_is_read_at_once(open_page):
    test = open_page(units_network="balance")
    before = drawn(test)["units_maps"][0]["z"]
    test.text_input(key="balance_sequence").set_value("1 1 1 1 1 -1 -1 -1 -1 -1").run()
    assert not test.exception
    assert (drawn(test)["units_maps"][0]["z"] != before).any()


def test_a_run_without_gates_says_so(open_page, monkeypatch):
    show_run(monkeypatch, ModelConfig(cell="SimpleRNN", units=3))
    test = open_page(units_network="live", units_view="gates")
    assert "no gates" in test.info[0].value


def test_without_a_run_that_fits_the_page_says_how_to_make_one(open_page, monkeypatch):
    show_run(monkeypatch, ModelConfig(direction="forward"))
    assert "one bidirectional layer" in open_page(units_network="live").info[0].value


def test_a_link_with_bad_values_opens_the_page(open_page):
    open_page(units_network="none", units_reader="up", units_unit_50="99", units_view="all")


def show_run(monkeypatch, model):
    config = replace(load("balance_bidirectional_1").config, model=model)
    run = finished_run(config, [(3, first_weights(config))])
    monkeypatch.setattr("ui.session.runs", lambda: [run])
