"""Flip-flops: labels by hand and by a slow reference, pulses, ceilings by weighted enumeration."""

import itertools
import math

import numpy as np
import pytest

from viz_core.config import TaskConfig
from viz_core.tasks import TASKS

CHANNELS = {"flip_flop": 1, "flip_flop_2": 2, "flip_flop_3": 3}


def labels(name: str, typed: str, timesteps: int) -> list[int]:
    task, config = TASKS[name], TaskConfig(name=name, timesteps=timesteps)
    return task.label(task.parse(typed, config), config)[0].tolist()


def test_a_switch_stays_as_it_was_set_last():
    assert labels("flip_flop", "+00-0+", 6) == [1, 1, 1, 0, 0, 1]


def test_a_switch_that_was_never_set_is_down():
    assert labels("flip_flop", "00+0", 4) == [0, 0, 1, 1]


def test_switches_are_counted_in_binary_the_first_channel_last():
    assert labels("flip_flop_2", "+- 00 0+ -0", 4) == [1, 1, 3, 2]
    assert labels("flip_flop_3", "--+ +00 0+- 000", 4) == [4, 5, 3, 3]


@pytest.mark.parametrize("name", CHANNELS)
def test_the_class_of_a_label_shows_its_arrows_in_the_order_of_the_channels(name):
    for number, word in enumerate(TASKS[name].classes):
        shown = {"down": "↓", "up": "↑"}.get(word, word)
        assert [letter == "↑" for letter in shown] == [bool(number >> k & 1) for k in range(CHANNELS[name])]


@pytest.mark.parametrize("name", CHANNELS)
def test_labels_are_those_of_switches_kept_one_by_one(name):
    config = TaskConfig(name=name, timesteps=12)
    batch = TASKS[name].sample(50, config, np.random.default_rng(1))
    for sequence, targets in zip(batch.inputs.tolist(), batch.targets.tolist(), strict=True):
        up = [False] * CHANNELS[name]
        for step, target in zip(sequence, targets, strict=True):
            up = [pulse > 0 if pulse else kept for pulse, kept in zip(step, up, strict=True)]
            assert target == sum(2**k for k, one in enumerate(up) if one)


@pytest.mark.parametrize("name", CHANNELS)
def test_pulses_come_as_often_as_it_says(name):
    drawn = TASKS[name].sample(20_000, TaskConfig(name=name), np.random.default_rng(0)).inputs
    assert set(np.unique(drawn)) == {-1, 0, 1}
    assert (drawn[:, 0] != 0).all()
    assert np.mean(drawn[:, 1:] != 0) == pytest.approx(0.2, abs=0.002)
    assert np.mean(drawn[drawn != 0] > 0) == pytest.approx(0.5, abs=0.003)


@pytest.mark.parametrize(("name", "length"), [("flip_flop", 2), ("flip_flop", 6), ("flip_flop_2", 3)])
def test_ceilings_equal_enumeration_by_probability(name, length):
    config, channels = TaskConfig(name=name, timesteps=length), CHANNELS[name]
    exact = TASKS[name].ceilings_per_step(config)
    marks = [step for step in itertools.product((-1, 0, 1), repeat=channels)]
    firsts = [step for step in marks if all(step)]
    drawn = [np.array(one, np.float32) for one in itertools.product(firsts, *[marks] * (length - 1))]
    later = [math.prod(0.8 if mark == 0 else 0.1 for mark in one[1:].ravel()) for one in drawn]
    chances = np.array(later) / len(firsts)
    assert chances.sum() == pytest.approx(1)
    targets = TASKS[name].label(np.stack(drawn), config)
    views = {"forward": lambda one, t: one[: t + 1], "backward": lambda one, t: one[t:]}
    for reader, t in itertools.product(views, range(length)):
        found: dict[bytes, np.ndarray] = {}
        for one, chance, target in zip(drawn, chances, targets[:, t], strict=True):
            seen = views[reader](one, t).tobytes()
            found.setdefault(seen, np.zeros(2**channels))[target] += chance
        assert exact[reader][t] == pytest.approx(sum(one.max() for one in found.values()))


def test_marks_may_be_typed_close_together_and_are_written_in_groups():
    config = TaskConfig(name="flip_flop_2", timesteps=2)
    inputs = TASKS["flip_flop_2"].parse("+0\N{MINUS SIGN}+", config)
    assert inputs[0].tolist() == [[1, 0], [-1, 1]]
    assert TASKS["flip_flop_2"].symbols(inputs) == [["+0", "-+"]]


@pytest.mark.parametrize(("text", "got"), [("+-0", "3"), ("+-0x", "'x'"), ("", "0")])
def test_other_marks_get_one_sentence(text, got):
    with pytest.raises(ValueError) as refused:
        TASKS["flip_flop_2"].parse(text, TaskConfig(name="flip_flop_2", timesteps=2))
    assert str(refused.value) == f"`sequence` must be 4 marks, each +, - or 0; got {got}."
