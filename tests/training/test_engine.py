"""The engine: losses as Keras's `fit`, seeds, epochs, partial batches, halves of a batch side by side."""

from dataclasses import replace

import keras
import numpy as np
import pytest
import tensorflow as tf
import threadpoolctl

from models import build_model
from viz_core.config import CELL_NAMES, OPTIMIZERS, ExperimentConfig, ModelConfig, TaskConfig, TrainingConfig
from viz_core.tasks.task import Batch
from viz_core.training import engine
from viz_core.training.data import epoch_order
from viz_core.training.engine import Learner, Trainer, first_weights
from viz_core.training.kernels import CELLS, COLUMNS, HALVED, read
from viz_core.training.optimizers import OPTIMIZERS_BY_NAME

STEPS, FEATURES = 5, 2


def sequences(count, classes=2, masked=False):
    rng = np.random.default_rng(3)
    inputs = rng.normal(size=(count, STEPS, FEATURES)).astype(np.float32)
    targets = (np.cumsum(inputs[..., 0], axis=1) > 0).astype(np.int32)
    mask = None
    if masked:
        mask = np.arange(STEPS) < rng.integers(2, STEPS + 1, (count, 1))
        inputs = inputs * mask[..., np.newaxis]
    return Batch(inputs=inputs, targets=targets, mask=mask)


def learner(model, training, data, outputs=1):
    return Learner(model, training, data, features=FEATURES, outputs=outputs)


def small(**more):
    """A tiny experiment on the cumulative sum."""
    training = TrainingConfig(
        **{"sequences": 25, "epochs": 2, "batch_size": 10, "learning_rate": 0.01} | more
    )
    return ExperimentConfig(task=TaskConfig(timesteps=4), model=ModelConfig(units=3), training=training)


def every_loss(run):
    losses = []
    while not run.done:
        run.advance(50)
        losses.extend(run.losses)
    return np.array(losses)


KERAS_OPTIMIZERS = {
    "adam": keras.optimizers.Adam,
    "rmsprop": keras.optimizers.RMSprop,
    "sgd": keras.optimizers.SGD,
}


def keras_losses(model_config, training, data):
    """The loss of every update of Keras from the same weights on the same batches."""
    model = build_model(
        model_config, features=FEATURES, outputs=1, timesteps=STEPS, masking=data.mask is not None
    )
    model.set_weights(first_weights(model_config, training.seed, FEATURES, 1))
    return losses_in_keras(model, training, data.inputs, data.targets)


class EachLoss(keras.callbacks.Callback):
    """The loss of every batch by itself, where Keras reports the mean since the beginning of the epoch."""

    def __init__(self):
        super().__init__()
        self.losses = []

    def on_train_batch_begin(self, batch, logs=None):
        self.model.reset_metrics()

    def on_train_batch_end(self, batch, logs):
        self.losses.append(logs["loss"])


def losses_in_keras(model, training, inputs, targets):
    """All batches are one stream of any number of rows, for which TensorFlow compiles one program."""
    data = (inputs, targets[..., np.newaxis])

    def batches():
        for epoch in range(training.epochs):
            order = epoch_order(len(inputs), training.seed, epoch)
            for start in range(0, len(order), training.batch_size):
                rows = order[start : start + training.batch_size]
                yield tuple(one[rows] for one in data)

    form = tuple(tf.TensorSpec((None, *one.shape[1:]), one.dtype) for one in data)
    stream = tf.data.Dataset.from_generator(batches, output_signature=form)
    count = training.epochs * -(-len(inputs) // training.batch_size)
    stream = stream.apply(tf.data.experimental.assert_cardinality(count))
    each = EachLoss()
    model.compile(
        KERAS_OPTIMIZERS[training.optimizer](training.learning_rate), "binary_crossentropy", jit_compile=False
    )
    model.fit(stream, shuffle=False, verbose=0, callbacks=[each])
    return np.array(each.losses)


@pytest.mark.parametrize(
    ("cell", "optimizer", "masked", "more"),
    [
        ("SimpleRNN", "sgd", False, {}),
        ("LSTM", "adam", False, {}),
        ("GRU", "rmsprop", False, {}),
        ("LSTM", "rmsprop", True, {}),
        ("SimpleRNN", "adam", True, {"layers": 2}),
        ("LSTM", "adam", True, {"layers": 2, "merge_mode": "sum"}),
        ("GRU", "adam", True, {"merge_mode": "mul"}),
        ("SimpleRNN", "rmsprop", True, {"direction": "forward"}),
        ("LSTM", "sgd", False, {"direction": "backward"}),
        ("GRU", "adam", True, {"direction": "backward", "layers": 2}),
        ("LSTM", "adam", False, {"merge_mode": "ave", "shared_weights": True}),
    ],
)
def test_fifty_losses_equal_those_of_keras_one_by_one(cell, optimizer, masked, more):
    model = ModelConfig(cell=cell, units=4, **more)
    training = TrainingConfig(batch_size=8, epochs=10, learning_rate=0.01, optimizer=optimizer)
    data = sequences(37, masked=masked)
    ours = every_loss(learner(model, training, data))
    assert len(ours) == 50
    np.testing.assert_allclose(ours, keras_losses(model, training, data), rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_an_embedding_learns_as_a_dense_layer_on_one_hot_words_does_in_keras(optimizer):
    """Keras's own Embedding squares the gradient of each occurrence of a word by itself, not their sum."""
    vocabulary, model = 7, ModelConfig(units=4, embedding=3)
    training = TrainingConfig(batch_size=8, epochs=10, learning_rate=0.01, optimizer=optimizer)
    words = np.random.default_rng(1).integers(1, vocabulary, (37, STEPS)).astype(np.int32)
    targets = (words > 3).astype(np.int32)
    run = Learner(model, training, Batch(inputs=words, targets=targets), features=vocabulary, outputs=1)
    after = build_model(replace(model, embedding=0), features=3, outputs=1, timesteps=STEPS)
    hot = keras.Sequential([keras.layers.Dense(3, use_bias=False), *after.layers[1:]])
    hot.build((None, STEPS, vocabulary))
    hot.set_weights(first_weights(model, training.seed, vocabulary, 1))
    theirs = losses_in_keras(hot, training, np.eye(vocabulary, dtype=np.float32)[words], targets)
    np.testing.assert_allclose(every_loss(run), theirs, rtol=1e-4, atol=1e-6)


def test_the_last_event_carries_the_means_of_the_last_epoch_as_keras_reports_them():
    model, data = ModelConfig(units=4), sequences(37)
    run = learner(model, TrainingConfig(batch_size=8, epochs=2), data)
    events = []
    while not run.done:
        events.append(run.advance(2))
    assert [event.step for event in events] == [2, 4, 5, 7, 9, 10]
    assert [event.epoch for event in events] == [1, 1, 1, 2, 2, 2]
    assert [event.done for event in events] == [False] * 5 + [True]
    rows, last = np.array([16, 16, 5]), events[3:5]
    single = run.losses[-1]
    expected = (rows[0] * last[0].loss + rows[1] * last[1].loss + rows[2] * single) / 37
    assert events[-1].epoch_loss == pytest.approx(expected, rel=1e-6)
    assert events[-1].loss == pytest.approx(single, rel=1e-6)


def test_the_same_seed_gives_the_same_events_however_they_are_cut():
    one, two, other = Trainer(small()), Trainer(small()), Trainer(small(seed=1))
    first = [one.start_event(), *(one.advance(1) for _ in range(6))]
    second = [two.start_event(), two.advance(3), two.advance(50)]
    assert first[0].loss == second[0].loss
    assert first[-1].epoch_loss == second[-1].epoch_loss
    for left, right in zip(first[-1].weights, second[-1].weights, strict=True):
        np.testing.assert_array_equal(left, right)
    assert other.start_event().loss != first[0].loss


def test_another_cell_size_or_length_compiles_nothing():
    Trainer(small()).advance(1)
    forms = len(read.signatures)
    for cell in CELL_NAMES:
        model = ModelConfig(cell=cell, units=7, layers=2, head="final_state", dropout=0.2)
        run = learner(model, TrainingConfig(batch_size=3), sequences(8, masked=True))
        run.start_event()
        run.advance(2)
    assert len(read.signatures) == forms


@pytest.mark.parametrize("dropout", [0.0, 0.3])
def test_halves_of_a_batch_learn_what_the_whole_batch_does(monkeypatch, dropout):
    model = ModelConfig(units=4, dropout=dropout, layers=2)
    training, data = TrainingConfig(batch_size=9, epochs=10), sequences(40, masked=True)
    whole = every_loss(learner(model, training, data))
    monkeypatch.setattr(engine, "HALVED_FROM", 0)
    halved, again = (every_loss(learner(model, training, data)) for _ in range(2))
    np.testing.assert_array_equal(halved, again)
    np.testing.assert_allclose(halved, whole, rtol=0.2 if dropout else 1e-4)


def test_the_start_event_leaves_the_run_untouched():
    run, fresh = Trainer(small()), Trainer(small())
    before = run.weights()
    event = run.start_event()
    assert (event.step, event.epoch, event.done) == (0, 0, False)
    assert 0 <= event.accuracy <= 1
    for left, right in zip(before, event.weights, strict=True):
        np.testing.assert_array_equal(left, right)
    assert run.advance(1).loss == fresh.advance(1).loss


def test_dropout_comes_back_with_the_seed_and_is_absent_from_the_start_event():
    data, training = sequences(20), TrainingConfig(batch_size=10, epochs=1, seed=4)
    half, again, none, tenth = (
        learner(ModelConfig(units=4, dropout=rate), training, data) for rate in (0.5, 0.5, 0.9, 0.1)
    )
    assert half.start_event().loss == none.start_event().loss
    first = half.advance(1).loss
    assert first == again.advance(1).loss
    assert len({first, none.advance(1).loss, tenth.advance(1).loss}) == 3


def test_a_final_state_learns_from_the_last_label_or_from_one_label_per_sequence():
    model, training, data = (
        ModelConfig(units=3, head="final_state"),
        TrainingConfig(batch_size=10),
        sequences(20),
    )
    single = Batch(inputs=data.inputs, targets=data.targets[:, -1])
    assert learner(model, training, data).advance(2).loss == learner(model, training, single).advance(2).loss


@pytest.mark.slow
def test_the_textbook_run_learns_the_cumulative_sum():
    run = Trainer(ExperimentConfig())
    while not run.done:
        event = run.advance(500)
    assert event.accuracy >= 0.98


def test_each_product_of_matrices_takes_one_thread():
    found = threadpoolctl.threadpool_info()
    assert found and all(one["num_threads"] == 1 for one in found if one["user_api"] == "blas")


def test_given_weights_must_fit_the_network():
    with pytest.raises(ValueError, match="`weights` must be"):
        Trainer(small(), weights=first_weights(ModelConfig(units=4), 0, 1, 1))


def test_a_run_that_is_over_takes_no_more_updates():
    run = Trainer(small(epochs=1))
    run.advance(50)
    with pytest.raises(ValueError, match="`step` must be a whole number"):
        run.advance(1)
    with pytest.raises(ValueError, match="`updates` must be a whole number"):
        run.advance(0)


def test_every_configured_optimizer_and_cell_is_there():
    assert set(OPTIMIZERS_BY_NAME) == set(OPTIMIZERS)
    assert set(CELLS) == set(COLUMNS) == set(HALVED) == set(CELL_NAMES)
