"""The loss: cases worked by hand, equality with Keras, answers beyond all numbers."""

from math import exp, log

import keras
import numpy as np
import pytest

from tests.numeric_derivative import slope
from viz_core.network.losses import cross_entropy


def test_binary_cross_entropy_by_hand():
    loss, d_logits = cross_entropy(np.array([[0.0], [2.0]]), np.array([1, 0]), None)
    p = 1 / (1 + exp(-2))
    assert loss == pytest.approx((log(2) - log(1 - p)) / 2)
    np.testing.assert_allclose(d_logits.ravel(), [-0.25, p / 2])


def test_categorical_cross_entropy_by_hand():
    loss, d_logits = cross_entropy(np.array([[0.0, 0.0, log(2)]]), np.array([2]), None)
    assert loss == pytest.approx(log(2))
    np.testing.assert_allclose(d_logits, [[0.25, 0.25, -0.5]])


def test_the_mean_is_over_what_counts():
    logits, targets = np.array([[[0.0], [7.0], [-3.0]]]), np.array([[1, 0, 1]])
    loss, d_logits = cross_entropy(logits, targets, np.array([[True, False, False]]))
    assert loss == pytest.approx(log(2))
    assert d_logits.ravel().tolist() == [-0.5, 0, 0]


@pytest.mark.parametrize("outputs", [1, 4])
def test_the_loss_equals_keras_and_its_gradient_the_numeric_derivative(outputs):
    rng = np.random.default_rng(0)
    logits, targets = rng.normal(size=(3, 5, outputs)), rng.integers(0, max(outputs, 2), (3, 5))
    loss, d_logits = cross_entropy(logits, targets, None)
    if outputs == 1:
        theirs = keras.losses.BinaryCrossentropy(from_logits=True)(targets[..., None], logits)
    else:
        theirs = keras.losses.SparseCategoricalCrossentropy(from_logits=True)(targets, logits)
    assert loss == pytest.approx(float(theirs), rel=1e-6)
    numeric = slope(lambda: cross_entropy(logits, targets, None)[0], logits)
    np.testing.assert_allclose(d_logits, numeric, atol=1e-9)


def test_enormous_logits_give_finite_losses():
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        assert cross_entropy(np.array([[1e4]]), np.array([0]), None)[0] == pytest.approx(1e4)
        assert cross_entropy(np.array([[1e4, 0.0]]), np.array([1]), None)[0] == pytest.approx(1e4)


@pytest.mark.parametrize(
    ("targets", "message"),
    [
        (np.array([2]), "`targets` must be a whole number from 0 to 1; got .*2"),
        (np.array([0.5]), "`targets` must be a whole number from 0 to 1; got .*0.5"),
        (np.array([[1]]), r"`targets` must have shape \(axis 0=1\); got \(1, 1\)"),
    ],
)
def test_targets_that_are_no_class_are_refused(targets, message):
    with pytest.raises(ValueError, match=message):
        cross_entropy(np.array([[0.3]]), targets, None)
