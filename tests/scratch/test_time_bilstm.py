import inspect

import numpy as np
import pytest

from tests.numeric_derivative import slope
from viz_core.scratch import time_bilstm
from viz_core.scratch.time_bilstm import TimeBiLSTM, TimeLSTM, sigmoid

N, T, D, H = 2, 4, 3, 2


def params(seed):
    rng = np.random.default_rng(seed)
    return [rng.normal(size=shape) for shape in ((D, 4 * H), (H, 4 * H), (4 * H,))]


def network():
    return TimeBiLSTM(params(0), params(1))


def sequences():
    return np.random.default_rng(2).normal(size=(N, T, D))


def test_states_of_both_readers_stand_side_by_side():
    assert network().forward(sequences()).shape == (N, T, 2 * H)


def test_forward_states_see_no_future_and_backward_states_no_past():
    xs = sequences()
    before = network().forward(xs)
    xs[:, 2] += 1
    moved = network().forward(xs) != before
    assert moved.any(axis=(0, 2)).tolist() == [True] * T
    assert moved[..., :H].any(axis=(0, 2)).tolist() == [False, False, True, True]
    assert moved[..., H:].any(axis=(0, 2)).tolist() == [True, True, True, False]


def test_one_step_by_hand():
    one = TimeLSTM(np.ones((1, 4)), np.ones((1, 4)), np.zeros(4))
    gate = sigmoid(np.array(1.0))
    expected = gate * np.tanh(gate * np.tanh(1.0))
    assert one.forward(np.ones((1, 1, 1)))[0, 0, 0] == pytest.approx(expected)


@pytest.mark.parametrize("place", range(6))
def test_every_gradient_is_the_derivative(place):
    net, xs = network(), sequences()
    weigh = np.random.default_rng(3).normal(size=(N, T, 2 * H))
    net.forward(xs)
    net.backward(weigh)
    expected = slope(lambda: float((net.forward(xs) * weigh).sum()), net.params[place])
    np.testing.assert_allclose(net.grads[place], expected, atol=1e-7)


def test_the_gradient_of_the_inputs_is_the_derivative():
    net, xs = network(), sequences()
    weigh = np.random.default_rng(3).normal(size=(N, T, 2 * H))
    net.forward(xs)
    d_inputs = net.backward(weigh)
    expected = slope(lambda: float((net.forward(xs) * weigh).sum()), xs)
    np.testing.assert_allclose(d_inputs, expected, atol=1e-7)


def test_the_file_stands_alone_and_fits_on_a_page():
    source = inspect.getsource(time_bilstm)
    assert "from viz_core" not in source
    assert len(source.splitlines()) <= 125
