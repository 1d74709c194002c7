"""Ceilings of readers who know the next k steps: by enumeration, by hand, and the ends of each task."""

import itertools

import numpy as np
import pytest

from viz_core.config import TASK_TIMESTEPS, TaskConfig
from viz_core.tasks import TASKS
from viz_core.tasks.casino_ceilings import EMISSION, TRANSITION
from viz_core.tasks.lookahead import lookahead_ceilings

CONFIGS = [*(TaskConfig(name=name) for name in TASK_TIMESTEPS), TaskConfig(name="echo", delay=-3)]


@pytest.mark.parametrize("config", CONFIGS, ids=lambda one: f"{one.name}{one.delay}")
def test_without_look_ahead_it_is_the_forward_reader_and_with_all_of_it_both(config):
    exact = TASKS[config.name].ceilings_per_step(config)
    np.testing.assert_allclose(lookahead_ceilings(config, 0), exact["forward"], atol=1e-12)
    np.testing.assert_allclose(
        lookahead_ceilings(config, config.length - 1), exact["bidirectional"], atol=1e-12
    )


@pytest.mark.parametrize("config", CONFIGS, ids=lambda one: f"{one.name}{one.delay}")
def test_another_step_known_never_hurts(config):
    best = np.array([lookahead_ceilings(config, k) for k in range(config.length)])
    assert (np.diff(best, axis=0) > -1e-12).all()


def enumerated(inputs, chances, targets, k):
    """The ceiling at each step: over all that is known, the likeliest answer."""
    length = inputs.shape[1]
    best = np.zeros(length)
    for t in range(length):
        found: dict[bytes, np.ndarray] = {}
        for one, chance, target in zip(inputs, chances, targets[:, t], strict=True):
            found.setdefault(one[: t + k + 1].tobytes(), np.zeros(8))[target] += chance
        best[t] = sum(one.max() for one in found.values())
    return best


@pytest.mark.parametrize("name", ["brackets", "xor_neighbours", "echo"])
@pytest.mark.parametrize("k", [0, 1, 2, 3])
def test_of_fair_symbols_it_equals_enumeration(name, k):
    task, length = TASKS[name], 7 if name != "echo" else 4
    config = TaskConfig(name=name, timesteps=length, delay=-2)
    drawn = np.array(list(itertools.product(range(len(task.alphabet)), repeat=length)))
    inputs = task.codes[drawn]
    expected = enumerated(inputs, np.full(len(drawn), 1 / len(drawn)), task.label(inputs, config), k)
    np.testing.assert_allclose(lookahead_ceilings(config, k), expected)


@pytest.mark.parametrize("name", ["flip_flop_both_sides", "will_it_flip"])
@pytest.mark.parametrize("k", [0, 1, 3])
def test_of_two_sided_switches_it_equals_enumeration(name, k):
    config = TaskConfig(name=name, timesteps=6)
    inner = itertools.product((-1, 0, 1), repeat=4)
    drawn = np.array([(a, *one, b) for one in inner for a in (-1, 1) for b in (-1, 1)], np.float32)
    chances = np.prod(np.where(drawn[:, 1:-1] == 0, 0.8, 0.1), axis=1) / 4
    targets = TASKS[name].label(drawn[..., None], config)
    np.testing.assert_allclose(lookahead_ceilings(config, k), enumerated(drawn, chances, targets, k))


@pytest.mark.parametrize("k", [0, 1, 2, 4])
def test_of_the_casino_it_equals_enumeration_of_states_and_bits(k):
    length = 5
    rows, chances, targets = [], [], []
    for states in itertools.product((0, 1), repeat=length):
        moves = np.prod([TRANSITION[a, b] for a, b in itertools.pairwise(states)]) / 2
        for bits in itertools.product((0, 1), repeat=length):
            rows.append(bits)
            targets.append(states)
            chances.append(moves * np.prod([EMISSION[z, x] for z, x in zip(states, bits, strict=True)]))
    expected = enumerated(np.array(rows), np.array(chances), np.array(targets), k)
    np.testing.assert_allclose(lookahead_ceilings(TaskConfig(name="casino", timesteps=length), k), expected)


def test_balance_of_three_numbers_worked_by_hand():
    # At step 1 one of two later numbers is known: its sign is that of their sum three times in four.
    # At step 2 the past is one number and the only later one is known; at step 3 all is known anyway.
    assert lookahead_ceilings(TaskConfig(name="balance", timesteps=3), 1) == pytest.approx([0.75, 1, 1])


def test_the_mirror_sum_of_two_numbers_worked_by_hand():
    # x_1 + x_2 >= 1/2: above x_1 = a = 1/2 yes is always right; below it yes is right with a + 1/2.
    assert lookahead_ceilings(TaskConfig(name="mirror_sum", timesteps=2), 0) == pytest.approx([7 / 8, 1])


@pytest.mark.parametrize("k", [1, 4])
@pytest.mark.parametrize("name", ["mirror_sum", "balance"])
def test_of_sums_it_is_what_the_best_reader_reaches_in_many_sequences(name, k):
    # The best reader of `balance` takes the sign of what it knows; of `mirror_sum` the likelier side.
    config = TaskConfig(name=name)
    batch = TASKS[name].sample(100_000, config, np.random.default_rng(0))
    numbers, length = batch.inputs[..., 0].astype(float), config.length
    for t in range(0, length, 3):
        ahead = numbers[:, t + 1 : t + k + 1].sum(axis=1)
        unread = max(0, length - 1 - t - k)
        if name == "balance":
            said = numbers[:, :t].sum(axis=1) > ahead
        else:
            said = numbers[:, t] + ahead + unread / 2 >= length / 4
        right = np.mean(said == batch.targets[:, t])
        assert lookahead_ceilings(config, k)[t] == pytest.approx(right, abs=0.005)


def test_a_look_ahead_beyond_the_sequence_is_refused():
    with pytest.raises(ValueError, match="k"):
        lookahead_ceilings(TaskConfig(name="balance"), 10)
