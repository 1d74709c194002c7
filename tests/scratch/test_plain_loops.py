import inspect

import keras
import numpy as np
import pytest

from viz_core.network.recurrence import read
from viz_core.network.weights import GATES, CellWeights
from viz_core.scratch.plain_loops import LOOPS

UNITS, FEATURES, TIME = 3, 2, 5


def weights(cell, seed=0):
    rng = np.random.default_rng(seed)
    wide = len(GATES[cell]) * UNITS
    return CellWeights(
        kernel=rng.normal(size=(FEATURES, wide)),
        recurrent_kernel=rng.normal(size=(UNITS, wide)),
        bias=rng.normal(size=(2, wide) if cell == "GRU" else wide),
    )


def inputs():
    return np.random.default_rng(1).normal(size=(TIME, FEATURES))


def run(cell):
    one = weights(cell)
    return LOOPS[cell](inputs(), one.kernel, one.recurrent_kernel, one.bias)


@pytest.mark.parametrize("cell", LOOPS)
def test_a_plain_loop_returns_one_state_for_each_step(cell):
    assert run(cell).shape == (TIME, UNITS)


@pytest.mark.parametrize("cell", LOOPS)
def test_a_plain_loop_equals_the_reader_used_everywhere(cell):
    reading = read(inputs()[None], weights(cell), cell)
    np.testing.assert_allclose(run(cell), reading.outputs[0], rtol=0, atol=1e-14)


@pytest.mark.parametrize("cell", LOOPS)
def test_a_plain_loop_equals_keras(cell):
    layer = getattr(keras.layers, cell)(UNITS, return_sequences=True)
    layer.build((None, TIME, FEATURES))
    one = weights(cell)
    layer.set_weights([one.kernel, one.recurrent_kernel, one.bias])
    expected = layer(inputs()[None].astype(np.float32)).numpy()[0]
    np.testing.assert_allclose(run(cell), expected, rtol=0, atol=1e-5)


@pytest.mark.parametrize("cell", LOOPS)
def test_the_state_of_the_next_step_is_the_output_of_this_one(cell):
    assert "state_t = output_t" in inspect.getsource(LOOPS[cell])


def test_simple_rnn_by_hand():
    ones = np.ones((1, 1))
    states = LOOPS["SimpleRNN"](np.array([[1.0], [0.0]]), ones, 2 * ones, np.zeros(1))
    np.testing.assert_allclose(states[:, 0], [np.tanh(1), np.tanh(2 * np.tanh(1))])
