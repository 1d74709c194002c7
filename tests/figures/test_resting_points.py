"""The pictures of resting points: what is drawn where."""

import json

import numpy as np

from tests.figure_json import traces
from viz_core.figures.resting_points import Mark, cobweb, over_input, plane, unit_circle

MARKS = [
    Mark(state=np.array([0.5, -0.5]), kind="stable", label="1", hover="first"),
    Mark(state=np.array([0.9, 0.0]), kind="saddle", label="2", hover="second"),
]
WORDS = {"reader": "forward", "title": "forward", "note": "2 points: proved"}


def test_the_plane_has_arrows_lines_points_and_a_ring_round_the_chosen_one():
    axis, moved = np.array([-1.0, 1.0]), np.zeros((2, 2, 2))
    moved[0, 1] = [0.3, 0.0]  # at unit 1 = 1, unit 2 = -1, to the right
    pieces = [np.array([[[0.0, 0.0], [0.1, 0.0]], [[0.1, 0.0], [0.2, 0.1]]]), np.zeros((0, 2, 2))]
    figure = plane(axis, moved, pieces, MARKS, chosen=1, units=("unit 1", "unit 2"), **WORDS)
    arrows, first, second, ring, points = traces(figure.to_json())
    place = [row for row in range(4) if (arrows["x"][row], arrows["y"][row]) == (1, -1)]
    angles = np.array(figure.data[0].marker.angle)
    assert angles[place].tolist() == [90]
    assert np.isnan(np.array(first["x"], dtype=float)).sum() == 2
    assert len(second["x"]) == 0
    assert (list(ring["x"]), list(ring["y"])) == ([0.9], [0.0])
    assert points["marker"]["symbol"] == ["circle", "diamond-open"]
    assert "2 points: proved" in json.loads(figure.to_json())["layout"]["annotations"][0]["text"]


def test_the_points_of_a_cobweb_lie_on_the_diagonal():
    line = np.array([-1.0, 1.0])
    marks = [Mark(state=np.array([0.5]), kind="stable", label="1", hover="")]
    figure = cobweb((line, line), np.zeros((3, 2)), marks, chosen=0, axes=("before", "after"), **WORDS)
    *_, points = traces(figure.to_json())
    assert (list(points["x"]), list(points["y"])) == ([0.5], [0.5])


def test_the_circle_makes_room_for_an_eigenvalue_outside_it():
    values = np.array([3 + 0j, 0.5j])
    figure = unit_circle(values, reader="backward", title="1", words=("real", "imaginary"))
    circle, dots = traces(figure.to_json())
    assert np.allclose(np.hypot(circle["x"], circle["y"]), 1, atol=1e-3)
    assert (list(dots["x"]), list(dots["y"])) == ([3, 0], [0, 0.5])
    assert figure.layout.xaxis.range[1] > 3


def test_what_is_not_stable_is_hollow_over_the_input():
    figure = over_input(
        np.array([0.0, 0.0, 1.0]), np.array([0.9, 0.1, 0.8]), np.array([True, False, True]),
        present=0.25, axes=("x", "h"), names={True: "stable", False: "not stable"}, **WORDS,
    )  # fmt: skip
    stable, other = traces(figure.to_json())
    assert list(stable["y"]) == [0.9, 0.8]
    assert list(other["y"]) == [0.1]
    assert other["marker"]["symbol"] == "circle-open"
    assert figure.layout.shapes[0].x0 == 0.25
