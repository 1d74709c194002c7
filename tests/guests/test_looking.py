"""A look at a guest: what every layer gives, how recurrent layers read, which input moves which answer."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras import layers

from tests.guests.random_networks import FEATURES, TIME, random_network
from tests.keras_files.archives import saved
from viz_core.guests import placing
from viz_core.guests.looking import look
from viz_core.guests.opening import open_here
from viz_core.guests.sensitivity import rows_needed, sensitivity

pytestmark = [
    pytest.mark.filterwarnings("ignore:__array__ implementation doesn't accept a copy keyword"),
    pytest.mark.filterwarnings("ignore:Layer '.*' .* was passed an input with a mask"),
    pytest.mark.filterwarnings("ignore:You are using a softmax over axis"),
]


def opened(model, folder):
    return open_here(saved(model, folder))


def stacked():
    given = keras.Input((TIME, FEATURES))
    x = layers.Masking()(given)
    x = layers.Bidirectional(layers.GRU(4, return_sequences=True), merge_mode="sum", name="both")(x)
    x = layers.LSTM(3, name="last", go_backwards=True, activation="relu")(x)
    return keras.Model(given, layers.Dense(2, activation="softmax", name="answer")(x))


def one_sequence():
    given = np.random.default_rng(5).normal(size=(1, TIME, FEATURES)).astype(np.float32)
    given[:, :2] = 0
    return given


def test_values_of_every_layer_are_those_of_keras(tmp_path):
    model = stacked()
    seen = look(opened(model, tmp_path), (one_sequence(),))
    for name in ("both", "last", "answer"):
        theirs = keras.Model(model.input, model.get_layer(name).output)(one_sequence())
        np.testing.assert_allclose(seen.values[name], theirs[0], atol=1e-5)
    np.testing.assert_array_equal(seen.outputs[0], seen.values["answer"])


def test_each_recurrent_layer_says_how_it_reads(tmp_path):
    both, last = look(opened(stacked(), tmp_path), (one_sequence(),)).readings
    assert (both.name, both.cells, both.merge_mode) == ("both", {"forward": "GRU", "backward": "GRU"}, "sum")
    assert (last.cells, last.activations, last.merge_mode) == (
        {"backward": "LSTM"},
        {"backward": "relu"},
        None,
    )
    assert (both.sequences, last.sequences) == (True, False)
    assert both.mask.tolist() == [False] * 2 + [True] * (TIME - 2)
    assert (both.read.shape, last.read.shape) == ((TIME, FEATURES), (TIME, 4))
    assert both.aligned and last.aligned
    assert both.states["merged"].shape == (TIME, 4) and last.states["backward/cell"].shape == (TIME, 3)


def test_a_decoder_does_not_read_the_steps_of_the_input(tmp_path):
    chain = [layers.GRU(2), layers.RepeatVector(TIME), layers.GRU(2)]
    model = keras.Sequential([keras.Input((TIME, FEATURES)), *chain])
    encoder, decoder = look(opened(model, tmp_path), (one_sequence(),)).readings
    assert (encoder.aligned, decoder.aligned) == (True, False)


def gradients(model, moved, answer):
    """Keras's own: the norm over outputs and features, for each step of the answer and of what is moved."""
    with tf.GradientTape() as tape:
        tape.watch(moved)
        given = answer(moved)
    slopes = tape.jacobian(given, moved).numpy()[0, ..., 0, :, :]
    slopes = slopes if slopes.ndim == 4 else slopes[None]
    return np.sqrt((slopes**2).sum(axis=(1, 3)))


@pytest.mark.parametrize("sequences", [True, False])
def test_sensitivity_is_that_of_keras_own_gradients(sequences, tmp_path):
    given = keras.Input((TIME, FEATURES))
    x = layers.Bidirectional(layers.LSTM(3, return_sequences=sequences))(given)
    model = keras.Model(given, layers.Dense(2, activation="sigmoid")(x))
    inputs = one_sequence()
    found = sensitivity(opened(model, tmp_path), (inputs,))
    assert found.by_step.shape == (TIME if sequences else 1, TIME) and not found.embedded
    theirs = gradients(model, tf.constant(inputs), model)
    np.testing.assert_allclose(found.by_step, theirs, atol=2e-5)


def test_a_token_moves_as_its_vector_and_padding_moves_nothing(tmp_path):
    embed = layers.Embedding(9, 4, mask_zero=True)
    model = keras.Sequential([keras.Input((6,)), embed, layers.GRU(3), layers.Dense(1)])
    tokens = np.array([[0, 0, 3, 5, 1, 8]])
    guest = opened(model, tmp_path)
    found = sensitivity(guest, (tokens,))
    rest = model.layers[1:]

    def answer(vectors):
        hidden = rest[0](vectors, mask=tf.constant(tokens != 0))
        return rest[1](hidden)

    theirs = gradients(model, tf.convert_to_tensor(embed(tokens)), answer)
    np.testing.assert_allclose(found.by_step, theirs, atol=2e-5)
    assert found.embedded and found.by_step[0, :2].tolist() == [0, 0]
    assert rows_needed(guest, (tokens,)) == 2 * 6 * 4


def test_a_future_that_is_not_read_moves_nothing(tmp_path):
    model = keras.Sequential([keras.Input((TIME, FEATURES)), layers.LSTM(3, return_sequences=True)])
    found = sensitivity(opened(model, tmp_path), (one_sequence(),))
    assert np.all(np.triu(found.by_step, 1) == 0) and np.all(np.diag(found.by_step) > 0)


def test_more_numbers_than_are_moved_at_once_are_all_moved(tmp_path, monkeypatch):
    guest = opened(stacked(), tmp_path)
    whole = sensitivity(guest, (one_sequence(),))
    monkeypatch.setattr("viz_core.guests.sensitivity.ROWS", 5)
    again = sensitivity(guest, (one_sequence(),))
    np.testing.assert_allclose(again.by_step, whole.by_step, atol=1e-9)


@pytest.mark.parametrize("limit", ["HERE", "CALLS_HERE"])
def test_what_takes_long_is_evaluated_apart_with_the_same_result(tmp_path, monkeypatch, limit):
    guest = opened(stacked(), tmp_path)
    here = placing.evaluated(look, guest, (one_sequence(),))
    monkeypatch.setattr(placing, limit, 0)
    apart = []
    call = placing.apart.call
    monkeypatch.setattr(placing.apart, "call", lambda *given: apart.append(given[0]) or call(*given))
    there = placing.evaluated(look, guest, (one_sequence(),))
    np.testing.assert_allclose(here.outputs[0], there.outputs[0], atol=1e-7)
    assert apart == ["viz_core.guests.placing:unpacked"]


def test_what_takes_too_long_is_refused(tmp_path, monkeypatch):
    guest = opened(stacked(), tmp_path)
    monkeypatch.setattr(placing, "MOST", 10)
    with pytest.raises(ValueError, match="`inputs` must take at most 10 multiplications"):
        placing.evaluated(look, guest, (one_sequence(),))


@pytest.mark.parametrize("seed", range(6))
def test_a_random_network_can_be_looked_at(seed, tmp_path):
    model, inputs = random_network(seed)
    guest = opened(model, tmp_path)
    seen = look(guest, (inputs[:1],))
    np.testing.assert_allclose(seen.outputs[0], guest.outputs(inputs[:1])[0][0], atol=1e-6)
    assert set(seen.values) == {row.name for row in guest.layers}


def test_more_numbers_than_can_be_shown_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("viz_core.guests.looking.MOST_NUMBERS", 100)
    with pytest.raises(ValueError, match="at most 100 numbers in all layers to be shown; got"):
        look(opened(stacked(), tmp_path), (one_sequence(),))
