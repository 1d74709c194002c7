"""`.h5` files: one sentence that says what to do, and what was done so opens."""

import io

import h5py
import keras
import numpy as np
import pytest
from keras import layers

from tests.keras_files.archives import saved
from viz_core.guests import open_network
from viz_core.guests.kept import keep_network, opened_network
from viz_core.keras_files.reading import read

pytestmark = [
    pytest.mark.filterwarnings("ignore:__array__ implementation doesn't accept a copy keyword"),
    pytest.mark.filterwarnings("ignore:You are saving your model as an HDF5 file"),
]
WHOLE = "an .h5 file; open it in Keras 3 and save it as .keras"
WEIGHTS = "an .h5 file of weights alone; save the whole network as .keras"
DAMAGED = "a damaged .h5 file"


@pytest.fixture(scope="module")
def model():
    both = layers.Bidirectional(layers.LSTM(4, return_sequences=True))
    return keras.Sequential([keras.Input((10, 1)), both, layers.Dense(1, activation="sigmoid")])


@pytest.fixture(scope="module")
def whole(model, tmp_path_factory):
    """A whole network, compiled and trained for a moment, as Keras writes it."""
    path = tmp_path_factory.mktemp("whole") / "network.h5"
    model.compile("adam", "binary_crossentropy", run_eagerly=True)
    model.fit(np.ones((2, 10, 1)), np.ones((2, 10, 1)), verbose=0)
    model.save(path)
    return path


@pytest.fixture(scope="module")
def weights(model, tmp_path_factory):
    path = tmp_path_factory.mktemp("weights") / "network.weights.h5"
    model.save_weights(path)
    return path.read_bytes()


def refused(data, got):
    """The same sentence, whoever opens the file, in this process or in one of its own."""
    for open_it in (
        lambda: read(data, "cumulative_sum"),
        lambda: open_network(data),
        lambda: keep_network(data),
    ):
        with pytest.raises(ValueError, match=r"^`file` must be a \.keras file of a network ") as it:
            open_it()
        assert str(it.value).endswith(f"; got {got}.")


def test_a_whole_network_says_how_to_convert_it(whole):
    refused(whole.read_bytes(), WHOLE)


def test_what_was_converted_as_the_sentence_says_answers_as_in_keras(model, whole, tmp_path):
    again = keras.models.load_model(whole)
    source = keep_network(saved(again, tmp_path))
    given = np.random.default_rng(0).random((3, 10, 1))
    np.testing.assert_allclose(opened_network(source).guest.outputs(given)[0], model(given), atol=1e-5)
    assert "cumulative_sum" in opened_network(source).tasks


def test_weights_alone_say_that_the_network_is_missing(weights):
    refused(weights, WEIGHTS)


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9])
def test_a_file_cut_off_is_said_to_be_damaged(whole, share):
    data = whole.read_bytes()
    refused(data[: max(int(share * len(data)), 8)], DAMAGED)


def test_a_file_overwritten_within_is_said_to_be_damaged(whole):
    data = whole.read_bytes()
    refused(data[:8] + b"\xff" * (len(data) - 8), DAMAGED)


def test_an_empty_file_says_that_the_network_is_missing():
    buffer = io.BytesIO()
    h5py.File(buffer, "w").close()
    refused(buffer.getvalue(), WEIGHTS)
