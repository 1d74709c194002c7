import json

import numpy as np
import pytest

from viz_core.figures.errors_flowing_back import DECADES, ErrorPanel, error_lengths
from viz_core.figures.palette import LIGHT

LENGTHS = {
    "SimpleRNN": {"forward": np.array([[1e-3, 1e-2, 0.1, 0]]), "backward": np.array([[0, 0, 0.2, 0.1]])},
    "GRU": {"forward": np.array([[2e-3, 1e-2, 0.1, 0]]), "backward": np.array([[0, 0, 0.2, 1e-30]])},
}


def drawn(lengths=LENGTHS, at=2, **looks):
    figure = error_lengths([ErrorPanel(title="fresh", lengths=lengths)], at=at, at_label="loss", **looks)
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
    first, second = (
        one["y"] for one in drawn()["layout"]["annotations"] if one.get("x") == 1 and one["text"] in LENGTHS
    )
    assert abs(first - second) > 0.5


def test_the_loss_is_marked_where_it_is_taken_and_nowhere_for_all_steps():
    assert drawn()["layout"]["shapes"][0]["x0"] == 3
    assert not drawn(at=None)["layout"].get("shapes")


def test_the_line_is_the_median_network_and_the_band_holds_all_of_them():
    networks = np.array([[0.1, 0.3], [0.2, 0.3], [0.9, 0.3]])
    panel = ErrorPanel(title="fresh", lengths={"GRU": {"forward": networks, "backward": networks[:, ::-1]}})
    made = {one.name: one for one in error_lengths([panel], at=1, at_label="loss").data}
    assert list(made["GRU, forward"].y) == [0.2, 0.3]
    assert list(made["GRU, forward, all networks"].x) == [1, 2, 2, 1]
    assert list(made["GRU, forward, all networks"].y) == [0.9, 0.3, 0.3, 0.1]


def test_two_panels_share_one_scale_and_each_has_its_mark():
    panels = [ErrorPanel(title=name, lengths=LENGTHS) for name in ("fresh", "trained")]
    made = json.loads(error_lengths(panels, at=2, at_label="loss").to_json())["layout"]
    assert made["yaxis"]["range"] == made["yaxis2"]["range"] == list(DECADES)
    assert [one["xref"] for one in made["shapes"]] == ["x", "x2"]
    assert made["xaxis"]["domain"][1] < made["xaxis2"]["domain"][0]


def test_a_single_length_is_drawn_as_a_point():
    alone = {"GRU": {"forward": np.array([[0.1, 0.2]]), "backward": np.array([[0, 0.2]])}}
    lines = [one for one in drawn(alone, at=1)["data"] if "all" not in one["name"]]
    assert [one["mode"] for one in lines] == ["lines", "markers"]


def test_an_unknown_kind_is_named():
    with pytest.raises(ValueError, match="`kind` must be one of SimpleRNN, LSTM"):
        drawn({"RNN": LENGTHS["GRU"]}, at=None)
