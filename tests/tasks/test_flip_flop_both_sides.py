"""The two-sided flip-flop: labels by hand, forced pulses, ceilings by weighted enumeration."""

import itertools

import numpy as np
import pytest

from viz_core.config import TaskConfig
from viz_core.tasks import TASKS

NAMES = ("flip_flop_both_sides", "will_it_flip")


def labels(name: str, typed: str) -> list[int]:
    task, config = TASKS[name], TaskConfig(name=name, timesteps=len(typed))
    return task.label(task.parse(typed, config), config)[0].tolist()


def test_the_last_pulse_counts_one_and_the_next_one_two():
    assert labels("flip_flop_both_sides", "+0-00+") == [3, 1, 0, 2, 2, 3]


def test_it_flips_where_the_last_and_the_next_pulse_differ():
    assert labels("will_it_flip", "+0-00-0+") == [0, 1, 0, 0, 0, 0, 1, 0]


def test_a_pulse_that_never_comes_counts_as_down():
    assert labels("flip_flop_both_sides", "0+0") == [2, 3, 1]


def test_the_arrows_of_a_class_are_the_last_pulse_and_the_next():
    for number, word in enumerate(TASKS["flip_flop_both_sides"].classes):
        assert [letter == "↑" for letter in word] == [bool(number & 1), bool(number & 2)]


@pytest.mark.parametrize("name", NAMES)
def test_both_ends_have_a_pulse_and_the_others_one_in_five(name):
    drawn = TASKS[name].sample(20_000, TaskConfig(name=name), np.random.default_rng(0)).inputs
    assert (drawn[:, [0, -1]] != 0).all()
    assert np.mean(drawn[:, 1:-1] != 0) == pytest.approx(0.2, abs=0.002)


@pytest.mark.parametrize(("name", "length"), list(itertools.product(NAMES, (2, 3, 6))))
def test_ceilings_equal_enumeration_by_probability(name, length):
    config = TaskConfig(name=name, timesteps=length)
    exact = TASKS[name].ceilings_per_step(config)
    inner = itertools.product((-1, 0, 1), repeat=length - 2)
    drawn = [(first, *one, last) for one in inner for first in (-1, 1) for last in (-1, 1)]
    chances = np.array([np.prod([0.8 if mark == 0 else 0.1 for mark in one[1:-1]]) / 4 for one in drawn])
    assert chances.sum() == pytest.approx(1)
    inputs = np.array(drawn, np.float32)[..., None]
    targets = TASKS[name].label(inputs, config)
    views = {
        "forward": lambda one, t: one[: t + 1],
        "backward": lambda one, t: one[t:],
        "bidirectional": lambda one, t: one,
    }
    for reader, t in itertools.product(views, range(length)):
        found: dict[tuple[int, ...], np.ndarray] = {}
        for one, chance, target in zip(drawn, chances, targets[:, t], strict=True):
            found.setdefault(views[reader](one, t), np.zeros(4))[target] += chance
        assert exact[reader][t] == pytest.approx(sum(one.max() for one in found.values()))
