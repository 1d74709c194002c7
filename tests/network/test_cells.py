"""The cells, one step: axes, cases worked by hand, derivatives, equality with Keras's cells."""

from dataclasses import replace
from math import exp, tanh

import keras
import numpy as np
import pytest

from tests.numeric_derivative import slope
from viz_core.config import CELL_NAMES
from viz_core.network.cells import CELLS, project, sigmoid
from viz_core.network.weights import GATES, CellWeights

BATCH, FEATURES, UNITS = 2, 3, 4


def random_step(cell: str, seed: int = 0):
    """Inputs, previous states and weights of one step, in float64."""
    rng = np.random.default_rng(seed)
    wide = len(GATES[cell]) * UNITS
    weights = CellWeights(
        kernel=rng.normal(size=(FEATURES, wide)),
        recurrent_kernel=rng.normal(size=(UNITS, wide)),
        bias=rng.normal(size=(2, wide) if cell == "GRU" else wide),
    )
    previous = {name: rng.normal(size=(BATCH, UNITS)) for name in CELLS[cell].states}
    return rng.normal(size=(BATCH, FEATURES)), previous, weights


def one_unit(*, kernel, recurrent, bias) -> CellWeights:
    return CellWeights(
        kernel=np.array([kernel], float),
        recurrent_kernel=np.array([recurrent], float),
        bias=np.array(bias, float),
    )


def logistic(x: float) -> float:
    return 1 / (1 + exp(-x))


def test_every_configurable_cell_is_registered():
    assert tuple(CELLS) == CELL_NAMES


@pytest.mark.parametrize("cell", ["LSTM", "GRU"])
def test_gates_are_named_in_the_order_keras_stores_them(cell):
    assert CELLS[cell].gates == GATES[cell]


@pytest.mark.parametrize("cell", CELL_NAMES)
def test_every_state_and_gate_is_batch_by_units(cell):
    inputs, previous, weights = random_step(cell)
    states, gates = CELLS[cell].forward(project(inputs, weights), previous, weights)
    assert tuple(states) == CELLS[cell].states
    assert tuple(gates) == CELLS[cell].gates
    assert {array.shape for array in (states | gates).values()} == {(BATCH, UNITS)}


def test_simple_rnn_by_hand():
    weights = one_unit(kernel=[0.5], recurrent=[-1.0], bias=[0.25])
    states, _ = CELLS["SimpleRNN"].forward(
        project(np.array([[2.0]]), weights), {"hidden": np.array([[0.75]])}, weights
    )
    assert states["hidden"].item() == pytest.approx(tanh(0.5 * 2 - 0.75 + 0.25))


def test_lstm_by_hand():
    weights = one_unit(
        kernel=[1.0, 0.5, -1.0, 2.0], recurrent=[0.5, 1.0, 1.0, -0.5], bias=[0.0, 1.0, 0.5, -1.0]
    )
    previous = {"hidden": np.array([[0.4]]), "cell": np.array([[-0.6]])}
    states, gates = CELLS["LSTM"].forward(project(np.array([[0.8]]), weights), previous, weights)
    i, f = logistic(0.8 + 0.2), logistic(0.4 + 0.4 + 1)
    c, o = tanh(-0.8 + 0.4 + 0.5), logistic(1.6 - 0.2 - 1)
    cell = f * -0.6 + i * c
    found = {name: array.item() for name, array in (states | gates).items()}
    assert found == pytest.approx({"hidden": o * tanh(cell), "cell": cell, "i": i, "f": f, "c": c, "o": o})


def test_gru_by_hand():
    weights = one_unit(
        kernel=[1.0, -1.0, 0.5], recurrent=[0.5, 1.0, 2.0], bias=[[0.1, 0.2, 0.3], [-0.3, 0.4, -0.5]]
    )
    states, gates = CELLS["GRU"].forward(
        project(np.array([[0.6]]), weights), {"hidden": np.array([[-0.4]])}, weights
    )
    z, r = logistic(0.6 + 0.1 - 0.2 - 0.3), logistic(-0.6 + 0.2 - 0.4 + 0.4)
    h = tanh(0.3 + 0.3 + r * (-0.8 - 0.5))
    found = {name: array.item() for name, array in (states | gates).items()}
    assert found == pytest.approx({"hidden": z * -0.4 + (1 - z) * h, "z": z, "r": r, "h": h})


def test_gru_with_its_reset_gate_shut_forgets_the_past_in_its_candidate():
    weights = one_unit(kernel=[0, 0, 1], recurrent=[0, 0, 5], bias=[[0, -100, 0], [0, 0, 0]])
    for past in (-1.0, 1.0):
        _, gates = CELLS["GRU"].forward(
            project(np.array([[0.3]]), weights), {"hidden": np.array([[past]])}, weights
        )
        assert gates["h"].item() == pytest.approx(tanh(0.3))


def test_lstm_with_open_forget_gate_carries_the_gradient_unchanged():
    weights = one_unit(kernel=[0, 0, 0, 0], recurrent=[0, 0, 0, 0], bias=[-100, 100, 0, -100])
    previous = {"hidden": np.array([[0.2]]), "cell": np.array([[0.7]])}
    states, gates = CELLS["LSTM"].forward(project(np.array([[1.0]]), weights), previous, weights)
    d_states = {"hidden": np.zeros((1, 1)), "cell": np.array([[0.3]])}
    step = CELLS["LSTM"].backward(d_states, previous, states, gates, weights)
    assert states["cell"].item() == pytest.approx(0.7)
    assert step.previous["cell"].item() == pytest.approx(0.3)


def test_sigmoid_neither_overflows_nor_leaves_its_range():
    with np.errstate(all="raise"):
        assert sigmoid(np.array([-1e4, 0.0, 1e4])).tolist() == [0.0, 0.5, 1.0]


@pytest.mark.parametrize("cell", CELL_NAMES)
def test_a_step_equals_keras(cell):
    inputs, previous, weights = random_step(cell)
    layer = getattr(keras.layers, f"{cell}Cell")(UNITS)
    layer.build((BATCH, FEATURES))
    layer.set_weights([weights.kernel, weights.recurrent_kernel, weights.bias])
    _, expected = layer(inputs.astype(np.float32), [previous[name] for name in CELLS[cell].states])
    states, _ = CELLS[cell].forward(project(inputs, weights), previous, weights)
    expected = expected if isinstance(expected, list | tuple) else [expected]
    for name, theirs in zip(CELLS[cell].states, expected, strict=True):
        np.testing.assert_allclose(states[name], theirs, atol=1e-5)


@pytest.mark.parametrize("cell", CELL_NAMES)
def test_a_step_back_equals_the_numeric_derivative(cell):
    inputs, previous, weights = random_step(cell)
    projected = project(inputs, weights)
    states, gates = CELLS[cell].forward(projected, previous, weights)
    d_states = {name: np.random.default_rng(9).normal(size=array.shape) for name, array in states.items()}

    def loss() -> float:
        now, _ = CELLS[cell].forward(projected, previous, weights)
        return sum(float((d_states[name] * now[name]).sum()) for name in now)

    step = CELLS[cell].backward(d_states, previous, states, gates, weights)
    np.testing.assert_allclose(step.projected, slope(loss, projected), atol=1e-8)
    for name, array in previous.items():
        np.testing.assert_allclose(step.previous[name], slope(loss, array), atol=1e-8)
    by_kernel = previous["hidden"].T @ step.recurrent
    np.testing.assert_allclose(by_kernel, slope(loss, weights.recurrent_kernel), atol=1e-8)


def test_the_gradient_of_the_cell_state_includes_its_way_through_the_hidden_state():
    inputs, previous, weights = random_step("LSTM")
    states, gates = CELLS["LSTM"].forward(project(inputs, weights), previous, weights)
    d_states = {"hidden": np.ones((BATCH, UNITS)), "cell": np.full((BATCH, UNITS), 0.5)}
    step = CELLS["LSTM"].backward(d_states, previous, states, gates, weights)
    through_hidden = gates["o"] * (1 - np.tanh(states["cell"]) ** 2)
    np.testing.assert_allclose(step.states["cell"], 0.5 + through_hidden)
    np.testing.assert_array_equal(step.states["hidden"], d_states["hidden"])


def test_projecting_leaves_the_recurrent_bias_of_gru_to_the_step():
    inputs, _, weights = random_step("GRU")
    other = replace(weights, bias=np.stack([weights.bias[0], weights.bias[1] + 1]))
    np.testing.assert_array_equal(project(inputs, weights), project(inputs, other))
