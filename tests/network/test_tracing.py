"""Whole networks traced: names and axes, alignment, masks, equality with Keras for every architecture."""

from itertools import product

import numpy as np
import pytest

from models import build_model
from tests.keras_oracle import (
    ARCHITECTURES,
    BATCH,
    FEATURES,
    MASK,
    OUTPUTS,
    TIME,
    make_config,
    outputs_of,
    random_weights,
    seeded,
    sequences,
)
from viz_core.config import CELL_NAMES, HEADS, ModelConfig
from viz_core.network.merges import MERGES
from viz_core.network.recurrence import to_input_time
from viz_core.network.tracing import apply_head, trace
from viz_core.network.weights import head_names, initial_weights, unpack

UNITS = 3
MASKED = [False, True]


def random_trace(config: ModelConfig, mask=None, outputs: int = OUTPUTS, inputs=None):
    weights = initial_weights(config, features=FEATURES, outputs=outputs, rng=np.random.default_rng(0))
    return trace(weights, config, sequences() if inputs is None else inputs, mask)


def counted_steps(config: ModelConfig, masked: bool):
    """Where to compare answers: everywhere, but for one corner of Keras.

    Shared weights are merged by `keras.layers.Multiply`, which takes a masked forward state for one.
    """
    keras_differs = config.shared_weights and config.merge_mode == "mul" and config.head == "per_step"
    return MASK if masked and keras_differs else np.ones_like(MASK) if config.head == "per_step" else ...


@pytest.mark.parametrize("masked", MASKED, ids=["unmasked", "masked"])
@pytest.mark.parametrize("layers", [1, 2, 4])
@pytest.mark.parametrize("architecture", [one for one in ARCHITECTURES if not one[-1]], ids=str)
@pytest.mark.parametrize("cell", CELL_NAMES)
def test_answers_equal_keras(cell, architecture, layers, masked):
    """Stacks of three are compared layer by layer, below."""
    assert_answers_equal(make_config(architecture, cell=cell, layers=layers), masked)


@pytest.mark.parametrize("masked", MASKED, ids=["unmasked", "masked"])
@pytest.mark.parametrize("layers", [1, 2])
@pytest.mark.parametrize("architecture", [one for one in ARCHITECTURES if one[-1]], ids=str)
@pytest.mark.parametrize("cell", CELL_NAMES)
def test_answers_with_shared_weights_equal_keras(cell, architecture, layers, masked):
    assert_answers_equal(make_config(architecture, cell=cell, layers=layers), masked)


@pytest.mark.parametrize("masked", MASKED, ids=["unmasked", "masked"])
@pytest.mark.parametrize("architecture", ARCHITECTURES, ids=str)
@pytest.mark.parametrize("cell", CELL_NAMES)
def test_answers_from_final_states_equal_keras(cell, architecture, masked):
    config = make_config(architecture, cell=cell, layers=2, head="final_state", head_units=4)
    assert_answers_equal(config, masked)


@pytest.mark.parametrize("outputs", [1, 3])
@pytest.mark.parametrize("architecture", ARCHITECTURES, ids=str)
def test_a_hidden_dense_layer_equals_keras(architecture, outputs):
    assert_answers_equal(make_config(architecture, head_units=4), masked=False, outputs=outputs)


def assert_answers_equal(config: ModelConfig, masked: bool, outputs: int = OUTPUTS) -> None:
    model, inputs = seeded(config, masking=masked, outputs=outputs), sequences(masked)
    ours = trace(model.get_weights(), config, inputs, MASK if masked else None)
    steps = counted_steps(config, masked)
    for suffix, theirs in zip(head_names(config), outputs_of(model, inputs), strict=True):
        np.testing.assert_allclose(
            ours[f"probabilities{suffix}"][steps], np.asarray(theirs)[steps], rtol=0, atol=1e-5
        )


@pytest.mark.parametrize("masked", MASKED, ids=["unmasked", "masked"])
@pytest.mark.parametrize("mode", MERGES)
@pytest.mark.parametrize("cell", CELL_NAMES)
def test_our_merge_of_keras_readers_is_what_bidirectional_returns(cell, mode, masked):
    """Both readers called one by one, the backward one flipped once, at every layer of a stack of three."""
    config = make_config(("bidirectional", mode, False), cell=cell, layers=3)
    model, mask = seeded(config, masking=masked), MASK if masked else None
    below = sequences(masked)
    ours = trace(model.get_weights(), config, below, mask)
    for number in range(config.layers):
        pair = model.get_layer(f"bidirectional_{number}")
        forward = np.asarray(pair.forward_layer(below, mask=mask))
        backward = to_input_time(np.asarray(pair.backward_layer(below, mask=mask)), "backward")
        together = np.asarray(pair(below, mask=mask))
        np.testing.assert_allclose(MERGES[mode].apply(forward, backward), together, atol=1e-6)
        np.testing.assert_allclose(ours[f"layer{number}/forward/hidden"], forward, atol=1e-5)
        np.testing.assert_allclose(ours[f"layer{number}/backward/hidden"], backward, atol=1e-5)
        np.testing.assert_allclose(ours[f"layer{number}/merged"], together, atol=1e-5)
        below = together


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("architecture", [("bidirectional", "concat", False), ("backward", "concat", False)])
@pytest.mark.parametrize("cell", CELL_NAMES)
def test_tokens_equal_keras_with_token_zero_as_padding(cell, architecture, head):
    config = make_config(architecture, cell=cell, layers=2, embedding=4, head=head)
    model = build_model(config, features=6, outputs=OUTPUTS)
    model.set_weights(random_weights(model))
    tokens = np.array([[3, 1, 5, 0, 0], [2, 0, 4, 1, 3]])
    ours = trace(model.get_weights(), config, tokens)
    np.testing.assert_allclose(ours["probabilities"], model(tokens), atol=1e-5)
    assert ours.mask.tolist() == (tokens != 0).tolist()
    np.testing.assert_allclose(ours["embedding"], model.get_layer("embedding")(tokens))


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"cell": "SimpleRNN"}, {"layer0/{d}/hidden", "layer0/merged"}),
        ({"cell": "GRU"}, {"layer0/merged", *(f"layer0/{{d}}/{name}" for name in ("hidden", "z", "r", "h"))}),
        (
            {"cell": "LSTM"},
            {"layer0/merged", *(f"layer0/{{d}}/{name}" for name in ("hidden", "cell", "i", "f", "c", "o"))},
        ),
        (
            {"cell": "SimpleRNN", "layers": 2, "head": "final_state", "head_units": 2},
            {f"layer{k}/{name}" for k, name in product((0, 1), ("{d}/hidden", "merged"))}
            | {"final/{d}", "final/merged", "head/hidden"},
        ),
    ],
)
def test_every_array_has_the_name_the_trace_documents(fields, expected):
    names = {name.format(d=reader) for name in expected for reader in ("forward", "backward")}
    found = set(random_trace(ModelConfig(units=UNITS, **fields)))
    assert found == names | {"inputs", "logits", "probabilities"}


def test_without_a_merge_there_are_two_of_everything_in_the_head():
    config = ModelConfig(units=UNITS, cell="SimpleRNN", merge_mode="none", head="final_state", head_units=2)
    both = {
        f"{name}/{reader}"
        for name in ("final", "head/hidden", "logits", "probabilities")
        for reader in ("forward", "backward")
    }
    assert set(random_trace(config)) == both | {"inputs", "layer0/forward/hidden", "layer0/backward/hidden"}


@pytest.mark.parametrize("direction", ["forward", "backward"])
def test_one_reader_hands_on_its_hidden_states(direction):
    seen = random_trace(ModelConfig(units=UNITS, direction=direction, layers=2))
    np.testing.assert_array_equal(seen["layer1/merged"], seen[f"layer1/{direction}/hidden"])


def test_axes_are_batch_time_and_width():
    seen = random_trace(ModelConfig(units=UNITS, head_units=5))
    shapes = {name: seen[name].shape for name in ("inputs", "layer0/backward/i", "layer0/merged", "logits")}
    assert shapes == {
        "inputs": (BATCH, TIME, FEATURES),
        "layer0/backward/i": (BATCH, TIME, UNITS),
        "layer0/merged": (BATCH, TIME, 2 * UNITS),
        "logits": (BATCH, TIME, OUTPUTS),
    }
    assert seen["head/hidden"].shape == (BATCH, TIME, 5)


def test_everything_is_float64():
    seen = random_trace(ModelConfig(units=UNITS, layers=2))
    assert {seen[name].dtype for name in seen} == {np.dtype("float64")}


def test_each_reader_ends_at_its_own_end():
    seen = random_trace(ModelConfig(units=UNITS, head="final_state"))
    np.testing.assert_array_equal(seen["final/forward"], seen["layer0/forward/hidden"][:, -1])
    np.testing.assert_array_equal(seen["final/backward"], seen["layer0/backward/hidden"][:, 0])


def test_padding_on_either_side_leaves_the_final_states_as_they_were():
    config = ModelConfig(units=UNITS, head="final_state")
    plain = random_trace(config)
    for before, after in ((0, 3), (2, 0)):
        padded = np.pad(sequences(), ((0, 0), (before, after), (0, 0)), constant_values=9)
        mask = np.pad(np.ones((BATCH, TIME), bool), ((0, 0), (before, after)))
        np.testing.assert_allclose(random_trace(config, mask, inputs=padded)["logits"], plain["logits"])


@pytest.mark.parametrize("outputs", [1, 3])
def test_probabilities_belong_to_the_logits(outputs):
    seen = random_trace(ModelConfig(units=UNITS), outputs=outputs)
    if outputs == 1:
        np.testing.assert_allclose(seen["probabilities"], 1 / (1 + np.exp(-seen["logits"])))
    else:
        np.testing.assert_allclose(seen["probabilities"].sum(axis=-1), 1)
        ratios = np.diff(np.log(seen["probabilities"]), axis=-1)
        np.testing.assert_allclose(ratios, np.diff(seen["logits"], axis=-1))


def test_a_network_of_one_unit_by_hand():
    """Forward keeps tanh(x), backward tanh(-x): concat with head (1, 2) and bias 0.5."""
    config = ModelConfig(cell="SimpleRNN", units=1)
    still, bias = np.zeros((1, 1)), np.zeros(1)
    weights = [np.ones((1, 1)), still, bias, -np.ones((1, 1)), still, bias]
    weights += [np.array([[1.0], [2.0]]), np.array([0.5])]
    logits = trace(weights, config, np.array([[[0.3], [-0.8]]]))["logits"]
    np.testing.assert_allclose(logits.ravel(), [0.5 - np.tanh(0.3), 0.5 + np.tanh(0.8)])


def test_forward_answers_never_depend_on_the_future_and_bidirectional_ones_do():
    changed = sequences().copy()
    changed[:, 3:] += 1
    for direction, moved in (("forward", False), ("bidirectional", True)):
        config = ModelConfig(units=UNITS, layers=2, direction=direction)
        earlier = [random_trace(config, inputs=x)["logits"][:, :3] for x in (sequences(), changed)]
        assert (earlier[0] != earlier[1]).any() == moved


def test_shared_weights_read_both_ways_with_the_same_parameters():
    config = ModelConfig(units=UNITS, shared_weights=True)
    seen = random_trace(config)
    turned = random_trace(config, inputs=sequences()[:, ::-1])
    np.testing.assert_array_equal(seen["layer0/backward/hidden"], turned["layer0/forward/hidden"][:, ::-1])


def test_nan_flows_to_what_has_read_it_and_no_further():
    inputs = sequences()
    inputs[0, 2] = np.nan
    seen = random_trace(ModelConfig(units=UNITS), inputs=inputs)
    for name, spoilt in (("layer0/forward/hidden", slice(2, None)), ("layer0/backward/hidden", slice(3))):
        expected = np.zeros((BATCH, TIME, UNITS), bool)
        expected[0, spoilt] = True
        np.testing.assert_array_equal(np.isnan(seen[name]), expected)


def test_a_head_can_be_asked_alone():
    config = ModelConfig(units=UNITS, head_units=4)
    weights = initial_weights(config, features=FEATURES, outputs=1, rng=np.random.default_rng(0))
    seen = trace(weights, config, sequences())
    [head] = unpack(weights, config).heads
    answer = apply_head(seen["layer0/merged"], head)
    for name in ("head/hidden", "logits", "probabilities"):
        np.testing.assert_allclose(answer[name], seen[name])


@pytest.mark.parametrize(
    ("inputs", "mask", "message"),
    [
        (np.zeros((4, 5, 3)), None, r"`inputs` must have shape \(batch, time, features=2\); got \(4, 5, 3\)"),
        (np.zeros((5, 2)), None, r"`inputs` must have shape \(batch, time, features=2\); got \(5, 2\)"),
        (np.zeros((4, 5, 2)), np.ones((4, 4), bool), r"`mask` must have shape \(batch=4, time=5\)"),
    ],
)
def test_what_does_not_fit_is_refused(inputs, mask, message):
    with pytest.raises(ValueError, match=message):
        random_trace(ModelConfig(units=UNITS), mask, inputs=inputs)


def test_weights_of_another_network_are_refused():
    weights = initial_weights(
        ModelConfig(units=UNITS), features=FEATURES, outputs=1, rng=np.random.default_rng(0)
    )
    with pytest.raises(ValueError, match="`weights` must be layer0/forward/kernel"):
        trace(weights, ModelConfig(units=UNITS, cell="GRU"), sequences())


@pytest.mark.parametrize(
    ("tokens", "message"),
    [
        (np.array([[1, 6]]), "`inputs` must be a whole number from 0 to 5; got .*6"),
        (np.array([[-1, 2]]), "`inputs` must be a whole number from 0 to 5; got .*-1"),
        (np.array([[0.5, 1.0]]), "`inputs` must be a whole number from 0 to 5; got .*0.5"),
        (np.array([1, 2]), r"`inputs` must have shape \(batch, time\); got \(2,\)"),
    ],
)
def test_tokens_outside_the_vocabulary_are_refused(tokens, message):
    config = ModelConfig(units=UNITS, embedding=4)
    weights = initial_weights(config, features=6, outputs=1, rng=np.random.default_rng(0))
    with pytest.raises(ValueError, match=message):
        trace(weights, config, tokens)
