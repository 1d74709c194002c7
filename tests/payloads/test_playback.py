"""The payload holds what the trace holds, in input time, and stays small."""

import json

import numpy as np
import pytest

from viz_core.config import ModelConfig
from viz_core.network.merges import merge
from viz_core.network.tracing import trace
from viz_core.network.weights import initial_weights
from viz_core.payloads.playback import BUDGET, decode, encode, playback

CLASSES = ("below", "reached")
NAMES = {
    (cell, merge_mode): ModelConfig(cell=cell, units=3, layers=2, merge_mode=merge_mode)
    for cell in ("SimpleRNN", "LSTM", "GRU")
    for merge_mode in ("concat", "sum", "none")
}


def packed(config, *, steps=5, features=2, outputs=1, mask=None, **options):
    rng = np.random.default_rng(0)
    weights = initial_weights(config, features=features, outputs=outputs, rng=rng)
    inputs = rng.normal(size=(2, steps, features)).astype(np.float32)
    seen = trace(weights, config, inputs, mask)
    options = {"classes": CLASSES, "source": "untrained", "example": 1, "weights": weights} | options
    return seen, playback(seen, config, **options)


def bytes_of(payload):
    return len(json.dumps(payload, allow_nan=False))


@pytest.mark.parametrize("config", NAMES.values(), ids=map("-".join, NAMES))
def test_states_of_every_layer_and_reader_arrive_exactly_and_in_input_time(config):
    seen, payload = packed(config)
    for layer in range(2):
        for reader in ("forward", "backward"):
            hidden = decode(payload["layers"][layer][reader]["hidden"])
            expected = seen[f"layer{layer}/{reader}/hidden"][1].astype(np.float32)
            np.testing.assert_array_equal(hidden, expected)


@pytest.mark.parametrize("merge_mode", ["sum", "mul", "ave"])
def test_merged_states_travel(merge_mode):
    _, payload = packed(ModelConfig(units=3, merge_mode=merge_mode))
    layer = payload["layers"][0]
    both = [decode(layer[reader]["hidden"]) for reader in ("forward", "backward")]
    np.testing.assert_allclose(decode(layer["merged"]), merge(*both, merge_mode), atol=1e-6)


def test_concat_is_left_to_the_player():
    _, payload = packed(ModelConfig(units=3, merge_mode="concat"))
    assert payload["layers"][0]["merged"] == "concat"


@pytest.mark.parametrize("config", [ModelConfig(direction="backward"), ModelConfig(merge_mode="none")])
def test_what_is_not_merged_has_no_merged_states(config):
    _, payload = packed(config)
    assert "merged" not in payload["layers"][0]


def test_the_three_sums_of_simple_rnn_give_its_state():
    config = ModelConfig(cell="SimpleRNN", units=3, layers=2, merge_mode="sum")
    _, payload = packed(config)
    for layer in payload["layers"]:
        for reader in ("forward", "backward"):
            sums = sum(decode(layer[reader]["behind"][name]) for name in ("x", "v", "b"))
            np.testing.assert_allclose(np.tanh(sums), decode(layer[reader]["hidden"]), atol=2e-4)


def test_lstm_gates_give_its_state():
    _, payload = packed(ModelConfig(cell="LSTM", units=3))
    reader = payload["layers"][0]["backward"]
    i, f, c, o = (decode(reader["behind"][gate]) for gate in "ifco")
    before = np.vstack([decode(reader["cell"])[1:], np.zeros((1, 3))])
    np.testing.assert_allclose(f * before + i * c, decode(reader["cell"]), atol=1e-4)
    np.testing.assert_allclose(o * np.tanh(decode(reader["cell"])), decode(reader["hidden"]), atol=1e-4)


def test_gru_gates_give_its_state():
    _, payload = packed(ModelConfig(cell="GRU", units=3))
    reader = payload["layers"][0]["forward"]
    z, h = (decode(reader["behind"][gate]) for gate in "zh")
    before = np.vstack([np.zeros((1, 3)), decode(reader["hidden"])[:-1]])
    np.testing.assert_allclose(z * before + (1 - z) * h, decode(reader["hidden"]), atol=1e-4)


def test_gates_stay_behind_when_asked():
    _, payload = packed(ModelConfig(), gates=False)
    assert payload["layers"][0]["forward"]["behind"] == {}


@pytest.mark.parametrize("cell", ["SimpleRNN", "LSTM", "GRU"])
def test_the_reference_size_is_exact_and_within_the_budget(cell):
    _, payload = packed(ModelConfig(cell=cell, units=32), steps=40, features=1, targets=np.zeros(40))
    assert bytes_of(payload) <= BUDGET
    assert payload["layers"][0]["forward"]["hidden"]["kind"] == "float32"
    assert payload["layers"][0]["forward"]["behind"]


def test_a_large_network_is_rounded_and_says_so():
    seen, payload = packed(ModelConfig(units=64, layers=2), steps=100, features=1)
    hidden = payload["layers"][1]["forward"]["hidden"]
    assert hidden["kind"] == "int8"
    expected = seen["layer1/forward/hidden"][1]
    np.testing.assert_allclose(decode(hidden), expected, atol=hidden["scale"] * 0.51)


def test_float32_survives_the_journey_bit_by_bit():
    values = np.random.default_rng(1).normal(size=(4, 3)).astype(np.float32)
    np.testing.assert_array_equal(decode(encode(values)), values)


@pytest.mark.parametrize("kind", ["int16", "int8"])
def test_a_rounded_array_is_within_half_its_scale(kind):
    values = np.random.default_rng(1).normal(size=(4, 3))
    encoded = encode(values, kind)
    np.testing.assert_allclose(decode(encoded), values, atol=encoded["scale"] * 0.51)


def test_zeros_can_be_rounded():
    np.testing.assert_array_equal(decode(encode(np.zeros((2, 2)), "int8")), np.zeros((2, 2)))


def test_nan_is_never_rounded_away():
    encoded = encode([[np.nan, 1.0]], "int16")
    assert encoded["kind"] == "float32"
    np.testing.assert_array_equal(decode(encoded), np.array([[np.nan, 1.0]], np.float32))


def test_padding_is_marked():
    mask = np.array([[True] * 5, [True, True, True, False, False]])
    _, payload = packed(ModelConfig(units=3), mask=mask)
    assert payload["mask"] == [1, 1, 1, 0, 0]


def test_two_heads_answer_when_nothing_is_merged():
    seen, payload = packed(ModelConfig(units=3, merge_mode="none"))
    assert [one["reader"] for one in payload["predictions"]] == ["forward", "backward"]
    backward = decode(payload["predictions"][1]["probabilities"])
    np.testing.assert_allclose(backward, seen["probabilities/backward"][1], atol=1e-7)


def test_a_decoder_is_the_last_layer_and_its_encoder_hands_on_no_merge():
    seen, payload = packed(ModelConfig(cell="SimpleRNN", units=3, head="encoder_decoder"))
    encoder, decoder = payload["layers"]
    assert "merged" not in encoder and decoder["merged"] == "concat"
    x = decode(decoder["forward"]["behind"]["x"])
    np.testing.assert_allclose(x, np.tile(x[:1], (len(x), 1)))
    predicted = decode(payload["predictions"][0]["probabilities"])
    np.testing.assert_allclose(predicted, seen["probabilities"][1], rtol=1e-6)


def test_a_final_state_head_answers_once():
    _, payload = packed(ModelConfig(units=3, head="final_state"), targets=1)
    assert payload["predictions"][0]["probabilities"]["shape"] == [1, 1]
    assert payload["targets"] == [1]


def test_the_only_reader_signs_its_prediction():
    _, payload = packed(ModelConfig(units=3, direction="backward"))
    assert payload["predictions"][0]["reader"] == "backward"


def test_a_single_feature_is_written_as_a_number():
    seen, payload = packed(ModelConfig(units=3), features=1)
    written = [f"{value:.2f}".replace("-", "−") for value in seen["inputs"][1, :, 0]]
    assert payload["inputs"]["symbols"] == written
    assert payload["inputs"]["level"]


def test_several_features_without_symbols_are_pixels():
    _, payload = packed(ModelConfig(units=3), features=4)
    assert payload["inputs"]["symbols"] is None
    assert payload["inputs"]["values"]["shape"] == [5, 4]


def test_tokens_of_an_embedding_are_packed():
    config = ModelConfig(cell="SimpleRNN", units=3, embedding=2)
    weights = initial_weights(config, features=7, outputs=1, rng=np.random.default_rng(0))
    seen = trace(weights, config, np.array([[4, 1, 6, 0]]))
    payload = playback(
        seen, config, classes=CLASSES, source="what-if", symbols=["a", "b", "c", ""], weights=weights
    )
    assert payload["mask"] == [1, 1, 1, 0]
    np.testing.assert_array_equal(decode(payload["inputs"]["values"])[:, 0], [4, 1, 6, 0])
    assert not payload["inputs"]["level"]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"source": "simulated"}, "`source` must be one of trained here, .*; got 'simulated'"),
        ({"example": 2}, "`example` must be a whole number from 0 to 1; got 2"),
        ({"symbols": ["a"]}, r"`symbols` must have shape \(time=5\); got \(1,\)"),
        ({"targets": [0, 1]}, r"`targets` must have shape \(time=5\); got \(2,\)"),
    ],
)
def test_what_does_not_fit_is_refused(options, sentence):
    with pytest.raises(ValueError, match=sentence):
        packed(ModelConfig(units=3), **options)


def test_an_unknown_kind_is_refused():
    with pytest.raises(ValueError, match="`kind` must be one of float32, int16, int8; got 'int4'"):
        encode([1.0], "int4")
