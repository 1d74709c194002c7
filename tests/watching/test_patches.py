import json
import math

import numpy as np
import pytest

from viz_core.watching.patches import difference, patched
from viz_core.watching.plain import plain

PAIRS = [
    (None, {"html": "a"}),
    ({"html": "a"}, {"html": "b"}),
    ({"a": 1, "b": 2}, {"b": 2, "c": [1]}),
    ([1, 2, 3], [1, 2, 3, 4, 5]),
    ([1, 2, 3], [1, 9, 3, 4]),
    ([1, 2, 3], [1, 2]),
    ([], [1]),
    (
        {"data": [{"x": [0, 1], "y": [3.0, None]}, {"x": [0]}]},
        {"data": [{"x": [0, 1, 2], "y": [3.0, None, 1.5]}, {"x": [0]}]},
    ),
    (
        {"layout": {"yaxis": {"range": [0, 1]}, "title": "a"}},
        {"layout": {"yaxis": {"range": [0, 2]}, "title": "a"}},
    ),
    ({"shapes": [{"x": 1}, {"x": 2}]}, {"shapes": [{"x": 1}]}),
    ({"a": {"b": 1}}, {"a": None}),
]


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_a_change_leads_from_the_old_value_to_the_new_one(old, new):
    before = json.dumps(old)
    change = json.loads(json.dumps(difference(old, new)))
    assert patched(old, change) == new
    assert json.dumps(old) == before


@pytest.mark.parametrize("value", [None, 3, "a", [1, 2], {"a": [{"b": 1}]}])
def test_nothing_is_said_of_what_has_not_changed(value):
    assert difference(value, json.loads(json.dumps(value))) is None
    assert patched(value, None) == value


def test_a_curve_that_grows_costs_its_new_points_only():
    steps = list(range(4000))
    old, new = {"data": [{"x": steps, "y": steps}]}, {"data": [{"x": [*steps, 4000], "y": [*steps, 7]}]}
    assert difference(old, new) == {"k": {"data": {"i": {"0": {"k": {"x": {"+": [4000]}, "y": {"+": [7]}}}}}}}


def test_plain_values_are_what_json_has():
    value = {
        "a": np.array([[1.23456789, math.nan], [math.inf, 2.0]]),
        "b": (np.int64(3), np.float32(0.5), math.nan, "x", None, True),
        "c": np.arange(3),
        "d": [0.1] * 9 + [math.nan],
        "e": [np.float64(0.123456789)] * 12,
    }
    written = json.loads(json.dumps(plain(value), allow_nan=False))
    assert written["a"] == [[1.234568, None], [None, 2.0]]
    assert written["b"] == [3, 0.5, None, "x", None, True]
    assert written["c"] == [0, 1, 2]
    assert written["d"] == [0.1] * 9 + [None]
    assert written["e"] == [0.123457] * 12


def test_counts_among_numbers_stay_whole():
    assert json.dumps(plain(list(range(12)))) == json.dumps(list(range(12)))
