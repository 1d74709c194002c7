import numpy as np
import pytest

from viz_core.config import ModelConfig
from viz_core.lessons.merge_evidence import ADDITIVE, evidence, is_additive, reader_gradients
from viz_core.network.merges import MERGES, merge
from viz_core.network.trace_arrays import Trace
from viz_core.network.tracing import trace
from viz_core.network.weights import initial_weights


def network(**fields):
    config = ModelConfig(units=3, **{"cell": "GRU"} | fields)
    weights = initial_weights(config, features=2, outputs=2, rng=np.random.default_rng(0))
    inputs = np.random.default_rng(1).normal(size=(4, 5, 2))
    return trace(weights, config, inputs), weights, config


@pytest.mark.parametrize("merge_mode", ADDITIVE)
@pytest.mark.parametrize("head", ["per_step", "final_state"])
@pytest.mark.parametrize("layers", [1, 2])
@pytest.mark.parametrize("shared_weights", [False, True])
def test_the_three_parts_add_up_to_the_logits(merge_mode, head, layers, shared_weights):
    seen, weights, config = network(
        merge_mode=merge_mode, head=head, layers=layers, shared_weights=shared_weights
    )
    parts = evidence(seen, weights, config)
    assert parts.forward.shape == parts.backward.shape == seen["logits"].shape
    np.testing.assert_allclose(parts.logits, seen["logits"], rtol=0, atol=1e-12)


def by_hand(merge_mode):
    """Two units, one step, h→ = (1, 2), h← = (3, -1), U = (0.5, 1) (concat: and (2, -1)), c = 0.25."""
    config = ModelConfig(cell="SimpleRNN", units=2, merge_mode=merge_mode)
    forward, backward = np.array([[[1.0, 2.0]]]), np.array([[[3.0, -1.0]]])
    seen = Trace(arrays={"layer0/forward/hidden": forward, "layer0/backward/hidden": backward})
    head = [[0.5], [1.0], [2.0], [-1.0]] if merge_mode == "concat" else [[0.5], [1.0]]
    reader = [np.zeros((1, 2)), np.zeros((2, 2)), np.zeros(2)]
    return seen, [*reader, *reader, np.array(head), np.array([0.25])], config


@pytest.mark.parametrize(
    ("merge_mode", "past", "future"),
    [("concat", 2.5, 7.0), ("sum", 2.5, 0.5), ("ave", 1.25, 0.25)],
)
def test_evidence_worked_by_hand(merge_mode, past, future):
    parts = evidence(*by_hand(merge_mode))
    assert parts.forward.item() == past
    assert parts.backward.item() == future
    assert parts.bias.item() == 0.25
    assert parts.logits.item() == past + future + 0.25


@pytest.mark.parametrize(
    ("merge_mode", "to_forward", "to_backward"),
    [
        ("concat", [0.5, 1.0], [2.0, -1.0]),
        ("sum", [0.5, 1.0], [0.5, 1.0]),
        ("ave", [0.25, 0.5], [0.25, 0.5]),
        ("mul", [1.5, -1.0], [0.5, 2.0]),
    ],
)
def test_gradients_of_the_readers_worked_by_hand(merge_mode, to_forward, to_backward):
    forward, backward = reader_gradients(*by_hand(merge_mode))
    np.testing.assert_array_equal(forward, [[to_forward]])
    np.testing.assert_array_equal(backward, [[to_backward]])


@pytest.mark.parametrize("merge_mode", MERGES)
@pytest.mark.parametrize("head", ["per_step", "final_state"])
def test_gradients_of_the_readers_are_those_of_a_numeric_derivative(merge_mode, head):
    seen, weights, config = network(merge_mode=merge_mode, head=head)
    where = ("final/{}" if head == "final_state" else "layer0/{}/hidden").format
    states = {reader: seen[where(reader)] for reader in ("forward", "backward")}
    kernel = np.asarray(weights[-2], float)[:, 1]
    for reader, found in zip(states, reader_gradients(seen, weights, config, output=1), strict=True):
        for unit in range(config.units):
            step = np.eye(config.units)[unit] * 1e-6
            low, high = (
                merge(**states | {reader: states[reader] + sign * step}, mode=merge_mode) @ kernel
                for sign in (-1, 1)
            )
            np.testing.assert_allclose(found[..., unit], (high - low) / 2e-6, atol=1e-8)


def test_a_silent_partner_shuts_the_gradient_off_with_mul():
    seen, weights, config = by_hand("mul")
    seen = Trace(arrays=dict(seen.arrays) | {"layer0/backward/hidden": np.zeros((1, 1, 2))})
    forward, backward = reader_gradients(seen, weights, config)
    np.testing.assert_array_equal(forward, 0)
    np.testing.assert_array_equal(backward, [[[0.5, 2.0]]])


@pytest.mark.parametrize("fields", [{"merge_mode": "mul"}, {"merge_mode": "none"}])
def test_other_merges_are_not_a_sum(fields):
    seen, weights, config = network(**fields)
    assert not is_additive(config)
    with pytest.raises(ValueError, match="`merge_mode` must be one of concat, sum, ave"):
        evidence(seen, weights, config)


def test_a_hidden_layer_and_a_single_reader_are_refused():
    for fields, name in [({"head_units": 2}, "head_units"), ({"direction": "forward"}, "direction")]:
        seen, weights, config = network(**fields)
        assert not is_additive(config)
        with pytest.raises(ValueError, match=f"`{name}` must be"):
            evidence(seen, weights, config)
        with pytest.raises(ValueError, match=f"`{name}` must be"):
            reader_gradients(seen, weights, config)


def test_an_unknown_output_is_refused():
    with pytest.raises(ValueError, match="`output` must be a whole number from 0 to 1; got 2"):
        reader_gradients(*network(), output=2)
