"""Random networks have every layer and every option that a guest may have."""

from collections import Counter

import keras
import pytest
from keras import layers

from tests.guests.coverage import OPTIONS, drawn, options_of, without
from tests.guests.random_layers import ENDS, PIECES, TIME
from tests.guests.random_networks import FEATURES, random_mask, random_network
from tests.keras_files.archives import saved
from viz_core.guests.layers import LAYERS
from viz_core.guests.opening import open_here

pytestmark = [
    pytest.mark.filterwarnings("ignore:__array__ implementation doesn't accept a copy keyword"),
    pytest.mark.filterwarnings("ignore:Layer '.*' .* was passed an input with a mask"),
    pytest.mark.filterwarnings("ignore:You are using a softmax over axis"),
]
# Options that change nothing of what a layer answers: how it begins, learns, is written down and computed.
WITHOUT_EFFECT = tuple(
    "initializer regularizer constraint l1 l2 seed rate stddev noise_shape momentum renorm synchronized "
    "clipping forget_bias flash_attention weights lora_rank lora_alpha quantization_config".split()
)
# Sizes that every network draws anew.
SIZES = {"units", "filters", "input_dim", "output_dim", "n", "target_shape", "key_dim", "mean", "variance"}
# Options that are refused -> a layer with another value than the usual one.
REFUSED = {
    ("Attention", "score_mode"): lambda x: layers.Attention(score_mode="concat")([x, x]),
    ("Conv1D", "groups"): lambda x: layers.Conv1D(4, 2, groups=2)(x),
    ("GlobalAveragePooling1D", "keepdims"): lambda x: layers.GlobalAveragePooling1D(keepdims=True)(x),
    ("GlobalMaxPooling1D", "keepdims"): lambda x: layers.GlobalMaxPooling1D(keepdims=True)(x),
    ("MultiHeadAttention", "attention_axes"): lambda x: heads(x, attention_axes=2),
    ("MultiHeadAttention", "output_shape"): lambda x: heads(x, output_shape=3),
    ("MultiHeadAttention", "sliding_window"): lambda x: heads(x, sliding_window=2),
    ("MultiHeadAttention", "use_gate"): lambda x: heads(x, use_gate=True),
    ("MultiHeadAttention", "value_dim"): lambda x: heads(x, value_dim=3),
}


def heads(x, **words):
    return layers.MultiHeadAttention(2, 2, **words)(x, x)


def test_random_networks_have_every_layer_and_option():
    found = Counter()
    for seed in range(len(PIECES) * len(ENDS)):
        model, inputs = random_network(seed)
        found += drawn(model, inputs, random_mask(seed))
        if not without(found):
            return
    assert without(found) == []


@pytest.mark.parametrize("kind", sorted(LAYERS))
def test_every_option_of_keras_own_layer_is_drawn_or_refused_or_without_effect(kind):
    known = set(OPTIONS[kind]) | SIZES | {"data_format", "backward_layer"}
    left = {one for one in options_of(kind) - known if not one.endswith(WITHOUT_EFFECT)}
    assert {(kind, one) for one in left} <= set(REFUSED)


@pytest.mark.parametrize(("kind", "option"), REFUSED)
def test_an_option_that_is_not_drawn_is_refused(kind, option, tmp_path):
    given = keras.Input((TIME, FEATURES))
    x = layers.LSTM(4, return_sequences=True)(given)
    model = keras.Model(given, REFUSED[kind, option](x))
    with pytest.raises(ValueError, match=f"a layer `{kind}` with a `{option}` that this app does not know"):
        open_here(saved(model, tmp_path))
