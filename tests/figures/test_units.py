import json

import numpy as np
import pytest

from tests.figure_json import traces
from viz_core.figures.primitives import DOTTED
from viz_core.figures.units import UnitMap, unit_maps
from viz_core.figures.units_gates import GateDots, gate_plane
from viz_core.figures.units_moments import MOST_SYMBOLS, Row, lag_lines, sequence_rows, stretch_line


def unit_map(title, groups):
    return UnitMap(title=title, states=np.eye(3), units=(3, 1, 2), hovers=("a", "b", "c"), groups=groups)


def test_units_stand_in_groups_with_lines_between_them_and_a_frame_round_the_chosen_one():
    groups = [("sum: 2 units", 2), ("step: 1 unit", 1)]
    maps = (unit_map("trained", groups), unit_map("untrained", [("input: 3 units", 3)]))
    figure = json.loads(unit_maps(maps, chosen=2, reader="forward", note="n").to_json())["layout"]
    assert figure["yaxis"]["ticktext"] == ["sum: 2 units", "step: 1 unit"]
    assert figure["yaxis"]["tickvals"] == [0.5, 2]
    border, frame = figure["shapes"]
    assert (border["y0"], border["y1"]) == (1.5, 1.5)
    assert (frame["y0"], frame["y1"]) == (1.5, 2.5)
    first, second = unit_maps(maps, chosen=2, reader="forward", note="n").data
    assert [row[0] for row in first.customdata] == [3, 1, 2]
    assert second.customdata is None
    with pytest.raises(ValueError, match="`chosen` must be"):
        unit_maps(maps, chosen=3, reader="forward", note="n")


def rows(steps):
    return [Row(name="a", symbols=["1"] * steps, states=np.zeros(steps), first=2, last=4)]


def test_marked_steps_are_framed_and_symbols_are_written_where_they_fit():
    figure = sequence_rows(rows(8), title="t", note="n")
    assert (figure.layout.shapes[0].x0, figure.layout.shapes[0].x1) == (2.5, 5.5)
    assert figure.data[0].texttemplate == "%{text}"
    assert not sequence_rows(rows(MOST_SYMBOLS + 1), title="t", note="n").data[0].texttemplate
    with pytest.raises(ValueError, match="`rows` must be"):
        sequence_rows([], title="t", note="n")


def test_the_stretch_and_the_threshold_are_drawn():
    looks = {"threshold": -0.5, "first": 1, "last": 1, "reader": "backward", "title": "t", "note": "n"}
    line, band = stretch_line(np.zeros(3), ["a", "b", "c"], **looks).layout.shapes
    assert (line.y0, band.x0, band.x1) == (-0.5, 1.5, 2.5)


def test_there_is_a_line_for_each_feature_of_each_unit_and_of_any_moment():
    looks = {"reader": "forward", "title": "t", "note": "n", "axes": ("x", "y"), "usual_name": "any"}
    figure = lag_lines([("a", np.ones((4, 2))), ("b", np.zeros((4, 2)))], np.zeros((4, 2)), **looks)
    assert [one.name for one in figure.data] == ["a x1", "a x2", "b x1", "b x2", "any x1", "any x2"]
    assert figure.layout.xaxis.range[0] > figure.layout.xaxis.range[1]
    assert [one.text for one in figure.layout.annotations[1:3]] == ["— a x1", "- - a x2"]
    alone = lag_lines([("a", np.ones((4, 1)))], np.zeros((4, 1)), **looks)
    assert [one.text for one in alone.layout.annotations[1:]] == ["— a", "··· any"]
    assert [one.line.dash for one in alone.data] == ["solid", DOTTED]


def test_the_gate_of_the_chosen_unit_is_a_larger_dot_of_the_trained_network_alone():
    dots = [
        GateDots(name=name, shut=np.array([0.1, 0.2]), open=np.array([0.3, 0.4]), trained=name == "trained")
        for name in ("trained", "untrained")
    ]
    looks = {
        "reader": "forward",
        "title": "t",
        "note": "n",
        "axes": ("x", "y"),
        "chosen": 1,
        "word": "u {unit}",
    }
    trained, untrained = traces(gate_plane(dots, **looks).to_json())
    assert trained["marker"]["size"][1] > trained["marker"]["size"][0]
    assert len(set(untrained["marker"]["size"])) == 1
    assert list(trained["customdata"]) == ["u 1", "u 2"]
