"""Merging two readers: cases worked by hand, gradients, bad input. Keras is asked in test_tracing."""

import numpy as np
import pytest

from tests.numeric_derivative import slope
from viz_core.network.merges import MERGES, merge

FORWARD = np.array([[[1.0, 2.0], [3.0, -1.0]]])
BACKWARD = np.array([[[5.0, 0.5], [-2.0, 4.0]]])


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        ("concat", [[[1, 2, 5, 0.5], [3, -1, -2, 4]]]),
        ("sum", [[[6, 2.5], [1, 3]]]),
        ("mul", [[[5, 1], [-6, -4]]]),
        ("ave", [[[3, 1.25], [0.5, 1.5]]]),
    ],
)
def test_merging_by_hand(mode, expected):
    assert merge(FORWARD, BACKWARD, mode).tolist() == expected


@pytest.mark.parametrize("mode", MERGES)
def test_width_says_how_wide_the_merged_array_is(mode):
    assert merge(FORWARD, BACKWARD, mode).shape == (1, 2, 2 * MERGES[mode].width)


@pytest.mark.parametrize("mode", MERGES)
def test_the_gradient_equals_the_numeric_derivative(mode):
    forward, backward = FORWARD.copy(), BACKWARD.copy()
    d_merged = np.random.default_rng(0).normal(size=merge(forward, backward, mode).shape)

    def loss() -> float:
        return float((merge(forward, backward, mode) * d_merged).sum())

    d_forward, d_backward = MERGES[mode].gradient(d_merged, forward, backward)
    np.testing.assert_allclose(d_forward, slope(loss, forward), atol=1e-8)
    np.testing.assert_allclose(d_backward, slope(loss, backward), atol=1e-8)


def test_with_mul_a_silent_reader_shuts_the_gradient_of_the_other_off():
    d_forward, d_backward = MERGES["mul"].gradient(np.ones((1, 2, 2)), FORWARD, np.zeros((1, 2, 2)))
    assert not d_forward.any()
    assert d_backward.all()


def test_ave_is_half_of_sum():
    np.testing.assert_array_equal(merge(FORWARD, BACKWARD, "ave"), merge(FORWARD, BACKWARD, "sum") / 2)


def test_an_unknown_mode_is_refused():
    with pytest.raises(ValueError, match="`merge_mode` must be one of concat, sum, mul, ave; got 'avg'"):
        merge(FORWARD, BACKWARD, "avg")


def test_readers_of_different_length_are_refused():
    with pytest.raises(ValueError, match="`forward` and `backward` must have the same shape"):
        merge(FORWARD, BACKWARD[:, :1], "sum")
