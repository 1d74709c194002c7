import dataclasses

import numpy as np
import pytest

from viz_core.lessons.merge import merged_each_way
from viz_core.network.merges import MERGES
from viz_core.network.probe import drawn_probe, fresh_batch
from viz_core.network.tracing import trace
from viz_core.pretrained import load
from viz_core.statistics.metrics import right_probability


@pytest.fixture(scope="module")
def xor():
    network = load("xor_neighbours_mul")
    inputs = drawn_probe(network.config.task, 0).inputs
    return network, inputs, merged_each_way(network.config, network.weights, inputs, sequences=300)


def test_every_merge_has_its_width_and_its_head(xor):
    network, inputs, found = xor
    assert [one.mode for one in found] == list(MERGES)
    assert [one.states.shape for one in found] == [(10, 12), (10, 6), (10, 6), (10, 6)]
    assert [one.parameters for one in found] == [13, 7, 7, 7]
    assert [one.own for one in found] == [False, False, True, False]


def test_its_own_merge_answers_as_the_network_does(xor):
    network, inputs, found = xor
    seen = trace(network.weights, network.config.model, inputs)
    own = next(one for one in found if one.own)
    np.testing.assert_array_equal(own.states, seen["layer0/merged"][0])
    np.testing.assert_allclose(own.logits, seen["logits"][0, :, 0], atol=1e-12)
    np.testing.assert_allclose(own.probabilities, seen["probabilities"][0, :, 0], atol=1e-12)


def test_no_linear_head_makes_a_sum_out_of_a_product(xor):
    confidence = {one.mode: one.confidence for one in xor[2]}
    assert confidence.pop("mul") > 0.999
    # Both ends are known, the eight steps between them are a coin: 0.6.
    assert max(confidence.values()) < 0.62


def test_ave_is_half_of_sum_to_the_last_digit(xor):
    states = {one.mode: one.states for one in xor[2]}
    np.testing.assert_array_equal(states["ave"], states["sum"] / 2)


@pytest.mark.parametrize("name", ["brackets_concat", "brackets_sum", "brackets_ave", "signed_walk_mul"])
def test_sum_and_ave_answer_the_same_with_their_best_heads(name):
    network = load(name)
    inputs = drawn_probe(network.config.task, 0).inputs
    found = {one.mode: one for one in merged_each_way(network.config, network.weights, inputs, sequences=200)}
    np.testing.assert_allclose(found["sum"].probabilities, found["ave"].probabilities, atol=1e-9)
    assert found["sum"].confidence == pytest.approx(found["ave"].confidence, abs=1e-12)


@pytest.mark.parametrize("name", ["balance_sum", "balance_ave", "signed_walk_sum"])
def test_the_best_head_of_both_states_is_no_worse_than_the_trained_head_of_their_sum(name):
    network = load(name)
    inputs = drawn_probe(network.config.task, 0).inputs
    found = merged_each_way(network.config, network.weights, inputs, sequences=2_000)
    confidence = {one.mode: one.confidence for one in found}
    assert confidence["concat"] > confidence["sum"]


def test_confidence_is_that_of_the_networks_own_answers_to_fresh_sequences():
    network = load("balance_concat")
    inputs = drawn_probe(network.config.task, 0).inputs
    found = merged_each_way(network.config, network.weights, inputs, sequences=400)
    batch = fresh_batch(network.config, 400)
    answers = trace(network.weights, network.config.model, batch.inputs)["probabilities"]
    np.testing.assert_allclose(found[0].confidence, right_probability(answers, batch.targets).mean())
    assert found[1].confidence > 0.95


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"direction": "forward"}, "direction"),
        ({"merge_mode": "none"}, "merge_mode"),
        ({"layers": 2}, "layers"),
        ({"head_units": 3}, "head_units"),
        ({"head": "final_state"}, "head"),
    ],
)
def test_other_networks_are_refused(xor, fields, name):
    network, inputs, _ = xor
    model = dataclasses.replace(network.config.model, **fields)
    config = dataclasses.replace(network.config, model=model)
    with pytest.raises(ValueError, match=f"`{name}` must be"):
        merged_each_way(config, network.weights, inputs, sequences=10)
