"""The networks of textbooks, written as their readers write them: they open, play and answer as in Keras."""

import keras
import numpy as np
import pytest
from keras import layers

from tests.keras_files.archives import saved
from tests.shown import payload
from viz_core.guests import feeding
from viz_core.guests.feeding import Fed
from viz_core.guests.looking import look
from viz_core.guests.opening import open_with_tasks
from viz_core.guests.playing import reading_playback
from viz_core.guests.typing_in import numbers_of, tokens_of, usual_numbers, usual_tokens
from viz_core.payloads.playback import decode

pytestmark = [
    pytest.mark.filterwarnings("ignore:__array__ implementation doesn't accept a copy keyword"),
    pytest.mark.filterwarnings("ignore:Layer '.*' .* was passed an input with a mask"),
]
PAGE = "pages/16_Your_network.py"
WORDS, TAGS = 300, 5


def cumulative_sum(reader, *, everywhere=True):
    end = layers.Dense(1, activation="sigmoid")
    return [keras.Input((10, 1)), reader, layers.TimeDistributed(end) if everywhere else end]


def both(cell, **words):
    return layers.Bidirectional(cell(50, return_sequences=True), **words)


def alone(**words):
    return layers.LSTM(20, return_sequences=True, **words)


def reviews(*recurrent):
    return [
        keras.Input((40,)),
        layers.Embedding(WORDS, 16),
        *recurrent,
        layers.Dense(1, activation="sigmoid"),
    ]


def digits(*recurrent):
    return [keras.Input((28, 28)), *recurrent, layers.Dense(10, activation="softmax")]


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
    "cumulative sum": (lambda: cumulative_sum(both(layers.LSTM)), 1),
    "cumulative sum, GRU": (lambda: cumulative_sum(both(layers.GRU)), 1),
    "cumulative sum, SimpleRNN": (lambda: cumulative_sum(both(layers.SimpleRNN)), 1),
    "cumulative sum, sum": (lambda: cumulative_sum(both(layers.LSTM, merge_mode="sum")), 1),
    "cumulative sum, mul": (lambda: cumulative_sum(both(layers.LSTM, merge_mode="mul")), 1),
    "cumulative sum, ave": (lambda: cumulative_sum(both(layers.LSTM, merge_mode="ave")), 1),
    "cumulative sum, Dense": (lambda: cumulative_sum(both(layers.LSTM), everywhere=False), 1),
    "cumulative sum, forward": (lambda: cumulative_sum(alone()), 1),
    "cumulative sum, backward": (lambda: cumulative_sum(alone(go_backwards=True)), 1),
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
    "digits": (lambda: digits(layers.Bidirectional(layers.LSTM(32))), 1),
    "digits, SimpleRNN": (lambda: digits(layers.SimpleRNN(32)), 1),
    "digits, stacked": (
        lambda: digits(layers.LSTM(32, return_sequences=True), layers.Dropout(0.2), layers.LSTM(16)),
        2,
    ),
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
    turned = getattr(model.layers[0], "go_backwards", False)
    assert ("cumulative_sum" in tasks) == (shape == (None, 10, 1) and not turned)
    fed = Fed.of([np.asarray(given[:1], np.float64)])
    seen = look(guest, fed.inputs)
    played = [reading_playback(guest, fed, seen, place, source="from a file") for place in range(recurrent)]
    assert len(seen.readings) == recurrent
    assert [bool(one["predictions"]) for one in played] == [False] * (recurrent - 1) + [True]


@pytest.mark.parametrize(("make", "recurrent"), NETWORKS.values(), ids=NETWORKS)
def test_the_page_plays_a_network_of_a_textbook_with_the_answers_of_keras(
    make, recurrent, tmp_path, open_page
):
    model, test = keras.Sequential(make()), open_page(guest="file")
    file = saved(model, tmp_path)
    test.get("file_uploader")[0].upload("mine.keras", file, "application/octet-stream").run()
    assert not test.exception and not test.error and not test.warning
    shown, read = payload(test), first_read(open_with_tasks(file)[0])
    assert (shown["source"], shown["cell"]) == ("from a file", last_cell(model))
    answers = decode(shown["predictions"][0]["probabilities"])
    np.testing.assert_allclose(answers, model(read)[0].numpy().reshape(answers.shape), atol=1e-3)


def first_read(guest):
    """What the page lets a network read before anybody has chosen."""
    kinds = {
        "task": lambda: feeding.from_task(guest, feeding.tasks_of(guest)[0], 0),
        "numbers": lambda: feeding.from_numbers(guest, numbers_of(usual_numbers(guest), 28)),
        "tokens": lambda: feeding.from_tokens(guest, tokens_of(usual_tokens(guest))),
    }
    return kinds[feeding.ways(guest)[0]]().inputs[0]


def last_cell(model):
    *_, last = (one for one in model.layers if isinstance(one, layers.RNN | layers.Bidirectional))
    return type(getattr(last, "forward_layer", last)).__name__
