"""Points that are born during training."""

from dataclasses import replace

import numpy as np
import pytest

from viz_core.lessons.resting_points_film import CELLS, accuracies, axes, lengths, moment, shipped_film
from viz_core.lessons.resting_points_silence import silence
from viz_core.network.probe import fresh_batch
from viz_core.pretrained import film
from viz_core.tasks.flip_flop import PULSE


@pytest.mark.parametrize("cell", CELLS)
def test_one_stable_point_becomes_four_before_long_sequences_are_answered(cell):
    told = shipped_film(cell)
    stable = [one.stable for one in told.moments]
    first = stable.index(4)
    assert stable[0] < 4 == stable[-1]
    assert told.moments[0].step == 0
    assert all(one.proved == (cell != "LSTM") for one in told.moments)
    long = told.accuracies[max(told.lengths)]
    assert max(long[:first], default=0) < long[-1]
    assert long[-1] > 0.99


@pytest.mark.parametrize("cell", CELLS)
def test_with_a_single_point_long_sequences_are_answered_nearly_as_often_as_short_ones(cell):
    told = shipped_film(cell)
    single = [place for place, one in enumerate(told.moments) if one.stable == 1]
    short, long = (told.accuracies[length][single[-1]] for length in told.lengths)
    assert 0.5 < short - 0.06 < long


def test_pulses_come_as_often_in_long_sequences_as_in_short_ones():
    for config in (with_length(length) for length in shipped_film("LSTM").lengths):
        pulses = np.abs(fresh_batch(config, 400).inputs[:, 1:])
        assert 1 / pulses.mean() == pytest.approx(1 / PULSE, rel=0.05)


@pytest.mark.parametrize("step", [100, 140, 160])
def test_with_a_single_point_a_long_silence_leaves_a_single_answer(step):
    assert shipped_film("LSTM").moments[place_of(step)].stable == 1
    assert sum(shares[-1] > 0.01 for shares in kept_at(step)) == 1


def test_the_last_single_point_keeps_answers_through_the_usual_silence_and_four_points_through_a_long_one():
    steps = film("resting_flip_flop_2_LSTM").steps
    single = max(place for place, one in enumerate(shipped_film("LSTM").moments) if one.stable == 1)
    usual = round(1 / PULSE)
    assert min(shares[usual] for shares in kept_at(steps[single])) > 0.85
    assert min(shares[-1] for shares in kept_at(steps[single])) < 0.01
    assert [shares[-1] for shares in kept_at(steps[-1])] == [1, 1, 1, 1]


def place_of(step):
    return list(film("resting_flip_flop_2_LSTM").steps).index(step)


def kept_at(step):
    """Of each answer the share that is still given, by empty steps."""
    seen = film("resting_flip_flop_2_LSTM")
    kept = silence(seen.config, seen.weights[place_of(step)]).kept
    assert len(kept) == 4
    return list(kept.values())


def with_length(steps):
    config = film("resting_flip_flop_2_LSTM").config
    return replace(config, task=replace(config.task, timesteps=steps))


@pytest.mark.parametrize("cell", CELLS)
def test_what_was_computed_beforehand_is_what_the_film_gives(cell):
    told, seen = shipped_film(cell), film(f"resting_flip_flop_2_{cell}")
    assert [one.step for one in told.moments] == list(seen.steps)
    assert told.lengths == lengths(seen.config) == (25, 200)
    for place in (0, len(seen.steps) // 2, -1):
        plane = axes(seen.config, seen.weights[-1])
        again = moment(seen.config, seen.weights[place], seen.steps[place], plane)
        assert [kind for _, kind in again.points] == [kind for _, kind in told.moments[place].points]
        np.testing.assert_allclose(
            [state for state, _ in again.points],
            [state for state, _ in told.moments[place].points],
            atol=2e-4,
        )
    shares = accuracies(seen.config, seen.weights[-1])
    np.testing.assert_allclose(shares, [told.accuracies[length][-1] for length in told.lengths], atol=1e-3)
