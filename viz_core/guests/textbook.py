"""The example networks of the page *Your network*, written and trained in plain Keras, as a textbook does.

Out: `models/textbook/*.keras`. Run as `python -m viz_core.guests.textbook [NAME ...]`, with Keras.
"""

import sys
from collections.abc import Callable
from typing import Any

import keras
import numpy as np
from keras import layers

from viz_core.arrays import Array
from viz_core.config import TaskConfig
from viz_core.data import DATA_SETS
from viz_core.guests.examples import DIGITS, EXAMPLES
from viz_core.tasks import TASKS

Trained = tuple[Any, Array, Array, int]


def cumulative_sum() -> Trained:
    """At each step: has the sum of the numbers so far passed a quarter of their count?"""
    task, config = TASKS["cumulative_sum"], TaskConfig(name="cumulative_sum")
    batch = task.sample(6_000, config, np.random.default_rng(1))
    model = keras.Sequential(
        [
            keras.Input((config.length, 1)),
            layers.Bidirectional(layers.LSTM(20, return_sequences=True)),
            layers.TimeDistributed(layers.Dense(1, activation="sigmoid")),
        ],
        name="cumulative_sum",
    )
    return model, batch.inputs, batch.targets[..., None], 25


def reviews() -> Trained:
    """Words, an embedding, two SimpleRNN layers, one answer: the order of the words decides."""
    data = DATA_SETS["mini_reviews"]
    config = TaskConfig(name="mini_reviews")
    train = data.parts(config).train
    model = keras.Sequential(
        [
            keras.Input((config.length,)),
            layers.Embedding(data.features, 12, mask_zero=True),
            layers.SimpleRNN(16, return_sequences=True),
            layers.Dropout(0.1),
            layers.SimpleRNN(16),
            layers.Dense(1, activation="sigmoid"),
        ],
        name="reviews",
    )
    return model, train.inputs, train.targets, 12


def sorting() -> Trained:
    """Digits in, the same digits in order out: an encoder, its states and attention over its steps."""
    inputs = np.random.default_rng(2).integers(0, 10, (30_000, DIGITS))
    given = keras.Input((DIGITS,), name="digits")
    seen = layers.Embedding(10, 8)(given)
    read, hidden, cell = layers.LSTM(32, return_sequences=True, return_state=True, name="encoder")(seen)
    repeated = layers.RepeatVector(DIGITS)(hidden)
    written = layers.LSTM(32, return_sequences=True, name="decoder")(repeated, initial_state=[hidden, cell])
    looked = layers.Attention(name="attention")([written, read])
    both = layers.Concatenate()([written, looked])
    answers = layers.TimeDistributed(layers.Dense(10, activation="softmax"), name="in_order")(both)
    return keras.Model(given, answers, name="sorting"), inputs, np.sort(inputs, axis=1), 20


MAKERS: dict[str, Callable[[], Trained]] = {
    "cumulative_sum": cumulative_sum,
    "reviews": reviews,
    "sorting": sorting,
}


def make(name: str) -> None:
    """Train one network from a fixed seed and write its file."""
    keras.utils.set_random_seed(7)
    model, inputs, targets, epochs = MAKERS[name]()
    loss = "sparse_categorical_crossentropy" if name == "sorting" else "binary_crossentropy"
    model.compile(keras.optimizers.Adam(5e-3), loss, metrics=["accuracy"])
    model.fit(inputs, targets, batch_size=64, epochs=epochs, validation_split=0.1, verbose=2)
    # A model that was never compiled: without the state of its optimizer.
    plain = keras.models.clone_model(model)
    plain.set_weights(model.get_weights())
    plain.save(EXAMPLES[name].path)


if __name__ == "__main__":
    for chosen in sys.argv[1:] or list(MAKERS):
        make(chosen)
