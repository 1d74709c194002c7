import dataclasses

import numpy as np
import pytest

from viz_core.exam import examine
from viz_core.merges import MERGES
from viz_core.merging import merged_each_way
from viz_core.pretrained import load
from viz_core.probe import drawn_probe
from viz_core.tracing import trace


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
    accuracy = {one.mode: one.accuracy for one in xor[2]}
    assert accuracy.pop("mul") == 1.0
    # A threshold on a sum is right for three of four pairs of neighbours, and for both ends: 0.8 at most.
    assert max(accuracy.values()) < 0.8


def test_ave_is_half_of_sum_to_the_last_digit(xor):
    states = {one.mode: one.states for one in xor[2]}
    np.testing.assert_array_equal(states["ave"], states["sum"] / 2)


def test_its_own_merge_scores_as_in_an_exam_and_a_sum_nearly_so():
    network = load("balance_concat")
    inputs = drawn_probe(network.config.task, 0).inputs
    found = merged_each_way(network.config, network.weights, inputs, sequences=400)
    own = examine(network.config, network.weights, sequences=400)[""].accuracy
    assert found[0].accuracy == own
    assert found[1].accuracy > 0.95


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
