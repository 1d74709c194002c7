import json

import pytest

from tests.figure_json import traces
from viz_core.figures.how_much_future import Line, future_lines

LINES = [
    Line(kind="exact", name="best", values=(0.75, 0.8, 1.0)),
    Line(kind="cut", name="cut", values=(0.6, 0.8, 1.0)),
]


def drawn(**changes):
    looks = {"chosen": 1, "title": "Accuracy", "note": "n", "axis": "steps ahead"}
    return future_lines((0, 1, 9), LINES, **(looks | changes))


def test_the_chosen_look_ahead_is_marked_and_the_whole_future_is_a_level():
    cut, best = traces(drawn().to_json())
    assert (list(best["y"]), list(cut["y"])) == ([0.75, 0.8, 1.0], [0.6, 0.8, 1.0])
    assert list(cut["x"]) == [0, 1, 9]
    assert list(best["marker"]["size"]) == [8, 14, 8]
    level, mark = drawn().layout.shapes
    assert (level.y0, level.y1, mark.x0, mark.x1) == (1.0, 1.0, 1, 1)
    texts = [one["text"] for one in json.loads(drawn().to_json())["layout"]["annotations"]]
    assert {"best", "cut"} <= set(texts)


def test_lines_and_choice_must_fit_the_look_aheads():
    with pytest.raises(ValueError, match="`chosen` must be"):
        drawn(chosen=3)
    with pytest.raises(ValueError, match="`values of exact` must be"):
        future_lines((0, 1), LINES, chosen=0, title="t", note="n", axis="a")
