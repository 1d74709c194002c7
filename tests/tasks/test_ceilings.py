"""Ceilings against enumeration, exact fractions, simulation and cases worked by hand."""

import itertools
from fractions import Fraction
from math import comb, factorial

import numpy as np
import pytest

from viz_core.config import TASK_TIMESTEPS, TaskConfig
from viz_core.tasks import TASKS, sums
from viz_core.tasks.irwin_hall import density_table, distribution_table, integral_at_quarters

READERS = ("forward", "backward", "bidirectional")
MIRRORED = ("xor_neighbours", "balance", "brackets", "casino")
NUMBERS = ("cumulative_sum", "mirror_sum", "signed_walk", "balance")


def per_step(name: str, length: int, **options: int) -> dict[str, np.ndarray]:
    return TASKS[name].ceilings_per_step(TaskConfig(name=name, timesteps=length, **options))


def seen(reader: str, t: int, length: int) -> slice:
    """The steps a reader has read when it answers at step t."""
    return {"forward": slice(0, t + 1), "backward": slice(t, length), "bidirectional": slice(0, length)}[
        reader
    ]


@pytest.mark.parametrize("length", [2, 3, 9, 10, 20, 50, 199, 200])
@pytest.mark.parametrize("name", TASKS)
def test_both_readers_know_at_least_what_each_knows(name: str, length: int):
    best = per_step(name, length)
    assert tuple(best) == READERS
    least = 1 / 4 if name == "echo" else 1 / len(TASKS[name].classes)
    for reader in READERS:
        assert best[reader].shape == (length,)
        assert (best[reader] >= least - 1e-12).all() and (best[reader] <= 1 + 1e-12).all()
        assert (best["bidirectional"] >= best[reader] - 1e-12).all()
    if name != "casino":
        np.testing.assert_array_equal(best["bidirectional"], 1)


@pytest.mark.parametrize("name", TASKS)
def test_the_ceiling_is_the_mean_over_the_steps(name: str):
    config = TaskConfig(name=name)
    best = TASKS[name].ceilings_per_step(config)
    means = TASKS[name].ceilings(config)
    assert means == {reader: pytest.approx(best[reader].sum() / config.length) for reader in READERS}
    assert all(type(mean) is float for mean in means.values())


@pytest.mark.parametrize("name", MIRRORED)
@pytest.mark.parametrize("length", [2, 5, 20])
def test_symmetric_tasks_have_mirrored_ceilings(name: str, length: int):
    best = per_step(name, length)
    np.testing.assert_allclose(best["forward"], best["backward"][::-1])
    np.testing.assert_allclose(best["bidirectional"], best["bidirectional"][::-1], atol=1e-6)


@pytest.mark.parametrize("length", [2, 10, 37])
def test_mirror_sum_swaps_the_readers_of_cumulative_sum(length: int):
    straight, mirrored = per_step("cumulative_sum", length), per_step("mirror_sum", length)
    np.testing.assert_array_equal(straight["backward"][::-1], mirrored["forward"])
    np.testing.assert_array_equal(straight["forward"][::-1], mirrored["backward"])


@pytest.mark.parametrize("name", TASKS)
def test_changing_a_returned_ceiling_changes_no_later_one(name: str):
    before = {reader: best.copy() for reader, best in per_step(name, 6).items()}
    for best in per_step(name, 6).values():
        best += 1
    for reader, best in per_step(name, 6).items():
        np.testing.assert_array_equal(best, before[reader])


@pytest.mark.parametrize(
    ("name", "length", "reader", "expected"),
    [
        # t = 2 of 2: x >= 1/2 settles it, below that P(x_1 >= 1/2 - x) = 1/2 + x: 1/2 + 3/8.
        ("cumulative_sum", 2, "backward", [1, 7 / 8]),
        # t = 2 of 3: 5/32 + 3/8 + 1/4; t = 3: 1 - (3/4)^3 / 6.
        ("cumulative_sum", 3, "backward", [1, 25 / 32, 1 - (3 / 4) ** 3 / 6]),
        # ∫ (1 + x)/2 dx = 3/4; ∫ 1 - (1 - x/2)^2 / 2 dx = 17/24.
        ("signed_walk", 3, "backward", [1, 3 / 4, 17 / 24]),
        ("balance", 2, "forward", [1 / 2, 1]),
        ("balance", 3, "forward", [1 / 2, 3 / 4, 1]),
        ("xor_neighbours", 3, "backward", [1, 1 / 2, 1 / 2]),
        # '(' is paired with probability 1/2 both one and two steps from the end.
        ("brackets", 3, "forward", [3 / 4, 3 / 4, 1]),
        # Worked in test_tasks_casino: a second bit never changes the guess of the first.
        ("casino", 2, "forward", [0.7, 0.7]),
    ],
)
def test_short_sequences_give_what_a_hand_finds(name, length, reader, expected):
    np.testing.assert_allclose(per_step(name, length)[reader], expected, rtol=1e-12)


def test_echo_ceilings_depend_on_the_sign_of_the_delay():
    np.testing.assert_array_equal(per_step("echo", 4, delay=1)["backward"], [1, 0.25, 0.25, 0.25])
    np.testing.assert_array_equal(per_step("echo", 4, delay=-1)["forward"], [0.25, 0.25, 0.25, 1])
    np.testing.assert_array_equal(per_step("echo", 4, delay=1)["forward"], 1)
    np.testing.assert_array_equal(per_step("echo", 4, delay=-1)["backward"], 1)
    np.testing.assert_array_equal(per_step("echo", 4, delay=0)["backward"], 1)
    np.testing.assert_array_equal(per_step("echo", 2, delay=8)["backward"], 1)


def best_by_enumeration(name: str, config: TaskConfig) -> dict[str, list[float]]:
    """Group all sequences by what a reader has seen, and take each group's commonest answer."""
    task = TASKS[name]
    texts = list(map("".join, itertools.product(task.alphabet, repeat=config.length)))
    targets = np.concatenate([task.label(task.parse(text, config), config) for text in texts])
    best: dict[str, list[float]] = {reader: [] for reader in READERS}
    for reader, t in itertools.product(READERS, range(config.length)):
        counts: dict[tuple[str, int], int] = {}
        for text, target in zip(texts, targets[:, t].tolist(), strict=True):
            key = (text[seen(reader, t, config.length)], target)
            counts[key] = counts.get(key, 0) + 1
        commonest: dict[str, int] = {}
        for (view, _), count in counts.items():
            commonest[view] = max(count, commonest.get(view, 0))
        best[reader].append(sum(commonest.values()) / len(texts))
    return best


@pytest.mark.parametrize(
    ("name", "options"),
    [
        *(("xor_neighbours", {"timesteps": length}) for length in (2, 3, 6)),
        *(("brackets", {"timesteps": length}) for length in (2, 3, 4, 9)),
        *(("echo", {"timesteps": 4, "delay": delay}) for delay in (-5, -2, -1, 0, 1, 3)),
    ],
)
def test_ceilings_of_symbols_equal_enumeration(name: str, options: dict[str, int]):
    config = TaskConfig(name=name, **options)
    exact = TASKS[name].ceilings_per_step(config)
    for reader, best in best_by_enumeration(name, config).items():
        np.testing.assert_allclose(exact[reader], best, rtol=1e-12)


def integral_as_fraction(n: int, u: Fraction) -> Fraction:
    """G_n(u), the integral of the Irwin-Hall distribution, by the alternating sum in exact arithmetic."""
    terms = ((-1) ** k * comb(n, k) * max(u - k, Fraction(0)) ** (n + 1) for k in range(n + 1))
    return sum(terms, Fraction(0)) / factorial(n + 1)


@pytest.mark.parametrize("n", [1, 2, 5, 24, 60, 199])
def test_irwin_hall_tables_equal_exact_fractions(n: int):
    table = integral_at_quarters(n)
    for quarters in {1, 3, n // 2, n, 2 * n, 2 * n + 3}:
        exact = float(integral_as_fraction(n, Fraction(quarters, 4)))
        assert table[n, quarters] == pytest.approx(exact, rel=1e-11, abs=1e-300)


def test_irwin_hall_densities_of_one_two_and_three_terms():
    offsets = np.array([0.0, 0.5])
    density = density_table(3, offsets)
    np.testing.assert_allclose(density[1, :2], [[1, 1], [0, 0]])
    np.testing.assert_allclose(density[2, :2], [[0, 0.5], [1, 0.5]])
    np.testing.assert_allclose(density[3, :3], [[0, 0.125], [0.5, 0.75], [0.5, 0.125]])
    np.testing.assert_allclose(distribution_table(2, offsets)[2, :3], [[0, 0.125], [0.5, 0.875], [1, 1]])
    np.testing.assert_array_equal(distribution_table(2, offsets)[0], 1)


@pytest.mark.parametrize("length", [4, 10, 57, 200])
def test_cumulative_sum_equals_exact_fractions(length: int):
    exact = []
    for before in range(0, length, max(1, length // 10)):
        top = Fraction(length, 4)
        turn = min(max(top - Fraction(before, 2), Fraction(0)), Fraction(1))
        high, middle, low = (integral_as_fraction(before, u) for u in (top, top - turn, top - 1))
        exact.append(float(high - 2 * middle + low + 1 - turn))
    found = per_step("cumulative_sum", length)["backward"][:: max(1, length // 10)]
    np.testing.assert_allclose(found, exact, rtol=1e-11)


@pytest.mark.parametrize("length", [2, 5, 12, 33, 60])
def test_balance_equals_exact_fractions(length: int):
    """2 P(P > 0, Q < P) expanded over the knots of P and Q, in exact arithmetic."""

    def upper_moment(n: int, m: int) -> Fraction:
        # f_n and F_m as sums of truncated powers (p - a)^(n-1), (p - b)^m; p from 0 to n/2.
        total, end = Fraction(0), Fraction(n, 2)
        for i, j in itertools.product(range(n + 1), range(m + 1)):
            a, b = Fraction(2 * i - n, 2), Fraction(2 * j - m, 2)
            start = max(a, b, Fraction(0))
            if start >= end:
                continue
            sign = (-1) ** (i + j) * comb(n, i) * comb(m, j)
            for k in range(m + 1):  # (p - b)^m around a
                weight = comb(m, k) * (a - b) ** (m - k)
                power = n + k
                total += sign * weight * ((end - a) ** power - (start - a) ** power) / power
        return 2 * total / (factorial(n - 1) * factorial(m))

    steps = range(1, length) if length <= 12 else (2, length // 2)
    found = per_step("balance", length)["forward"]
    for n in steps:
        assert found[n] == pytest.approx(float(upper_moment(n, length - 1 - n)), rel=1e-11)


@pytest.mark.parametrize("length", [2, 3, 10, 77, 200])
def test_balance_has_mean_three_quarters_and_tends_to_the_gaussian_angle(length: int):
    forward = per_step("balance", length)["forward"]
    assert forward.mean() == pytest.approx(3 / 4, abs=1e-12)
    n, m = np.arange(length), np.arange(length)[::-1]
    gaussian = 1 / 2 + np.arctan2(np.sqrt(n), np.sqrt(m)) / np.pi
    assert np.abs(forward - gaussian)[n > 5].max(initial=0) < 0.01


@pytest.mark.parametrize("length", [3, 10])
@pytest.mark.parametrize("name", NUMBERS)
def test_no_reader_of_what_matters_does_better_in_simulation(name: str, length: int):
    """Cut what a reader's guess can rest on into 400 bins and answer in each bin as fits best."""
    config = TaskConfig(name=name, timesteps=length)
    batch = TASKS[name].sample(200_000, config, np.random.default_rng(5))
    numbers, targets = batch.inputs[..., 0].astype(float), batch.targets
    through, onwards = numbers.cumsum(axis=1), numbers[:, ::-1].cumsum(axis=1)[:, ::-1]
    if name == "balance":
        views = {"forward": through - numbers, "backward": onwards - numbers}
    elif name == "mirror_sum":
        views = {"forward": numbers, "backward": onwards}
    else:
        views = {"forward": through, "backward": numbers}
    exact = TASKS[name].ceilings_per_step(config)
    for reader, view in views.items():
        found = [best_by_bins(view[:, t], targets[:, t]) for t in range(length)]
        np.testing.assert_allclose(exact[reader], found, atol=0.006)


def best_by_bins(view: np.ndarray, target: np.ndarray) -> float:
    limit = np.abs(view).max()
    edges = np.linspace(-limit, limit, 401)
    ones = np.histogram(view[target == 1], bins=edges)[0]
    zeros = np.histogram(view[target == 0], bins=edges)[0]
    return np.maximum(ones, zeros).sum() / len(view)


@pytest.mark.parametrize("name", ["cumulative_sum", "signed_walk"])
def test_further_inputs_tell_the_backward_reader_nothing(name: str):
    """A reader who also bins the next two numbers wins no more than those extra bins fit by chance."""
    config = TaskConfig(name=name, timesteps=6)
    batch = TASKS[name].sample(400_000, config, np.random.default_rng(6))
    low, high = TASKS[name].low, TASKS[name].high
    cells = ((batch.inputs[..., 0] - low) / (high - low) * 10).astype(int).clip(0, 9)
    for t in range(1, 4):
        view = cells[:, t] * 100 + cells[:, t + 1] * 10 + cells[:, t + 2]
        ones = np.bincount(view, weights=batch.targets[:, t], minlength=1000)
        best = np.maximum(ones, np.bincount(view, minlength=1000) - ones).sum() / len(view)
        assert best <= per_step(name, 6)["backward"][t] + 0.006


def test_ceilings_are_remembered_within_bounds():
    for length in range(2, 201):
        per_step("cumulative_sum", length)
    information = sums._other_side_cached.cache_info()
    assert information.maxsize is not None and information.currsize <= information.maxsize


def test_the_textbook_ceilings():
    """Figures quoted in the lessons, at the default lengths."""
    quoted = {"cumulative_sum": 0.905, "signed_walk": 0.692, "xor_neighbours": 0.55, "balance": 0.75}
    for name, expected in quoted.items():
        length = TASK_TIMESTEPS[name]
        assert per_step(name, length)["backward"].mean() == pytest.approx(expected, abs=5e-4)
