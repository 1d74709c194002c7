"""Student's t against printed tables, intervals by hand, coverage by simulation."""

import math

import numpy as np
import pytest

from viz_core.statistics.intervals import estimate, paired, t_quantile, t_within

# Two-sided 95 % and 99 %: Abramowitz & Stegun, table 26.10.
TABLE = {1: (12.706, 63.657), 2: (4.303, 9.925), 3: (3.182, 5.841), 9: (2.262, 3.250), 30: (2.042, 2.750)}


@pytest.mark.parametrize("freedom", TABLE)
def test_quantiles_are_those_of_the_printed_table(freedom):
    found = t_quantile(0.95, freedom), t_quantile(0.99, freedom)
    assert found == pytest.approx(TABLE[freedom], abs=6e-4)


@pytest.mark.parametrize("freedom", [1, 2, 3, 4, 7, 10])
def test_the_series_is_the_integral_of_the_density(freedom):
    t = np.linspace(-1.7, 1.7, 20_001)
    scale = math.gamma((freedom + 1) / 2) / math.gamma(freedom / 2) / math.sqrt(math.pi * freedom)
    density = scale * (1 + t**2 / freedom) ** (-(freedom + 1) / 2)
    assert t_within(1.7, freedom) == pytest.approx(np.trapezoid(density, t), abs=1e-8)


def test_with_many_degrees_it_is_the_normal_distribution():
    assert t_quantile(0.95, 10_000) == pytest.approx(1.96, abs=1e-3)


def test_an_interval_worked_by_hand():
    found = estimate([1.0, 2.0, 3.0])
    assert found.mean == 2
    assert found.half == pytest.approx(4.3027 * 1 / math.sqrt(3), abs=1e-4)
    assert (found.low, found.high) == (2 - found.half, 2 + found.half)


def test_intervals_hold_the_true_mean_as_often_as_they_say():
    rng = np.random.default_rng(0)
    draws = rng.normal(size=(2_000, 5))
    held = [abs(one.mean) <= one.half for one in map(estimate, draws.tolist())]
    assert np.mean(held) == pytest.approx(0.95, abs=0.015)


def test_pairs_show_a_difference_that_single_intervals_hide():
    hard = np.array([0.1, 0.5, 0.9, 0.3, 0.7])
    better = hard + 0.02 + np.array([0.001, -0.001, 0.0, 0.001, -0.001])
    assert estimate(better.tolist()).low < estimate(hard.tolist()).high
    assert paired(better.tolist(), hard.tolist()).shown
    assert paired(hard.tolist(), better.tolist()).shown


def test_more_comparisons_widen_the_interval():
    one, many = (paired([1.0, 2.0, 3.5], [0.5, 1.0, 2.0], comparisons=n) for n in (1, 20))
    assert many.half > one.half
    assert many.mean == one.mean


def test_equal_figures_show_no_difference_and_a_single_pair_shows_nothing():
    assert not paired([1.0, 1.0], [1.0, 1.0]).shown
    assert not paired([1.0], [0.0]).shown
    assert math.isnan(paired([1.0], [0.0]).half)


def test_pairs_of_different_numbers_are_refused():
    with pytest.raises(ValueError, match="`values` and `others` must have the same shape"):
        paired([1.0, 2.0], [1.0])


def test_no_figures_are_refused():
    with pytest.raises(ValueError, match="`count of values` must be a whole number from 1"):
        estimate([])


@pytest.mark.parametrize("freedom", [0, 1.5])
def test_degrees_of_freedom_are_whole(freedom):
    with pytest.raises(ValueError, match="`freedom` must be a whole number"):
        t_within(1.0, freedom)
