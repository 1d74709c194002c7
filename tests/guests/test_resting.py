"""One reader of a guest as a map: Jacobians are Keras's own derivatives, and Keras rests where we say."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras import layers

from tests.guests.random_networks import FEATURES, TIME
from tests.keras_files.archives import saved
from viz_core.dynamics import step_map
from viz_core.guests import resting
from viz_core.guests.looking import look
from viz_core.guests.opening import open_here
from viz_core.guests.resting import radii, reader_of, resting_points, search, spectral_radii

pytestmark = [
    pytest.mark.filterwarnings("ignore:__array__ implementation doesn't accept a copy keyword"),
    pytest.mark.filterwarnings("ignore:Layer '.*' .* was passed an input with a mask"),
]
CELLS = [layers.SimpleRNN, layers.LSTM, layers.GRU]
DIRECTIONS = ["forward", "backward"]
BIASES = pytest.mark.parametrize("use_bias", [True, False], ids=["bias", "no bias"])


def one_sequence(padded=()):
    given = np.random.default_rng(5).normal(size=(1, TIME, FEATURES)).astype(np.float32)
    given[:, list(padded)] = 0
    return given


def random_weights(model, seed=0, scale=0.6):
    rng = np.random.default_rng(seed)
    model.set_weights([rng.normal(scale=scale, size=one.shape) for one in model.weights])
    return model


def bidirectional(cell, **options):
    given = keras.Input((TIME, FEATURES))
    x = layers.Masking()(given)
    x = layers.Bidirectional(cell(4, return_sequences=True, **options), merge_mode="sum")(x)
    return random_weights(keras.Model(given, layers.Dense(1)(x)))


def reader(model, folder, direction="forward", *, place=0, inputs=None):
    guest = open_here(saved(model, folder))
    seen = look(guest, (one_sequence() if inputs is None else inputs,))
    return reader_of(guest, seen.readings[place], place, direction)


def cell_of(model, direction):
    layer = next(one for one in model.layers if isinstance(one, layers.Bidirectional))
    return getattr(layer, f"{direction}_layer").cell


def derivative_in_keras(cell, read, before):
    """States after a step and their derivative by those before it, by Keras's own cell."""
    width = before.shape[1] // cell.units
    with tf.GradientTape() as tape:
        watched = tf.constant(before, tf.float32)
        tape.watch(watched)
        _, after = cell(tf.constant(read, tf.float32), tf.split(watched, width, axis=1))
        joined = tf.concat(after, axis=1)
    return joined.numpy(), tape.batch_jacobian(joined, watched).numpy()


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("direction", DIRECTIONS)
@BIASES
def test_the_jacobian_of_each_step_is_the_derivative_that_keras_gives(cell, direction, use_bias, tmp_path):
    model = bidirectional(cell, use_bias=use_bias, dropout=0.2, recurrent_dropout=0.1)
    one = reader(model, tmp_path, direction)
    after, theirs = derivative_in_keras(cell_of(model, direction), one.read, one.before)
    ours = step_map(one.weights, cell=one.cell, inputs=one.read)
    np.testing.assert_allclose(after, one.states, atol=1e-5)
    np.testing.assert_allclose(ours.jacobian(one.before), theirs, atol=1e-5)
    largest = np.abs(np.linalg.eigvals(theirs)).max(axis=1)
    assert largest.std() > 0.01
    np.testing.assert_allclose(radii(one), largest, atol=1e-4)


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("direction", DIRECTIONS)
def test_padding_leaves_the_state_and_its_radius_is_one(cell, direction, tmp_path):
    """Also between other steps, where a Bidirectional hands on zeros."""
    padded = (0, 3, 4, TIME - 1)
    model = bidirectional(cell)
    one = reader(model, tmp_path, direction, inputs=one_sequence(padded))
    real = np.setdiff1d(np.arange(TIME), padded)
    after, _ = derivative_in_keras(cell_of(model, direction), one.read[real], one.before[real])
    np.testing.assert_allclose(after, one.states[real], atol=1e-5)
    np.testing.assert_array_equal(one.states[list(padded)], one.before[list(padded)])
    found = radii(one)
    assert found[list(padded)].tolist() == [1.0] * 4 and (np.abs(found[real] - 1) > 1e-4).all()


def test_a_layer_that_is_given_states_begins_with_them(tmp_path):
    given = keras.Input((TIME, FEATURES))
    whole, *states = layers.LSTM(3, return_state=True)(given)
    x = layers.LSTM(3, return_sequences=True)(layers.RepeatVector(4)(whole), initial_state=states)
    model = random_weights(keras.Model(given, layers.Dense(1)(x)))
    first = reader(model, tmp_path, place=0)
    second = reader(model, tmp_path, place=1)
    np.testing.assert_array_equal(second.before[0], first.states[-1])
    np.testing.assert_array_equal(second.before[1:], second.states[:-1])


def test_both_readers_of_a_bidirectional_begin_with_their_own_states(tmp_path):
    one, two = keras.Input((TIME, FEATURES)), keras.Input((2,))
    twice = layers.Dense(2)(two)
    x = layers.Bidirectional(layers.GRU(2, return_sequences=True))(one, initial_state=[two, twice])
    model = random_weights(keras.Model([one, two], x))
    guest = open_here(saved(model, tmp_path))
    inputs = (one_sequence(), np.array([[0.5, -0.25]]))
    seen = look(guest, inputs)
    forward, backward = (reader_of(guest, seen.readings[0], 0, which) for which in DIRECTIONS)
    np.testing.assert_allclose(forward.before[0], [0.5, -0.25])
    expected = keras.Model(model.inputs, twice)(list(inputs))[0]
    np.testing.assert_allclose(backward.before[-1], expected, atol=1e-6)


@pytest.mark.parametrize("cell", CELLS)
@BIASES
def test_keras_stays_where_a_resting_point_is(cell, use_bias, tmp_path):
    model = bidirectional(cell, use_bias=use_bias)
    one = reader(model, tmp_path, "backward")
    for held in (np.zeros(FEATURES), one.read[2]):
        points = search(one, held)
        assert points and points.index_sum == 1
        states = np.array([point.state for point in points])
        after, theirs = derivative_in_keras(
            cell_of(model, "backward"), np.tile(held, (len(points), 1)), states
        )
        np.testing.assert_allclose(after, states, atol=1e-5)
        for point, matrix in zip(points, theirs, strict=True):
            moduli = np.sort(np.abs(np.linalg.eigvals(matrix)))[::-1]
            np.testing.assert_allclose(np.abs(point.eigenvalues), moduli, atol=1e-4)


def test_without_a_bias_zero_is_a_resting_point_in_silence(tmp_path):
    one = reader(bidirectional(layers.SimpleRNN, use_bias=False), tmp_path)
    states = np.array([point.state for point in search(one, np.zeros(FEATURES))])
    assert np.abs(states).max(axis=1).min() < 1e-12


def single(layer):
    given = keras.Input((TIME, FEATURES))
    return random_weights(keras.Model(given, layer(given)))


@pytest.mark.parametrize(
    ("layer", "got"),
    [
        (lambda: layers.SimpleRNN(2, activation="relu"), "activation='relu'"),
        (lambda: layers.LSTM(2, recurrent_activation="hard_sigmoid"), "recurrent_activation='hard_sigmoid'"),
        (lambda: layers.GRU(2, reset_after=False), "reset_after=False"),
        (
            lambda: layers.GRU(2, reset_after=False, activation="elu"),
            "activation='elu', reset_after=False",
        ),
    ],
)
def test_what_no_jacobian_is_written_out_for_is_said_in_one_sentence(layer, got, tmp_path):
    with pytest.raises(ValueError, match=r"^`layer` must have [^\n]*; got ") as refused:
        reader(single(layer()), tmp_path)
    assert str(refused.value).endswith(f"; got {got}.")


def test_searches_and_radii_are_made_apart_with_the_same_result(tmp_path):
    one = reader(single(layers.GRU(3)), tmp_path)
    held = one.read[0]
    apart, here = resting_points(one, held), search(one, held)
    assert len(apart) == len(here) > 0
    for two, three in zip(apart, here, strict=True):
        np.testing.assert_allclose(two.state, three.state, atol=1e-12)
    np.testing.assert_allclose(spectral_radii(one), radii(one), atol=1e-12)


def test_what_would_take_too_long_is_said_before_it_begins(tmp_path, monkeypatch):
    monkeypatch.setattr(resting, "in_own_process", None)
    one = reader(single(layers.SimpleRNN(129)), tmp_path)
    with pytest.raises(ValueError, match="`layer` must have at most 128 units .* got 129"):
        resting_points(one, one.read[0])
    monkeypatch.setattr(resting, "MOST_EIGENVALUES", 129**3 * 4)
    with pytest.raises(ValueError, match=f"`sequence` must have at most 4 steps .* got {TIME}"):
        spectral_radii(one)
