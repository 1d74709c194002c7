"""Errors of fresh and of trained networks over long sequences."""

import numpy as np
import pytest

from viz_core.lessons.errors_flowing_back import gradient_lengths
from viz_core.lessons.errors_flowing_back_long import (
    LINES,
    factor_back,
    fresh_errors,
    trained_errors,
)
from viz_core.network.probe import drawn_probe
from viz_core.network.recurrence import READERS
from viz_core.pretrained import LONG_SEEDS, card_accuracy, load


def factors(kinds, at=66):
    return {
        kind: {reader: factor_back(one[reader], reader, at) for reader in READERS}
        for kind, one in kinds.items()
    }


def fresh(cell, **choices):
    return factors(
        fresh_errors(cell, length=100, places=[66], **{"radius": 1.0, "gate_bias": 0.0} | choices)[66]
    )


def test_a_fresh_gru_loses_at_least_a_quarter_a_step_and_more_than_the_others():
    gru = fresh("GRU")["GRU"]
    others = [*fresh("LSTM").values(), *fresh("SimpleRNN").values()]
    for reader in READERS:
        assert 0.6 < gru[reader] <= 0.75
        assert all(gru[reader] < one[reader] - 0.1 for one in others)
    assert 0.73 < fresh("LSTM")["LSTM c"]["forward"] < 0.98


def test_with_gates_that_keep_errors_stay_and_without_gates_they_vanish():
    kept = fresh("LSTM", gate_bias=4.0, radius=0.9) | fresh("GRU", gate_bias=4.0, radius=0.9)
    assert all(one[reader] > 0.97 for one in kept.values() for reader in READERS)
    assert max(fresh("SimpleRNN", radius=0.9)["SimpleRNN"].values()) < 0.9


def test_errors_of_an_lstm_with_open_gates_grow_by_hundredths_a_step_tenfold_over_the_picture():
    kept = fresh_errors("LSTM", length=100, places=[66], radius=0.9, gate_bias=4.0)[66]
    for kind, found in factors(kept).items():
        assert all(1.0 < value < 1.13 for value in found.values())
        middle = np.median(kept[kind]["forward"], axis=0)
        assert middle[0] > 10 * middle[66]


@pytest.mark.parametrize("cell", LINES)
def test_trained_networks_have_learned_to_keep(cell):
    assert all(
        0.95 < value < 1.05
        for one in factors(trained_errors(cell, length=100, places=[66])[66]).values()
        for value in one.values()
    )
    assert min(card_accuracy(f"long_{cell}_{seed}")[0] for seed in LONG_SEEDS) > 0.9


def test_the_loss_is_that_of_a_wrong_answer_so_that_a_sure_network_sends_an_error_back():
    network = load("long_GRU_0")
    probe = drawn_probe(network.config.task, 0)
    right = gradient_lengths(network.weights, network.config.model, probe.inputs, probe.targets, at=66)
    wrong = trained_errors("GRU", length=100, places=[66])[66]["GRU"]["forward"][0]
    assert right["layer0/forward/hidden"].max() < 1e-2 < 1 < wrong.max()


def test_factors_by_hand():
    lengths = np.array([[0.25, 0.5, 1.0, 9.0], [0.25, 0.5, 1.0, 9.0]])
    assert factor_back(lengths, "forward", 2) == pytest.approx(0.5)
    assert factor_back(lengths, "backward", 2) == pytest.approx(9)
    assert factor_back(lengths, "backward", 3) is None


@pytest.mark.parametrize("cell", LINES)
def test_errors_of_several_answers_at_once_are_those_of_each_alone(cell):
    places = [None, 0, 13, 29]
    choices = {"length": 30, "radius": 1.1, "gate_bias": 1.5}
    together = fresh_errors(cell, places=places, **choices)
    assert list(together) == places
    for place in places:
        alone = fresh_errors(cell, places=[place], **choices)[place]
        for kind, readers in alone.items():
            for reader, lengths in readers.items():
                assert lengths.max() > 0
                np.testing.assert_allclose(together[place][kind][reader], lengths, rtol=1e-9, atol=1e-30)
