"""Accuracy against look-ahead: which lines are drawn, and the mark."""

import json

from tests.figure_json import traces
from viz_core.figures.how_much_future import look_ahead_lines

LOOKS = {
    "names": ("best", "cut", "retrained"),
    "enough": 1,
    "enough_words": "1 step",
    "title": "task",
    "axes": ("k", "accuracy"),
}


def test_three_lines_over_the_look_ahead_and_a_mark_where_it_is_enough():
    figure = look_ahead_lines([0.7, 0.9, 1.0], [0.5, 0.9, 1.0], {0: 0.69, 2: 0.98}, **LOOKS)
    best, cut, retrained = traces(figure.to_json())
    assert (list(best["x"]), list(best["y"])) == ([0, 1, 2], [0.7, 0.9, 1])
    assert list(cut["y"]) == [0.5, 0.9, 1]
    assert (list(retrained["x"]), list(retrained["y"])) == ([0, 2], [0.69, 0.98])
    layout = json.loads(figure.to_json())["layout"]
    assert layout["shapes"][0]["x0"] == 1
    texts = [one["text"] for one in layout["annotations"]]
    assert {"best", "cut", "retrained", "1 step"} <= set(texts)


def test_a_network_that_was_not_trained_under_a_cut_has_two_lines():
    figure = look_ahead_lines([0.7, 1.0], [0.5, 1.0], {}, **LOOKS)
    assert [one["name"] for one in traces(figure.to_json())] == ["best", "cut"]
