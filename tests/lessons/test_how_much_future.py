"""A backward reader that sees k steps ahead: cut, scored, and beside the best possible."""

import numpy as np
import pytest

from viz_core.config import TaskConfig
from viz_core.lessons.how_much_future import (
    NETWORKS,
    cut_accuracies,
    cut_answers,
    enough,
    exact,
    measured,
)
from viz_core.network.probe import fresh_batch
from viz_core.network.tracing import trace
from viz_core.pretrained import load
from viz_core.statistics.metrics import predicted


@pytest.fixture(scope="module")
def brackets():
    network = load(NETWORKS["brackets"])
    return network, fresh_batch(network.config, 50)


def test_with_all_of_the_future_nothing_is_cut(brackets):
    network, batch = brackets
    whole = predicted(trace(network.weights, network.config.model, batch.inputs)["probabilities"])
    assert (cut_answers(network.config, network.weights, batch)[-1] == whole).all()


@pytest.mark.parametrize("k", [0, 3])
def test_an_answer_is_that_of_the_network_which_has_heard_k_more_steps(brackets, k):
    network, batch = brackets
    found = cut_answers(network.config, network.weights, batch)
    for t in (0, 4, 9):
        heard = batch.inputs[:, : t + k + 1]
        seen = predicted(trace(network.weights, network.config.model, heard)["probabilities"])
        assert (found[k, :, t] == seen[:, t]).all()


def test_what_lies_beyond_the_look_ahead_changes_no_answer(brackets):
    network, batch = brackets
    other = batch.inputs.copy()
    other[:, 6:] *= -1
    changed = cut_answers(network.config, network.weights, type(batch)(inputs=other, targets=batch.targets))
    kept = cut_answers(network.config, network.weights, batch)
    assert (changed[2, :, :4] == kept[2, :, :4]).all()
    assert (changed[-1] != kept[-1]).any()


def test_accuracies_are_shares_of_right_answers(brackets):
    network, batch = brackets
    right = cut_answers(network.config, network.weights, batch)[1] == batch.targets
    assert cut_accuracies(network.config, network.weights, batch)[1] == pytest.approx(right.mean())


def test_enough_is_the_least_look_ahead_that_brings_the_share():
    assert enough((0.5, 0.9, 0.95, 1.0), share=0.9) == 2
    assert enough((1.0, 1.0), share=0.9) == 0


def test_the_casino_needs_a_few_steps_and_balance_nearly_all():
    assert enough(exact(TaskConfig(name="casino"))) <= 6
    assert enough(exact(TaskConfig(name="balance"))) >= 8
    assert enough(exact(TaskConfig(name="signed_walk"))) == 0


@pytest.mark.parametrize("name", NETWORKS)
def test_no_network_that_was_measured_beats_the_best_possible_by_more_than_luck(name):
    known, best = measured()[name], exact(TaskConfig(name=name))
    assert len(known.cut) == len(best)
    luck = 4 * 0.5 / np.sqrt(known.sequences)
    assert all(one < most + luck for one, most in zip(known.cut, best, strict=True))
    assert all(one < best[k] + luck for k, one in known.retrained.items())


@pytest.mark.parametrize("name", ["brackets", "mirror_sum"])
def test_a_reader_that_used_the_end_as_its_clock_breaks_and_training_under_the_cut_repairs_it(name):
    known, best = measured()[name], exact(TaskConfig(name=name))
    assert known.cut[0] < best[0] - 0.1
    assert known.retrained[0] > best[0] - 0.02


def test_what_was_measured_is_what_the_network_gives():
    network = load(NETWORKS["balance"])
    again = cut_accuracies(network.config, network.weights, fresh_batch(network.config, 500))
    np.testing.assert_allclose(again, measured()["balance"].cut, atol=0.03)
