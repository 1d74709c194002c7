"""Which variable of a model holds which array of its file, whatever the layers are."""

import keras
import numpy as np
import pytest
from keras import layers

from tests.guests.random_networks import random_network
from tests.keras_files.archives import saved
from viz_core.guests.opening import open_here
from viz_core.guests.variables import variables_of

pytestmark = [
    pytest.mark.filterwarnings("ignore:__array__ implementation doesn't accept a copy keyword"),
    pytest.mark.filterwarnings("ignore:Layer '.*' .* was passed an input with a mask"),
    pytest.mark.filterwarnings("ignore:You are using a softmax over axis"),
]


@pytest.mark.parametrize("seed", range(8))
def test_every_array_of_a_random_network_is_found_in_its_model(seed, tmp_path):
    model, _ = random_network(seed)
    guest = open_here(saved(model, tmp_path))
    for array, variable in zip(guest.arrays.values(), variables_of(model, guest), strict=True):
        np.testing.assert_array_equal(array, variable)


def test_a_network_within_a_network_and_attention_are_found(tmp_path):
    given = keras.Input((5, 4))
    inner = keras.Sequential([keras.Input((5, 4)), layers.GRU(4, return_sequences=True)])
    x = layers.MultiHeadAttention(2, 3)(inner(given), given)
    model = keras.Model(given, x)
    guest = open_here(saved(model, tmp_path))
    for array, variable in zip(guest.arrays.values(), variables_of(model, guest), strict=True):
        np.testing.assert_array_equal(array, variable)


def test_another_model_is_refused(tmp_path):
    small = keras.Sequential([keras.Input((5, 1)), layers.GRU(2)])
    guest = open_here(saved(small, tmp_path))
    other = keras.Sequential([keras.Input((5, 1)), layers.GRU(3)])
    with pytest.raises(ValueError, match="`model` must have its layers where its file has them"):
        variables_of(other, guest)
