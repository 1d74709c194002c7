import sys

import numpy as np
import pytest

from viz_core.scratch.line_by_line import MOST_LINES, record


def total(numbers):
    so_far = 0
    for one in numbers:
        so_far = so_far + one
    return so_far


def kept(numbers):
    held = np.zeros(2)
    for one in numbers:
        held[one] += 1
        same = 7
    return held, same


def outer(x):
    y = inner(x)
    return y + 1


def inner(x):
    z = 2 * x
    return z


def recurse(x):
    if x == 0:
        return 0
    return recurse(x - 1)


def forever():
    count = 0
    while True:
        count = count + 1


def first_line(function):
    return function.__code__.co_firstlineno


def test_each_line_comes_with_what_it_set():
    found = record(total, [3, 4])
    start = first_line(total)
    seen = [(line.number - start, dict(line.changed)) for line in found.lines]
    assert seen == [
        (0, {"numbers": [3, 4]}),
        (1, {"so_far": 0}),
        (2, {"one": 3}),
        (3, {"so_far": 3}),
        (2, {"one": 4}),
        (3, {"so_far": 7}),
        (2, {}),
        (4, {}),
    ]
    assert found.result == 7


def test_a_block_is_a_round_of_a_loop():
    assert [line.block for line in record(total, [3, 4]).lines] == [1, 1, 2, 2, 3, 3, 4, 4]


def test_a_variable_set_to_the_same_value_counts_as_set():
    lines = record(kept, [0, 1]).lines
    assert [line.changed for line in lines if "same" in line.changed] == [{"same": 7}, {"same": 7}]


def test_an_array_changed_in_place_is_noticed_and_copied():
    helds = [line.changed["held"].tolist() for line in record(kept, [0, 1]).lines if "held" in line.changed]
    assert helds == [[0, 0], [1, 0], [1, 1]]


def test_only_watched_functions_are_followed():
    assert {line.function for line in record(outer, 1).lines} == {"outer"}
    both = record(outer, 1, watch=[outer, inner])
    assert [line.function for line in both.lines] == ["outer", "inner", "inner", "inner", "outer", "outer"]
    assert both.result == 3


def test_each_call_of_a_function_has_its_own_variables():
    lines = [line for line in record(recurse, 2).lines if "x" in line.changed]
    assert [line.changed["x"] for line in lines] == [2, 1, 0]


def test_a_recording_has_an_end():
    with pytest.raises(ValueError, match=f"`lines` must be a whole number from 1 to {MOST_LINES:,}; got"):
        record(forever)


def test_whoever_traced_before_traces_again_also_after_an_error():
    before = sys.gettrace()
    with pytest.raises(TypeError):
        record(total, None)
    assert sys.gettrace() is before
