import re

import numpy as np
import pytest

from viz_core.lessons.inside_the_cell_equations import equations, number
from viz_core.lessons.inside_the_cell_hand_set import HAND_SET
from viz_core.network.recurrence import read
from viz_core.network.weights import CellWeights

INPUTS = np.array([1.0, -0.5, 0.25]).reshape(1, 3, 1)
NAMES = {
    "SimpleRNN": ["output_t"],
    "LSTM": ["i", "f", "c_tilde", "o", "carry_t", "output_t"],
    "GRU": ["z", "r", "h_tilde", "output_t"],
}


def reading(cell, seed=0):
    """Random weights, so that no part of a sum is zero."""
    rng = np.random.default_rng(seed)
    shape = HAND_SET[cell].weights
    drawn = [rng.normal(size=one.shape) for one in (shape.kernel, shape.recurrent_kernel, shape.bias)]
    return read(INPUTS, CellWeights(kernel=drawn[0], recurrent_kernel=drawn[1], bias=drawn[2]), cell)


def calculate(text):
    """The value of a right-hand side, by Python itself."""
    plain = text.replace("−", "-").replace("×", "*")
    plain = re.sub(r"σ\(", "sigma(", plain)
    return eval(plain, {"sigma": lambda x: 1 / (1 + np.exp(-x)), "tanh": np.tanh})  # noqa: S307


@pytest.mark.parametrize("cell", NAMES)
def test_the_equations_come_in_the_order_of_the_loop(cell):
    assert [one.name for one in equations(reading(cell), step=1, unit=2)] == NAMES[cell]


@pytest.mark.parametrize("cell", NAMES)
@pytest.mark.parametrize("step", range(3))
@pytest.mark.parametrize("unit", range(3))
def test_the_numbers_put_in_give_the_result(cell, step, unit):
    for one in equations(reading(cell), step=step, unit=unit):
        put_in, result = one.numbers.rsplit(" = ", 1)
        # Every number shown is rounded to a hundredth, and at most four of them are added.
        assert calculate(put_in) == pytest.approx(float(result.replace("−", "-")), abs=0.03)


@pytest.mark.parametrize("cell", NAMES)
def test_no_two_gates_have_the_same_right_hand_side(cell):
    sides = [one.rule.split(" = ", 1)[1] for one in equations(reading(cell), step=1, unit=0)]
    assert len(set(sides)) == len(sides)


@pytest.mark.parametrize("cell", NAMES)
def test_the_last_result_is_the_hidden_state(cell):
    one = reading(cell)
    last = equations(one, step=2, unit=1)[-1].numbers
    assert last.endswith(f"= {number(one.states['hidden'][0, 2, 1])}")


def test_by_hand():
    found = equations(read(INPUTS, HAND_SET["LSTM"].weights, "LSTM"), step=0, unit=0)
    assert found[0].rule == "i = σ(xₜW_{i} + hₜ₋₁V_{i} + b_{i})"
    assert found[0].numbers == "σ(12.00 + 0.00 + (−6.00)) = 1.00"
    assert found[4].numbers == "1.00 × 0.00 + 1.00 × 1.00 = 0.99"


@pytest.mark.parametrize(("value", "text"), [(-0.001, "0.00"), (-1.5, "−1.50"), (2, "2.00")])
def test_a_number_has_two_decimals_and_a_true_minus(value, text):
    assert number(value) == text


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        ({"step": 3, "unit": 0}, "`step` must be a whole number from 0 to 2; got 3"),
        ({"step": 0, "unit": 3}, "`unit` must be a whole number from 0 to 2; got 3"),
    ],
)
def test_a_place_outside_is_refused(place, sentence):
    with pytest.raises(ValueError, match=sentence):
        equations(reading("GRU"), **place)
