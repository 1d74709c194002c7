"""The pictures of silence, of points that were searched, and of the film."""

import json

import numpy as np

from tests.figure_json import traces
from viz_core.figures.palette import palette
from viz_core.figures.primitives import DASHED
from viz_core.figures.resting_points import Mark
from viz_core.figures.resting_points_film import film_lines, film_plane
from viz_core.figures.resting_points_searched import searched_plane
from viz_core.figures.resting_points_silence import silence_lines

MARKS = [
    Mark(state=np.array([0.5, -0.5]), kind="stable", label="1", hover="first"),
    Mark(state=np.array([0.9, 0.0]), kind="saddle", label="2", hover="second"),
]


def test_an_answer_that_is_lost_wears_the_colour_of_wrong_answers():
    kept = {"up": np.ones(5), "down": np.array([1, 1, 0.5, 0, 0])}
    figure = silence_lines(kept, title="t", note="n", axes=("steps", "share"))
    up, down = traces(figure.to_json())
    colours = palette(dark=False)
    assert (up["line"]["color"], down["line"]["color"]) == (colours.merged, colours.wrong)
    assert list(down["y"]) == [1, 1, 0.5, 0, 0]
    texts = [one["text"] for one in json.loads(figure.to_json())["layout"]["annotations"]]
    assert {"up", "down"} <= set(texts)


def test_visited_states_lie_under_the_points_that_were_found():
    visited = np.array([[0.1, 0.2], [0.3, 0.4]])
    figure = searched_plane(
        visited, MARKS, chosen=0, reader="backward", title="t", note="2 points found", axes=("a", "b")
    )
    dots, ring, points = traces(figure.to_json())
    assert list(dots["x"]) == [0.1, 0.3]
    assert list(ring["x"]) == [0.5]
    assert points["marker"]["symbol"] == ["circle", "diamond-open"]


def test_the_plane_of_the_film_has_fixed_axes_and_no_ring():
    figure = film_plane(
        np.zeros((3, 2)), MARKS, reader="forward", title="t", note="n", units=("a", "b"), reach=1.5
    )
    earlier, points = traces(figure.to_json())
    assert len(earlier["x"]) == 3
    assert list(points["y"]) == [-0.5, 0]
    assert figure.layout.xaxis.range == figure.layout.yaxis.range == (-1.5, 1.5)


def test_the_lines_of_the_film_are_marked_at_the_present_moment():
    figure = film_lines(
        [0, 10, 1000], [1, 2, 4], {"25 steps": [0.2, 0.9, 1], "200 steps": [0.2, 0.5, 1]},
        present=1, titles=("accuracy", "stable"), updates_title="updates",
    )  # fmt: skip
    short, long, count = traces(figure.to_json())
    assert list(short["y"]) == [0.2, 0.9, 1]
    assert (list(count["y"]), count["yaxis"]) == ([1, 2, 4], "y2")
    assert figure.layout.shapes[0].x0 == list(long["x"])[1] == 10
    assert list(figure.layout.xaxis.ticktext) == ["0", "10", "100", "1,000"]


def test_the_name_of_each_line_of_the_film_has_its_colour_and_a_piece_of_it():
    shares = {"25 steps": [0.2, 1.0], "200 steps": [0.2, 1.0]}
    figure = film_lines([0, 10], [1, 4], shares, present=1, titles=("a", "s"), updates_title="u")
    names = {one.text: one.font.color for one in figure.layout.annotations}
    looks = {one["name"]: one["line"] for one in traces(figure.to_json())}
    assert (looks["25 steps"]["dash"], looks["200 steps"]["dash"]) == ("solid", DASHED)
    assert names["— 25 steps"] == looks["25 steps"]["color"]
    assert names["- - 200 steps"] == looks["200 steps"]["color"] != looks["25 steps"]["color"]


def test_without_accuracies_the_count_is_drawn_alone():
    figure = film_lines([0, 10], [1, 4], {}, present=0, titles=("a", "s"), updates_title="u")
    assert len(traces(figure.to_json())) == 1
