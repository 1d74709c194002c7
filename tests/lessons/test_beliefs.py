"""Bits, calibration, the plane of two units, and how beliefs came about."""

from dataclasses import replace

import numpy as np
import pytest

from viz_core.config import ExperimentConfig, ModelConfig, TaskConfig
from viz_core.lessons import beliefs_training
from viz_core.lessons.beliefs import (
    Score,
    belief_plane,
    bits,
    calibration,
    fits,
    score,
    sequences,
    state_one,
    untrained_readers,
)
from viz_core.lessons.beliefs_training import MANY, NETWORKS, Curve, curve, moment, shipped_curve
from viz_core.network.tracing import trace
from viz_core.pretrained import film, load
from viz_core.tasks.casino import forward_message, posterior


@pytest.fixture(scope="module")
def asked():
    return sequences(load("beliefs_2").config, 400)


def test_bits_worked_by_hand():
    # D(1/2 || 1/4) = 1/2 log2(2) + 1/2 log2(2/3); a sure and right answer costs nothing, one half one bit.
    found = bits(np.array([0.5, 1.0, 1.0, 0.3]), np.array([0.25, 1.0, 0.5, 0.3]))
    np.testing.assert_allclose(found, [0.5 + 0.5 * np.log2(2 / 3), 0, 1, 0], atol=1e-9)


def test_an_answer_that_is_sure_and_wrong_costs_many_bits_but_not_infinitely_many():
    assert 30 < bits(np.array([1.0]), np.array([0.0]))[0] < 50


def test_the_exact_posterior_costs_nothing_and_is_as_right_as_can_be(asked):
    exact = posterior(asked.inputs)[..., 1]
    found = score(exact, asked)
    assert found.bits == pytest.approx(0, abs=1e-12)
    assert found.accuracy == pytest.approx(0.84, abs=0.02)


def test_what_is_reached_without_training_is_measured_on_the_same_sequences(asked):
    found = untrained_readers(asked)
    assert found["forward"] == score(forward_message(asked.inputs)[..., 1], asked)
    assert (found["forward"].bits, found["nothing"].bits) == pytest.approx((0.15, 0.475), abs=0.02)
    assert found["exact"].bits == pytest.approx(0, abs=1e-12)
    assert found["exact"].accuracy > found["forward"].accuracy > found["nothing"].accuracy


def test_the_exact_posterior_is_calibrated(asked):
    told = calibration(posterior(asked.inputs)[..., 1], asked)
    np.testing.assert_allclose(told.exact, told.said)
    np.testing.assert_allclose(told.happened, told.said, atol=0.1)
    assert told.counts.sum() == asked.targets.size


def test_answers_are_put_into_bins_worked_by_hand(asked):
    batch = replace(asked, inputs=asked.inputs[:1, :4], targets=np.array([[0, 1, 1, 1]], np.int32))
    told = calibration(np.array([[0.31, 0.39, 0.95, 1.0]]), batch)
    np.testing.assert_allclose(told.said, [0.35, 0.975])
    np.testing.assert_allclose(told.happened, [0.5, 1])
    assert told.counts.tolist() == [2, 2]


def test_other_axes_are_refused(asked):
    with pytest.raises(ValueError, match="said"):
        score(np.zeros((3, 20)), asked)


def test_no_answers_are_more_often_right_than_the_exact_posterior(asked):
    exact = posterior(asked.inputs)[..., 1]
    hidden = asked.targets.astype(float)  # who sees the states themselves is right by luck alone
    assert score(hidden, asked).accuracy < score(exact, asked).accuracy


def test_in_the_plane_of_two_units_the_belief_is_a_straight_scale_once_it_is_learned(asked):
    seen = film("beliefs_2")
    for reader in ("forward", "backward"):
        first, last = (belief_plane(seen.config, seen.weights[place], asked, reader) for place in (0, -1))
        assert last.explained > 0.99
        assert 0.5 < first.explained < 0.95
        assert last.states.shape == (asked.targets.size, 2)


def test_the_states_of_two_units_are_their_own_plane(asked):
    network = load("beliefs_2")
    found = belief_plane(network.config, network.weights, asked, "forward")
    hidden = trace(network.weights, network.config.model, asked.inputs)["layer0/forward/hidden"]
    np.testing.assert_array_equal(found.states, hidden.reshape(-1, 2))
    assert found.shares is None
    assert found.by_all == found.explained


def test_the_states_of_more_units_lie_in_the_plane_of_their_largest_variance(asked):
    network = load("beliefs_16")
    found = belief_plane(network.config, network.weights, asked, "backward")
    hidden = trace(network.weights, network.config.model, asked.inputs)["layer0/backward/hidden"]
    largest = np.linalg.eigvalsh(np.cov(hidden.reshape(-1, 16).T, bias=True))[:-3:-1]
    np.testing.assert_allclose(found.states.var(axis=0), largest, rtol=1e-5)
    np.testing.assert_allclose(found.shares, largest / hidden.reshape(-1, 16).var(axis=0).sum(), rtol=1e-5)
    assert 0.5 < found.explained < found.by_all
    assert found.by_all > 0.99


@pytest.mark.parametrize(
    ("task", "model", "expected"),
    [
        ("casino", {}, True),
        ("casino", {"direction": "forward"}, True),
        ("casino", {"merge_mode": "none"}, False),
        ("casino", {"head": "final_state"}, False),
        ("balance", {}, False),
    ],
)
def test_which_networks_have_beliefs(task, model, expected):
    config = ExperimentConfig(task=TaskConfig(name=task), model=ModelConfig(**model))
    assert fits(config) == expected


@pytest.mark.parametrize("name", NETWORKS)
def test_bits_fall_long_after_accuracy_has_reached_its_ceiling(name):
    told = shipped_curve(name)
    reached = next(place for place, one in enumerate(told.accuracy) if one > 0.835)
    assert max(told.accuracy) - told.accuracy[reached] < 0.01
    assert min(told.bits) < told.bits[reached] / 10
    assert told.steps == film(NETWORKS[name]).steps


def test_a_shipped_moment_is_what_the_film_says():
    told, seen = shipped_curve("GRU2"), film("beliefs_2")
    found = moment(seen.config, seen.weights[-1], MANY)
    assert (found.bits, found.accuracy) == pytest.approx((told.bits[-1], told.accuracy[-1]), abs=1e-4)


def test_the_answers_of_a_film_are_those_of_its_network():
    seen, network = film("beliefs_16"), load("beliefs_16")
    batch = sequences(network.config, 5)
    first, second = (state_one(network.config, one, batch) for one in (seen.weights[-1], network.weights))
    np.testing.assert_array_equal(first, second)


def test_a_curve_has_one_entry_for_each_moment():
    found = curve((0, 10), [Score(bits=0.4, accuracy=0.5), Score(bits=0.1, accuracy=0.8)])
    assert found == Curve(steps=(0, 10), bits=(0.4, 0.1), accuracy=(0.5, 0.8))


def test_curves_are_written_as_they_are_read(tmp_path, monkeypatch):
    monkeypatch.setattr(beliefs_training, "NETWORKS", {"GRU2": "beliefs_2"})
    monkeypatch.setattr(beliefs_training, "MANY", 20)
    path = tmp_path / "curves.json"
    beliefs_training.write(path)
    assert f'"steps": {list(film("beliefs_2").steps)}' in path.read_text(encoding="utf-8")
