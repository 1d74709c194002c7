"""Networks of plain Keras that compute what this app computes: they open, whatever they are called."""

import keras
import numpy as np
import pytest
from keras import layers

from tests.keras_files.archives import saved
from tests.source_tree import ROOT
from viz_core.config import ModelConfig
from viz_core.guests.examples import EXAMPLES
from viz_core.keras_files import from_keras
from viz_core.keras_files.reading import read
from viz_core.network.tracing import trace

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation doesn't accept a copy keyword")

# A functional BiLSTM(4) with an answer at each step, and a GRU(4) with one, as three versions saved them.
VERSIONS = sorted((ROOT / "tests" / "keras_files" / "versions").glob("*.keras"))


def per_step(**words):
    return layers.TimeDistributed(layers.Dense(1, activation="sigmoid", **words))


def chain(*parts):
    return keras.Sequential([keras.Input((10, 1)), *parts])


def both(cell=layers.LSTM, mode="concat", units=4, **words):
    return layers.Bidirectional(cell(units, return_sequences=True, **words), merge_mode=mode)


def named_in_odd_ways():
    inputs = keras.Input((10, 1), name="sigmoid")
    states = layers.Bidirectional(layers.GRU(3, return_sequences=True, name="LSTM"), name="output")(inputs)
    return keras.Model(inputs, layers.TimeDistributed(layers.Dense(1, "sigmoid"), name="tanh")(states))


def regularised():
    return chain(
        both(
            kernel_regularizer="l2",
            recurrent_constraint="max_norm",
            bias_initializer="ones",
            recurrent_initializer="he_normal",
            activity_regularizer="l1",
        ),
        per_step(kernel_initializer="zeros", bias_constraint="non_neg"),
    )


def frozen_and_unrolled():
    model = chain(both(unroll=True), layers.Dense(1, activation="sigmoid"))
    model.layers[0].trainable = False
    return model


def noisy():
    return chain(
        layers.GaussianNoise(0.1),
        both(dropout=0.2, recurrent_dropout=0.3),
        layers.SpatialDropout1D(0.2),
        layers.Dropout(0.5),
        per_step(),
    )


def by_hand(mode):
    """Two readers and a merge where others take `Bidirectional`."""
    inputs = keras.Input((None, 1))
    forward = layers.SimpleRNN(3, return_sequences=True)(inputs)
    backward = layers.SimpleRNN(3, return_sequences=True, go_backwards=True)(inputs)
    backward = keras.ops.flip(backward, axis=1)
    merged = {"concat": layers.Concatenate(), "sum": layers.Add(), "ave": layers.Average()}[mode]
    return keras.Model(inputs, layers.Dense(1, "sigmoid")(merged([forward, backward])))


def own_backward_layer():
    reader = layers.LSTM(3, return_sequences=True)
    other = layers.LSTM(3, return_sequences=True, go_backwards=True, recurrent_dropout=0.1)
    return chain(layers.Bidirectional(reader, backward_layer=other, merge_mode="sum"), per_step())


def flipped_twice():
    inputs = keras.Input((10, 1))
    states = layers.GRU(3, return_sequences=True)(keras.ops.flip(inputs, axis=1))
    answers = layers.Dense(1)(states)
    return keras.Model(inputs, layers.Activation("sigmoid")(keras.ops.flip(answers, axis=1)))


def never_merged():
    inputs = keras.Input((10, 1))
    one, two = layers.Bidirectional(layers.LSTM(3, return_sequences=True), merge_mode=None)(inputs)
    return keras.Model(inputs, [per_step()(one), per_step()(two)])


def encoder_decoder():
    return chain(
        layers.Bidirectional(layers.LSTM(3)),
        layers.RepeatVector(10),
        both(units=3),
        layers.Dense(1, "sigmoid"),
    )


def with_state():
    inputs = keras.Input((10, 1))
    answers, _, _ = layers.LSTM(4, return_state=True)(inputs)
    return keras.Model(inputs, layers.Dense(1, "sigmoid")(answers))


NETWORKS = [
    (lambda: chain(both(), per_step()), ModelConfig(units=4)),
    (lambda: chain(both(), layers.Dense(1, activation="sigmoid")), ModelConfig(units=4)),
    (lambda: chain(both(), layers.Dense(1), layers.Activation("sigmoid")), ModelConfig(units=4)),
    (lambda: chain(both(use_bias=False), per_step(use_bias=False)), ModelConfig(units=4)),
    (lambda: chain(both(layers.GRU), both(layers.GRU), per_step()),
     ModelConfig(cell="GRU", units=4, layers=2)),
    (lambda: chain(layers.Dropout(0.2), both(mode="mul"), per_step()),
     ModelConfig(units=4, merge_mode="mul", dropout=0.2)),
    (lambda: chain(layers.LSTM(4), layers.Dense(1, "sigmoid")),
     ModelConfig(units=4, direction="forward", head="final_state")),
    (lambda: chain(layers.LSTM(4, stateful=False, go_backwards=True), layers.Dense(1, "sigmoid")),
     ModelConfig(units=4, direction="backward", head="final_state")),
    (lambda: chain(layers.LSTM(4, return_sequences=True), layers.Dense(5, "tanh"), per_step()),
     ModelConfig(units=4, direction="forward", head_units=5)),
    (named_in_odd_ways, ModelConfig(cell="GRU", units=3)),
    (regularised, ModelConfig(units=4)),
    (frozen_and_unrolled, ModelConfig(units=4)),
    (noisy, ModelConfig(units=4)),
    (lambda: by_hand("concat"), ModelConfig(cell="SimpleRNN", units=3)),
    (lambda: by_hand("sum"), ModelConfig(cell="SimpleRNN", units=3, merge_mode="sum")),
    (lambda: by_hand("ave"), ModelConfig(cell="SimpleRNN", units=3, merge_mode="ave")),
    (own_backward_layer, ModelConfig(units=3, merge_mode="sum")),
    (flipped_twice, ModelConfig(cell="GRU", units=3, direction="backward")),
    (never_merged, ModelConfig(units=3, merge_mode="none")),
    (encoder_decoder, ModelConfig(units=3, head="encoder_decoder")),
    (with_state, ModelConfig(units=4, direction="forward", head="final_state")),
]  # fmt: skip


def probabilities(seen):
    if "probabilities" in seen.arrays:
        return seen["probabilities"]
    return np.stack([seen["probabilities/forward"], seen["probabilities/backward"]])


def answers(model, inputs):
    found = model.predict(inputs, verbose=0)
    return np.stack(found) if isinstance(found, list) else found


def shaken(model):
    """Weights that no initialiser gives, so that none can be taken for another."""
    rng = np.random.default_rng(5)
    model.set_weights([rng.normal(size=one.shape) * 0.5 for one in model.get_weights()])
    return model


@pytest.mark.parametrize(("make", "wanted"), NETWORKS, ids=lambda one: getattr(one, "__name__", ""))
def test_a_network_of_plain_keras_opens_and_answers_the_same(make, wanted, tmp_path):
    model = shaken(make())
    config, weights = read(saved(model, tmp_path), "cumulative_sum")
    assert config == wanted
    inputs = np.random.default_rng(1).normal(size=(3, 10, 1)).astype(np.float32)
    ours = probabilities(trace(weights, config, inputs))
    np.testing.assert_allclose(ours, answers(model, inputs), atol=1e-5)


def time_concatenated():
    inputs = keras.Input((10, 1))
    states = layers.LSTM(4, return_sequences=True)
    joined = layers.Concatenate(axis=1)([states(inputs), states(keras.ops.flip(inputs, axis=1))])
    return keras.Model(inputs, layers.Dense(1, "sigmoid")(joined))


def not_flipped_back():
    inputs = keras.Input((10, 1))
    one = layers.LSTM(4, return_sequences=True)(inputs)
    two = layers.LSTM(4, return_sequences=True, go_backwards=True)(inputs)
    return keras.Model(inputs, layers.Dense(1, "sigmoid")(layers.Concatenate()([one, two])))


def given_states():
    inputs = keras.Input((10, 1))
    _, *states = layers.LSTM(4, return_state=True)(inputs)
    read_again = layers.LSTM(4, return_sequences=True)(inputs, initial_state=states)
    return keras.Model(inputs, layers.Dense(1, "sigmoid")(read_again))


def in_training_for_ever():
    inputs = keras.Input((10, 1))
    dropped = layers.Dropout(0.5)(inputs, training=True)
    return keras.Model(inputs, layers.Dense(1, "sigmoid")(layers.LSTM(4, return_sequences=True)(dropped)))


OTHERS = [
    lambda: chain(both(activation="relu"), per_step()),
    lambda: chain(both(layers.GRU, reset_after=False), per_step()),
    lambda: chain(both(dtype="mixed_float16"), per_step()),
    lambda: chain(layers.Masking(), both(), per_step()),
    lambda: chain(layers.Conv1D(3, 2), both(), per_step()),
    lambda: chain(both(), layers.Dense(1)),
    lambda: chain(both(units=4), both(units=3), per_step()),
    time_concatenated,
    not_flipped_back,
    given_states,
    in_training_for_ever,
]


@pytest.mark.parametrize("make", OTHERS)
def test_a_network_that_computes_something_else_is_refused(make, tmp_path):
    with pytest.raises(ValueError, match=r"^`file` must be a \.keras file of a network .*; got [^\n]*\.$"):
        read(saved(make(), tmp_path), "cumulative_sum")


@pytest.mark.parametrize("path", VERSIONS, ids=lambda path: path.stem)
def test_a_file_of_each_keras_is_a_network_of_this_app_and_answers_as_in_keras(path):
    config, weights = read(path.read_bytes(), "cumulative_sum")
    assert (config.cell, config.head) in {("LSTM", "per_step"), ("GRU", "final_state")}
    model = keras.saving.load_model(path, safe_mode=True, compile=False)
    inputs = np.random.default_rng(1).normal(size=(2, 10, 1)).astype(np.float32)
    ours = probabilities(trace(weights, config, inputs))
    np.testing.assert_allclose(ours, answers(model, inputs), atol=1e-5)


def test_a_network_of_plain_keras_opens_in_a_process_of_its_own():
    config, weights = from_keras(EXAMPLES["cumulative_sum"].path.read_bytes(), "cumulative_sum")
    assert config == ModelConfig(units=20)
    assert weights[0].shape == (1, 80)
