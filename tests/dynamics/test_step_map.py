"""The map of one reader: the same steps as the network takes, and Jacobians in closed form."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from tests.dynamics.random_layers import layer
from viz_core.config import CELL_NAMES
from viz_core.dynamics import step_map
from viz_core.network.recurrence import read

UNITS = 3
INPUT = [0.7, -0.4]


def states_of(width: int, rows: int = 5) -> np.ndarray:
    return np.random.default_rng(1).uniform(-0.9, 0.9, (rows, width))


@pytest.mark.parametrize("cell", CELL_NAMES)
def test_a_step_is_the_one_the_network_takes(cell):
    given = step_map(layer(cell, UNITS), cell=cell, inputs=INPUT)
    inputs = np.tile(INPUT, (1, 6, 1))
    reading = read(inputs, given.weights, cell)
    path = np.concatenate([reading.states[name][0] for name in reading.states], axis=1)
    assert path.shape == (6, given.width)
    np.testing.assert_allclose(given.step(path[:-1]), path[1:], rtol=0, atol=1e-14)


def differences(function, states: np.ndarray, step: float = 1e-6) -> np.ndarray:
    columns = [
        (function(states + step * one) - function(states - step * one)) / (2 * step)
        for one in np.eye(states.shape[1])
    ]
    return np.stack(columns, axis=-1)


@pytest.mark.parametrize("cell", CELL_NAMES)
def test_jacobians_agree_with_finite_differences(cell):
    given = step_map(layer(cell, UNITS), cell=cell, inputs=INPUT)
    states, hidden = states_of(given.width), states_of(UNITS)
    found = differences(given.step, states)
    assert np.abs(found).min() > 0 or cell == "LSTM"
    np.testing.assert_allclose(given.jacobian(states), found, rtol=0, atol=2e-9)
    slopes = differences(lambda h: given.rest_step(h)[0], hidden)
    np.testing.assert_allclose(given.rest_step(hidden)[1], slopes, rtol=1e-7, atol=2e-9)


CELLS_OF_KERAS = {
    "SimpleRNN": keras.layers.SimpleRNNCell,
    "LSTM": keras.layers.LSTMCell,
    "GRU": keras.layers.GRUCell,
}


@pytest.mark.parametrize("cell", CELL_NAMES)
def test_jacobians_agree_with_keras(cell):
    weights = layer(cell, UNITS)
    given = step_map(weights, cell=cell, inputs=INPUT)
    built = CELLS_OF_KERAS[cell](UNITS, dtype="float64")
    built.build((None, len(INPUT)))
    built.set_weights(weights)
    states = states_of(given.width)
    with tf.GradientTape() as tape:
        watched = tf.constant(states)
        tape.watch(watched)
        _, after = built(
            tf.constant([INPUT] * len(states), tf.float64), tf.split(watched, given.width // UNITS, 1)
        )
        joined = tf.concat(after, axis=1)
    np.testing.assert_allclose(given.step(states), joined, rtol=0, atol=1e-14)
    np.testing.assert_allclose(
        given.jacobian(states), tape.batch_jacobian(joined, watched), rtol=0, atol=1e-14
    )


@pytest.mark.parametrize("cell", CELL_NAMES)
def test_every_state_may_have_an_input_of_its_own(cell):
    weights, inputs = layer(cell, UNITS), np.random.default_rng(2).normal(size=(5, 2))
    together = step_map(weights, cell=cell, inputs=inputs)
    states = states_of(together.width)
    one_by_one = [
        step_map(weights, cell=cell, inputs=one).step(state[None])[0]
        for one, state in zip(inputs, states, strict=True)
    ]
    np.testing.assert_allclose(together.step(states), one_by_one, atol=1e-15)
    fourth = together.at(np.array([3])).step(states[[3]])
    np.testing.assert_allclose(fourth, together.step(states)[[3]], atol=1e-15)


def test_a_forget_gate_that_rounds_to_one_divides_by_no_zero():
    weights = layer("LSTM", 1)
    weights[2][1] = 2000.0
    cell_state, hidden = (
        step_map(weights, cell="lstm", inputs=INPUT).whole_state(np.array([[0.5]]))[0, ::-1].tolist()
    )
    assert np.isfinite(cell_state)
    assert abs(cell_state) > 1e200
    assert hidden == 0.5


@pytest.mark.parametrize("name", ["gru", "GRU", "Gru"])
def test_cells_are_known_in_any_case(name):
    assert step_map(layer("GRU", 2), cell=name, inputs=INPUT).cell == "GRU"


@pytest.mark.parametrize("name", ["simple_rnn", "SimpleRNN", "simplernn"])
def test_a_simple_rnn_is_known_by_both_names(name):
    assert step_map(layer("SimpleRNN", 2), cell=name, inputs=INPUT).cell == "SimpleRNN"


@pytest.mark.parametrize(
    ("weights", "cell", "inputs", "sentence"),
    [
        (layer("GRU", 2), "elman", INPUT, "`cell` must be one of simple_rnn, lstm, gru; got 'elman'."),
        (
            layer("GRU", 2)[:2],
            "gru",
            INPUT,
            "`weights` must be kernel, recurrent kernel and bias; got 2 arrays.",
        ),
        (
            [*layer("GRU", 2)[:2], np.zeros(6)],
            "gru",
            INPUT,
            "`bias` must have shape (input and recurrent=2, gates * units=6); got (6,).",
        ),
        (layer("GRU", 2), "gru", [1.0], "`inputs` must have shape (features=2); got (1,)."),
        (layer("GRU", 2), "gru", [1.0, np.nan], "`inputs` must hold finite numbers only; got nan."),
    ],
)
def test_what_does_not_fit_is_refused_in_one_sentence(weights, cell, inputs, sentence):
    with pytest.raises(ValueError) as refused:
        step_map(weights, cell=cell, inputs=inputs)
    assert str(refused.value) == sentence
