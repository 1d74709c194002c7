"""The networks of textbooks, written as their readers write them: they open, play and answer as in Keras."""

import keras
import numpy as np
import pytest
from keras import layers

from tests.keras_files.archives import saved
from viz_core.guests.feeding import Fed
from viz_core.guests.looking import look
from viz_core.guests.opening import open_with_tasks
from viz_core.guests.playing import reading_playback

pytestmark = [
    pytest.mark.filterwarnings("ignore:__array__ implementation doesn't accept a copy keyword"),
    pytest.mark.filterwarnings("ignore:Layer '.*' .* was passed an input with a mask"),
]
WORDS, TAGS = 300, 5


def cumulative_sum(cell):
    both = layers.Bidirectional(cell(50, return_sequences=True))
    return [keras.Input((10, 1)), both, layers.TimeDistributed(layers.Dense(1, activation="sigmoid"))]


def reviews(*recurrent):
    return [
        keras.Input((40,)),
        layers.Embedding(WORDS, 16),
        *recurrent,
        layers.Dense(1, activation="sigmoid"),
    ]


def digits():
    return [
        keras.Input((28, 28)),
        layers.Bidirectional(layers.LSTM(32)),
        layers.Dense(10, activation="softmax"),
    ]


def tagger(cell, *, activation):
    """An encoder-decoder: the last state is repeated for every word and read again."""
    end = (
        [layers.TimeDistributed(layers.Dense(TAGS)), layers.Activation("softmax")]
        if activation
        else [layers.TimeDistributed(layers.Dense(TAGS, activation="softmax"))]
    )
    return [
        keras.Input((20,)),
        layers.Embedding(WORDS, 16, mask_zero=True),
        layers.Bidirectional(cell(12, return_sequences=False)),
        layers.RepeatVector(20),
        layers.Bidirectional(cell(12, return_sequences=True)),
        *end,
    ]


NETWORKS = {
    "cumulative sum": (lambda: cumulative_sum(layers.LSTM), 1),
    "cumulative sum, GRU": (lambda: cumulative_sum(layers.GRU), 1),
    "reviews, SimpleRNN": (lambda: reviews(layers.SimpleRNN(32)), 1),
    "reviews, SimpleRNN, stacked": (
        lambda: reviews(
            layers.SimpleRNN(16, return_sequences=True),
            layers.SimpleRNN(16, return_sequences=True),
            layers.SimpleRNN(16),
        ),
        3,
    ),
    "reviews, LSTM": (lambda: reviews(layers.LSTM(32)), 1),
    "digits": (digits, 1),
    "tagger": (lambda: tagger(layers.GRU, activation=False), 2),
    "tagger with Activation": (lambda: tagger(layers.GRU, activation=True), 2),
    "tagger, LSTM": (lambda: tagger(layers.LSTM, activation=True), 2),
}


@pytest.mark.parametrize(("make", "recurrent"), NETWORKS.values(), ids=NETWORKS)
def test_a_network_of_a_textbook_opens_plays_and_answers_as_in_keras(make, recurrent, tmp_path):
    model = keras.Sequential(make())
    guest, tasks = open_with_tasks(saved(model, tmp_path))
    (shape,) = guest.input_shapes
    rng = np.random.default_rng(4)
    sizes = (3, *shape[1:])
    given = rng.random(sizes) if guest.embedding() is None else rng.integers(1, WORDS, sizes)
    given[0, :3] = 0
    np.testing.assert_allclose(guest.outputs(given)[0], model(given), atol=1e-5)
    assert ("cumulative_sum" in tasks) == (shape == (None, 10, 1))
    fed = Fed.of([np.asarray(given[:1], np.float64)])
    seen = look(guest, fed.inputs)
    played = [reading_playback(guest, fed, seen, place, source="from a file") for place in range(recurrent)]
    assert len(seen.readings) == recurrent
    assert [bool(one["predictions"]) for one in played] == [False] * (recurrent - 1) + [True]
