"""Error sentences: one shape, and nothing raised for good values."""

import math
import re

import numpy as np
import pytest

from viz_core.checks import (
    check_flag,
    check_integer,
    check_keys,
    check_number,
    check_one_of,
    check_same_shape,
    check_shape,
)


def raises(sentence: str):
    return pytest.raises(ValueError, match=f"^{re.escape(sentence)}$")


def test_a_word_that_is_not_an_option_is_named_with_all_options():
    with raises("`merge_mode` must be one of concat, sum; got 'avg'."):
        check_one_of("merge_mode", "avg", ["concat", "sum"])


def test_options_may_come_from_an_iterator_or_a_mapping():
    check_one_of("merge_mode", "sum", iter(["concat", "sum"]))
    check_one_of("merge_mode", "sum", {"concat": 1, "sum": 2})
    with raises("`merge_mode` must be one of concat, sum; got None."):
        check_one_of("merge_mode", None, {"concat": 1, "sum": 2})


@pytest.mark.parametrize("value", [1, 7, 2_000, np.int32(5), np.int64(2_000)])
def test_whole_numbers_within_the_bounds_pass(value):
    check_integer("units", value, 1, 2_000)


@pytest.mark.parametrize("value", [0, 2_001, 1.0, True, "3", None, np.float32(2), math.nan, [2]])
def test_anything_else_is_not_a_whole_number_within_the_bounds(value):
    with raises(f"`units` must be a whole number from 1 to 2,000; got {value!r}."):
        check_integer("units", value, 1, 2_000)


@pytest.mark.parametrize("value", [0, 0.9, 0.5, np.float32(0.25), np.int64(0)])
def test_numbers_within_the_bounds_pass(value):
    check_number("dropout", value, 0, 0.9)


@pytest.mark.parametrize("value", [-0.1, 0.91, math.nan, math.inf, -math.inf, True, "0.5", None, 1j])
def test_anything_else_is_not_a_number_within_the_bounds(value):
    with raises(f"`dropout` must be a number from 0 to 0.9; got {value!r}."):
        check_number("dropout", value, 0, 0.9)


@pytest.mark.parametrize("value", [True, False, np.True_])
def test_flags_pass(value):
    check_flag("shared_weights", value)


@pytest.mark.parametrize("value", [0, 1, "True", None])
def test_only_true_and_false_are_flags(value):
    with raises(f"`shared_weights` must be True or False; got {value!r}."):
        check_flag("shared_weights", value)


def test_a_fitting_shape_passes():
    check_shape("inputs", np.zeros((3, 10, 1)), {"batch": None, "time": 10, "features": 1})
    check_shape("inputs", [[1, 2], [3, 4]], {"batch": 2, "time": None})


@pytest.mark.parametrize("shape", [(3, 9, 1), (3, 10, 2), (10, 1), (3, 10, 1, 1), ()])
def test_another_shape_is_named_with_the_axes_it_should_have(shape):
    with raises(f"`inputs` must have shape (batch, time=10, features=1); got {shape}."):
        check_shape("inputs", np.zeros(shape), {"batch": None, "time": 10, "features": 1})


def test_arrays_of_one_shape_pass():
    check_same_shape(forward=np.zeros((2, 3)), backward=np.ones((2, 3)))


def test_arrays_of_two_shapes_are_named():
    with raises("`forward` and `backward` must have the same shape; got (2, 3) and (3, 2)."):
        check_same_shape(forward=np.zeros((2, 3)), backward=np.zeros((3, 2)))


def test_a_field_nobody_knows_is_named_with_those_there_are():
    check_keys("task", ["name"], ["name", "delay"])
    with raises("`task` may have the fields name, delay; got 'lenght'."):
        check_keys("task", {"name": 1, "lenght": 2}, iter(["name", "delay"]))
