import numpy as np
import pytest

from tests.numeric_derivative import slope
from viz_core.config import CELL_NAMES, ModelConfig
from viz_core.lessons.errors_flowing_back import (
    arrivals,
    decades,
    gradient_lengths,
    place_in,
    reshaped,
    spectral_radius,
    with_spectral_radius,
)
from viz_core.network.losses import cross_entropy
from viz_core.network.recurrence import read
from viz_core.network.tracing import trace
from viz_core.network.weights import GATES, initial_weights, unpack, weight_specs

TIME = 6


def drawn(cell="SimpleRNN", direction="bidirectional", units=4, layers=1):
    config = ModelConfig(cell=cell, units=units, direction=direction, layers=layers)
    return initial_weights(config, features=1, outputs=1, rng=np.random.default_rng(0)), config


def sequence(time=TIME):
    rng = np.random.default_rng(1)
    return rng.normal(size=(1, time, 1)), rng.integers(0, 2, (1, time))


def test_spectral_radius_of_a_matrix_worked_by_hand():
    # Eigenvalues 3 and -4; and a rotation by 90 degrees times 2, with eigenvalues 2i and -2i.
    assert spectral_radius(np.array([[3.0, 7.0], [0.0, -4.0]])) == pytest.approx(4)
    assert spectral_radius(np.array([[0.0, -2.0], [2.0, 0.0]])) == pytest.approx(2)
    with pytest.raises(ValueError, match="`matrix` must have shape"):
        spectral_radius(np.zeros((2, 3)))


@pytest.mark.parametrize("cell", CELL_NAMES)
@pytest.mark.parametrize("radius", [0.3, 1, 1.7])
def test_every_gate_block_gets_exactly_the_radius_asked_for(cell, radius):
    weights, config = drawn(cell)
    names = [spec.name for spec in weight_specs(config, features=1, outputs=1)]
    changed = dict(zip(names, reshaped(weights, config, radius=radius), strict=True))
    for reader in config.readers:
        kernel = changed[f"layer0/{reader}/recurrent_kernel"]
        for block in np.split(kernel, len(GATES[cell]), axis=1):
            assert spectral_radius(block) == pytest.approx(radius, abs=1e-12)


def test_scaling_keeps_the_direction_of_the_matrix():
    kernel = np.array([[0.0, -2.0], [2.0, 0.0]])
    np.testing.assert_allclose(with_spectral_radius(kernel, 0.5), [[0, -0.5], [0.5, 0]])


@pytest.mark.parametrize("cell", CELL_NAMES)
def test_only_recurrent_kernels_and_the_keeping_gates_bias_change(cell):
    weights, config = drawn(cell)
    changed = reshaped(weights, config, radius=0.8, gate_bias=2.5)
    for spec, before, after in zip(
        weight_specs(config, features=1, outputs=1), weights, changed, strict=True
    ):
        if spec.name.endswith("recurrent_kernel"):
            assert not np.allclose(before, after)
        elif spec.name.startswith("layer") and spec.name.endswith("bias") and cell != "SimpleRNN":
            added = (after - before).reshape(-1, len(GATES[cell]), 4)
            gate = {"LSTM": 1, "GRU": 0}[cell]
            assert np.all(added[0, gate] == 2.5)
            assert added.sum() == 4 * 2.5
        else:
            np.testing.assert_array_equal(before, after)


def test_numbers_out_of_range_are_named():
    weights, config = drawn()
    with pytest.raises(ValueError, match="`radius` must be a number from 0.01 to 10; got 0."):
        reshaped(weights, config, radius=0)
    with pytest.raises(ValueError, match="`gate_bias` must be a number from -10 to 10; got 11."):
        reshaped(weights, config, radius=1, gate_bias=11)
    with pytest.raises(ValueError, match="`spectral radius of the recurrent kernel` must be"):
        with_spectral_radius(np.array([[0.0, 1.0], [0.0, 0.0]]), 1)
    with pytest.raises(ValueError, match="`at` must be a whole number from 0 to 5; got 6."):
        gradient_lengths(weights, config, *sequence(), at=6)
    with pytest.raises(ValueError, match="`sequences` must be a whole number from 1 to 1; got 2."):
        gradient_lengths(weights, config, np.zeros((2, 3, 1)), np.zeros((2, 3), int))


@pytest.mark.parametrize("cell", CELL_NAMES)
def test_the_error_of_one_answer_goes_left_in_forward_and_right_in_backward(cell):
    weights, config = drawn(cell)
    found = gradient_lengths(weights, config, *sequence(), at=2)
    assert (found["layer0/forward/hidden"] > 0).tolist() == [True, True, True, False, False, False]
    assert (found["layer0/backward/hidden"] > 0).tolist() == [False, False, True, True, True, True]
    assert (set(found) >= {"layer0/forward/cell"}) == (cell == "LSTM")


def test_a_one_unit_network_worked_by_hand():
    # h_t = tanh(w x_t + v h_{t-1}), logit = u h: dL/dh_T = |p - y| u, then times v (1 - h²) for each step.
    w, v, u = 0.7, 0.9, 1.3
    config = ModelConfig(cell="SimpleRNN", units=1, direction="forward")
    one = [np.array([[w]]), np.array([[v]]), np.zeros(1), np.array([[u]]), np.zeros(1)]
    x, y = np.array([0.5, -1.0, 0.25]), 1
    h = [np.tanh(w * x[0])]
    h.append(np.tanh(w * x[1] + v * h[0]))
    h.append(np.tanh(w * x[2] + v * h[1]))
    last = abs(1 / (1 + np.exp(-u * h[2])) - y) * u
    by_hand = [last * v * (1 - h[2] ** 2) * v * (1 - h[1] ** 2), last * v * (1 - h[2] ** 2), last]
    found = gradient_lengths(one, config, x.reshape(1, 3, 1), np.array([[0, 0, y]]), at=2)
    np.testing.assert_allclose(found["layer0/forward/hidden"], by_hand, rtol=1e-12)


@pytest.mark.parametrize("at", [None, 3])
def test_the_length_is_that_of_a_numeric_derivative_by_the_state(at):
    weights, config = drawn("SimpleRNN", "forward", units=3)
    inputs, targets = sequence(5)
    network = unpack([np.asarray(one, np.float64) for one in weights], config)
    reader, head = network.layers[0]["forward"], network.heads[0].output
    states = trace(weights, config, inputs)["layer0/forward/hidden"]
    moved = states[:, 1].copy()

    def loss():
        rest = read(inputs[:, 2:], reader, "SimpleRNN", initial={"hidden": moved}).outputs
        hidden = np.concatenate([states[:, :1], moved[:, None], rest], axis=1)
        counted = np.ones((1, 5), bool) if at is None else np.arange(5)[None] == at
        return cross_entropy(hidden @ head.kernel + head.bias, targets, counted)[0]

    by_difference = np.linalg.norm(slope(loss, moved))
    found = gradient_lengths(weights, config, inputs, targets, at=at)
    assert found["layer0/forward/hidden"][1] == pytest.approx(by_difference, rel=1e-6)


def test_a_larger_radius_turns_vanishing_into_exploding():
    weights, config = drawn("SimpleRNN", "forward", units=16)
    inputs, targets = sequence(100)
    far = {}
    for radius in (0.5, 3):
        changed = reshaped(weights, config, radius=radius)
        lengths = gradient_lengths(changed, config, inputs, targets, at=99)["layer0/forward/hidden"]
        far[radius] = lengths[0] / lengths[-1]
    # |dh_t/dh_{t-1}| is at most the radius of an orthogonal kernel: 0.5^99 bounds the first.
    assert far[0.5] <= 0.5**99 * (1 + 1e-9)
    assert far[3] > 1e3


def test_an_open_forget_gate_carries_the_error_unharmed():
    weights, config = drawn("LSTM", "forward", units=8)
    inputs, targets = sequence(60)
    kept = []
    for bias in (0, 6):
        changed = reshaped(weights, config, radius=0.5, gate_bias=bias)
        cell = gradient_lengths(changed, config, inputs, targets, at=59)["layer0/forward/cell"]
        kept.append(cell[0] / cell[-1])
    assert kept[0] < 1e-4 < 0.5 < kept[1]


def test_arrivals_count_the_steps_of_the_way_back():
    assert arrivals(4, "forward", 2) == [2, 1, 0, None]
    assert arrivals(4, "backward", 1) == [None, 0, 1, 2]
    assert arrivals(3, "forward", None) == [2, 1, 0]
    assert arrivals(3, "backward", None) == [0, 1, 2]


def test_a_place_keeps_its_share_of_a_longer_sequence():
    assert [place_in(index, 10, 100) for index in (0, 3, 9)] == [0, 33, 99]
    assert place_in(4, 10, 10) == 4
    with pytest.raises(ValueError, match="`index` must be a whole number from 0 to 9; got 10."):
        place_in(10, 10, 100)


def test_decades_hold_every_length_above_zero():
    assert decades([[0.0, 0.2], [3e-7, 5.0]]) == (-7, 1)
    assert decades([[0.5, 0.6]]) == (-3, 0)
    assert decades([[0.0]]) == (-3, 0)
