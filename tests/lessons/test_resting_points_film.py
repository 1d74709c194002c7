"""Points that are born during training."""

import numpy as np
import pytest

from viz_core.lessons.resting_points_film import CELLS, accuracies, axes, lengths, moment, shipped_film
from viz_core.pretrained import film


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
