import numpy as np
import pytest

from viz_core.lessons.inside_the_cell_hand_set import HAND_SET
from viz_core.lessons.inside_the_cell_memory import half_life, pulse_effect, strength
from viz_core.network.cells import CELLS, sigmoid
from viz_core.network.weights import CellWeights


def linear(factor):
    """One SimpleRNN unit so small that tanh is the identity: n steps later a pulse is factor ** n."""
    return CellWeights(
        kernel=np.full((1, 1), 1e-6), recurrent_kernel=np.full((1, 1), factor), bias=np.zeros(1)
    )


@pytest.mark.parametrize("cell", CELLS)
def test_an_effect_has_one_row_for_each_step_and_the_step_of_the_pulse(cell):
    assert pulse_effect(HAND_SET[cell].weights, cell, steps=7).shape == (8, 3)


def test_a_linear_unit_loses_the_same_share_at_each_step():
    effect = pulse_effect(linear(0.8), "SimpleRNN", steps=10)[:, 0]
    np.testing.assert_allclose(effect, 1e-6 * 0.8 ** np.arange(11), rtol=1e-9)


def test_the_carry_track_loses_what_the_forget_gate_takes():
    effect = pulse_effect(HAND_SET["LSTM"].weights, "LSTM", steps=300)[:, 0]
    # h = o tanh(c) with o fixed, so c = artanh(h / o) falls by f = sigmoid(6) at each step.
    carry = np.arctanh(effect / sigmoid(np.array(6.0)))
    np.testing.assert_allclose(carry[1:] / carry[:-1], sigmoid(np.array(6.0)), rtol=1e-6)


def test_no_pulse_has_no_effect():
    assert not pulse_effect(HAND_SET["GRU"].weights, "GRU", steps=5, pulse=0.0).any()


def test_strength_is_of_one_unit_or_the_length_over_all():
    effect = np.array([[3.0, -4.0]])
    assert strength(effect).tolist() == [5.0]
    assert strength(effect, 1).tolist() == [4.0]
    with pytest.raises(ValueError, match="`unit` must be a whole number from 0 to 1; got 2"):
        strength(effect, 2)


@pytest.mark.parametrize(
    ("size", "steps"),
    [
        ([1.0, 0.6, 0.4, 0.1], 2),
        ([1.0, 0.4, 0.6, 0.4], 3),
        ([1.0, 0.9, 0.8, 0.7], None),
        ([0.0, 0.0], 0),
    ],
)
def test_half_life_counts_until_half_is_gone_for_good(size, steps):
    assert half_life(np.array(size)) == steps


def test_a_bad_number_of_steps_is_refused():
    with pytest.raises(ValueError, match="`steps` must be a whole number from 1 to 1,000; got 0"):
        pulse_effect(linear(0.5), "SimpleRNN", steps=0)
