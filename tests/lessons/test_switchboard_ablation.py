from itertools import product

import numpy as np
import pytest

from viz_core.config import CELL_NAMES, ModelConfig
from viz_core.lessons.merge_evidence import evidence
from viz_core.lessons.switchboard_ablation import Ablation, changed_jacobian, changed_trace, changed_weights
from viz_core.network.gradients import input_jacobian
from viz_core.network.merges import MERGES
from viz_core.network.tracing import trace
from viz_core.network.weights import initial_weights, weight_specs


def network(**fields):
    config = ModelConfig(units=3, **{"cell": "LSTM"} | fields)
    return drawn(config, seed=0), config, np.random.default_rng(1).normal(size=(2, 5, 2))


def drawn(config, seed):
    rng = np.random.default_rng(seed)
    first = initial_weights(config, features=2, outputs=1, rng=rng)
    return tuple(one + rng.normal(scale=0.2, size=one.shape).astype(np.float32) for one in first)


@pytest.mark.parametrize("cell", CELL_NAMES)
def test_an_untouched_what_if_is_the_trace_itself(cell):
    weights, config, inputs = network(cell=cell)
    same = changed_weights(weights, config, Ablation())
    found, usual = changed_trace(same, config, inputs), trace(weights, config, inputs)
    assert not Ablation().touched
    assert all(np.array_equal(found[name], usual[name]) for name in usual)


@pytest.mark.parametrize(("cell", "reader"), list(product(CELL_NAMES, ["forward", "backward"])))
def test_a_cut_reader_has_states_of_exactly_zero_and_the_other_keeps_its_own(cell, reader):
    weights, config, inputs = network(cell=cell)
    cut = changed_weights(weights, config, Ablation(cut=(reader,)))
    found, usual = trace(cut, config, inputs), trace(weights, config, inputs)
    other = "backward" if reader == "forward" else "forward"
    assert not found[f"layer0/{reader}/hidden"].any()
    assert np.array_equal(found[f"layer0/{other}/hidden"], usual[f"layer0/{other}/hidden"])


def test_cutting_the_forward_reader_is_zeroing_its_half_of_concat():
    weights, config, inputs = network()
    found = trace(changed_weights(weights, config, Ablation(cut=("forward",))), config, inputs)
    merged = trace(weights, config, inputs)["layer0/merged"].copy()
    merged[..., :3] = 0
    expected = merged @ weights[-2].astype(float) + weights[-1]
    np.testing.assert_allclose(found["logits"], expected, rtol=0, atol=1e-14)


def test_with_both_readers_cut_only_the_bias_speaks():
    weights, config, inputs = network()
    found = trace(changed_weights(weights, config, Ablation(cut=("forward", "backward"))), config, inputs)
    assert np.all(found["logits"] == float(weights[-1][0]))


def test_a_cut_in_mul_leaves_nothing():
    weights, config, inputs = network(merge_mode="mul")
    found = trace(changed_weights(weights, config, Ablation(cut=("backward",))), config, inputs)
    assert not found["layer0/merged"].any()


@pytest.mark.parametrize(("cell", "layers"), list(product(CELL_NAMES, [1, 2])))
def test_a_silenced_unit_is_zero_in_every_layer_and_the_others_no_longer_hear_it(cell, layers):
    weights, config, inputs = network(cell=cell, layers=layers)
    silent = changed_weights(weights, config, Ablation(silenced=(("forward", 1),)))
    found = trace(silent, config, inputs)
    for layer in range(layers):
        assert not found[f"layer{layer}/forward/hidden"][..., 1].any()
    deaf = [one.copy() for one in silent]
    deaf[1][1] = 0  # the row with which others would have heard unit 1
    assert np.array_equal(trace(deaf, config, inputs)["logits"], found["logits"])


def test_a_frozen_reader_keeps_its_weights_of_that_moment_and_the_head_does_not():
    weights, config, inputs = network()
    moments = (drawn(config, 5), drawn(config, 6), weights)
    found = changed_weights(weights, config, Ablation(frozen=(("backward", 1),)), moments=moments)
    names = [spec.name for spec in weight_specs(config, features=2, outputs=1)]
    for name, array, early, late in zip(names, found, moments[1], weights, strict=True):
        assert np.array_equal(array, early if "/backward/" in name else late)


def test_freezing_at_the_last_moment_changes_nothing():
    weights, config, _ = network()
    both = (("forward", 0), ("backward", 0))
    found = changed_weights(weights, config, Ablation(frozen=both), moments=(weights,))
    assert all(np.array_equal(one, other) for one, other in zip(found, weights, strict=True))


def test_a_sequence_is_its_own_donor():
    weights, config, inputs = network()
    found, usual = changed_trace(weights, config, inputs, donor=inputs), trace(weights, config, inputs)
    assert all(np.array_equal(found[name], usual[name]) for name in usual)


@pytest.mark.parametrize("merge_mode", MERGES)
def test_a_donor_gives_its_backward_states_and_nothing_else(merge_mode):
    weights, config, inputs = network(merge_mode=merge_mode)
    donor = inputs[::-1]
    found = changed_trace(weights, config, inputs, donor=donor)
    own, other = trace(weights, config, inputs), trace(weights, config, donor)
    assert np.array_equal(found["inputs"], inputs)
    assert np.array_equal(found["layer0/forward/hidden"], own["layer0/forward/hidden"])
    for name in ("hidden", "cell", "i"):
        assert np.array_equal(found[f"layer0/backward/{name}"], other[f"layer0/backward/{name}"])
    merged = MERGES[merge_mode].apply(own["layer0/forward/hidden"], other["layer0/backward/hidden"])
    assert np.array_equal(found["layer0/merged"], merged)


def test_the_evidence_of_foreign_states_is_the_past_of_one_and_the_future_of_the_other():
    weights, config, inputs = network()
    donor = inputs[::-1]
    parts = evidence(changed_trace(weights, config, inputs, donor=donor), weights, config)
    assert np.array_equal(parts.forward, evidence(trace(weights, config, inputs), weights, config).forward)
    assert np.array_equal(parts.backward, evidence(trace(weights, config, donor), weights, config).backward)


def test_the_jacobian_of_an_untouched_network_is_its_own():
    weights, config, inputs = network()
    found = changed_jacobian(weights, config, inputs[:1])
    assert np.array_equal(found, input_jacobian(weights, config, inputs[:1]))


@pytest.mark.parametrize("cell", CELL_NAMES)
def test_a_cut_empties_its_triangle_exactly(cell):
    weights, config, inputs = network(cell=cell)
    cut = changed_weights(weights, config, Ablation(cut=("backward",)))
    found = changed_jacobian(cut, config, inputs[:1])
    assert not np.triu(found, 1).any()
    assert np.tril(found).any()


def test_with_a_donor_no_later_input_moves_an_answer_as_differences_confirm():
    weights, config, inputs = network()
    donor, small = inputs[1:], 1e-6
    found = changed_jacobian(weights, config, inputs[:1], donor=True)
    slopes = np.zeros((5, 5, 2))
    for step, feature in product(range(5), range(2)):
        ends = []
        for sign in (1, -1):
            moved = inputs[:1].copy()
            moved[0, step, feature] += sign * small
            ends.append(changed_trace(weights, config, moved, donor=donor)["logits"][0, :, 0])
        slopes[:, step, feature] = (ends[0] - ends[1]) / (2 * small)
    np.testing.assert_allclose(found, np.linalg.norm(slopes, axis=-1), rtol=0, atol=1e-8)
    assert not np.triu(found, 1).any()


@pytest.mark.parametrize(
    ("ablation", "match"),
    [
        (Ablation(cut=("both",)), "`cut` must be one of forward, backward; got 'both'."),
        (Ablation(frozen=(("forward", 2),)), "`moment` must be a whole number from 0 to 1; got 2."),
        (Ablation(frozen=(("up", 0),)), "`frozen` must be one of forward, backward; got 'up'."),
        (Ablation(silenced=(("forward", 3),)), "`unit` must be a whole number from 0 to 2; got 3."),
        (Ablation(silenced=(("up", 0),)), "`silenced` must be one of forward, backward; got 'up'."),
    ],
)
def test_impossible_changes_are_refused(ablation, match):
    weights, config, _ = network()
    with pytest.raises(ValueError, match=match):
        changed_weights(weights, config, ablation, moments=(weights, weights))


def test_shared_weights_cannot_be_changed_for_one_reader():
    weights, config, _ = network(shared_weights=True)
    with pytest.raises(ValueError, match="`shared_weights` must be one of False; got True."):
        changed_weights(weights, config, Ablation())


@pytest.mark.parametrize(
    ("fields", "match"),
    [
        ({"direction": "forward"}, "`direction` must be one of bidirectional"),
        ({"layers": 2}, "`layers` must be a whole number from 1 to 1; got 2."),
        ({"merge_mode": "none"}, "`merge_mode` must be one of concat, sum, mul, ave; got 'none'."),
        ({"head": "final_state"}, "`head` must be one of per_step; got 'final_state'."),
    ],
)
def test_not_every_network_can_take_foreign_states(fields, match):
    weights, config, inputs = network(**fields)
    with pytest.raises(ValueError, match=match):
        changed_trace(weights, config, inputs, donor=inputs)


def test_a_donor_must_be_as_long_as_the_sequence():
    weights, config, inputs = network()
    with pytest.raises(ValueError, match="`inputs` and `donor` must have the same shape"):
        changed_trace(weights, config, inputs, donor=inputs[:, 1:])


def test_a_product_has_no_triangle_of_one_reader_alone():
    weights, config, inputs = network(merge_mode="mul")
    with pytest.raises(ValueError, match="`additive` must be one of True; got False."):
        changed_jacobian(weights, config, inputs[:1], donor=True)
