import json

import numpy as np
import pytest

from viz_core.figures.errors_flowing_back import DECADES, error_lengths
from viz_core.figures.palette import LIGHT

LENGTHS = {
    "SimpleRNN": {"forward": np.array([1e-3, 1e-2, 0.1, 0]), "backward": np.array([0, 0, 0.2, 0.1])},
    "GRU": {"forward": np.array([2e-3, 1e-2, 0.1, 0]), "backward": np.array([0, 0, 0.2, 1e-30])},
}


def drawn(**looks):
    figure = error_lengths(LENGTHS, at=2, at_label="loss", **looks)
    return json.loads(figure.to_json())


def test_exact_zeros_are_gaps_and_everything_else_is_its_own_value():
    traces = {one["name"]: one for one in drawn()["data"]}
    assert traces["SimpleRNN, forward"]["y"] == [1e-3, 1e-2, 0.1, None]
    assert traces["GRU, backward"]["y"] == [None, None, 0.2, 1e-30]
    assert traces["GRU, forward"]["x"] == [1, 2, 3, 4]


def test_hue_says_the_reader_and_dash_the_cell():
    traces = {one["name"]: one["line"] for one in drawn()["data"]}
    assert traces["SimpleRNN, forward"]["color"] == traces["GRU, forward"]["color"] == LIGHT.forward
    assert traces["GRU, backward"]["color"] == LIGHT.backward
    assert traces["SimpleRNN, forward"]["dash"] != traces["GRU, forward"]["dash"]


def test_names_stand_where_the_error_has_come_farthest_and_inside_the_picture():
    names = [one for one in drawn()["layout"]["annotations"] if one["text"] in LENGTHS]
    assert [(one["text"], one["x"]) for one in names] == [
        ("SimpleRNN", 1),
        ("GRU", 1),
        ("SimpleRNN", 4),
        ("GRU", 4),
    ]
    assert all(DECADES[0] <= one["y"] <= DECADES[1] for one in names)


def test_names_of_neighbours_do_not_overlap():
    first, second = (one["y"] for one in drawn()["layout"]["annotations"][:2])
    assert abs(first - second) > 0.5


def test_the_loss_is_marked_where_it_is_taken_and_nowhere_for_all_steps():
    assert drawn()["layout"]["shapes"][0]["x0"] == 3
    assert "shapes" not in json.loads(error_lengths(LENGTHS, at=None, at_label="loss").to_json())["layout"]


def test_a_single_length_is_drawn_as_a_point():
    alone = {"GRU": {"forward": np.array([0.1, 0.2]), "backward": np.array([0, 0.2])}}
    figure = error_lengths(alone, at=1, at_label="loss")
    assert [one.mode for one in figure.data] == ["lines", "markers"]


def test_an_unknown_kind_is_named():
    with pytest.raises(ValueError, match="`kind` must be one of SimpleRNN, LSTM"):
        error_lengths({"RNN": LENGTHS["GRU"]}, at=None, at_label="loss")
