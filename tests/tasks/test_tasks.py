"""What every task promises, and the labels of each against a slow reference or a case worked by hand."""

import itertools

import numpy as np
import pytest

from viz_core.config import TASK_TIMESTEPS, TaskConfig
from viz_core.tasks import TASKS
from viz_core.tasks.task import Task

DECIDED = [name for name in TASKS if name != "casino"]


def rng(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


def labels(name: str, typed: str, **options: int) -> list[int]:
    task = TASKS[name]
    config = TaskConfig(name=name, **options)
    return task.label(task.parse(typed, config), config)[0].tolist()


def test_registry_has_exactly_the_configs_tasks():
    assert list(TASKS) == list(TASK_TIMESTEPS)
    assert all(task.name == name for name, task in TASKS.items())


@pytest.mark.parametrize("task", TASKS.values(), ids=TASKS)
def test_words_are_one_sentence_each(task: Task):
    assert 0 < len(task.title) <= 20
    for sentence in (task.teaching_point, task.typed):
        assert sentence[0].isupper() and sentence.endswith(".") and ". " not in sentence
    assert len(task.teaching_point) <= 180
    assert len(set(task.classes)) == len(task.classes) >= 2


@pytest.mark.parametrize("length", [None, 2, 3, 37])
@pytest.mark.parametrize("name", TASKS)
def test_batch_has_its_axes_and_types(name: str, length: int | None):
    task, config = TASKS[name], TaskConfig(name=name, timesteps=length)
    batch = task.sample(5, config, rng())
    assert batch.inputs.shape == (5, config.length, task.features)
    assert batch.targets.shape == (5, config.length)
    assert batch.inputs.dtype == np.float32 and batch.targets.dtype == np.int32
    assert batch.mask is None
    assert 0 <= batch.targets.min() and batch.targets.max() < len(task.classes)


@pytest.mark.parametrize("name", TASKS)
def test_same_seed_draws_the_same_batch_and_another_does_not(name: str):
    config = TaskConfig(name=name)
    first, again, other = (TASKS[name].sample(20, config, rng(seed)) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first.inputs, again.inputs)
    np.testing.assert_array_equal(first.targets, again.targets)
    assert (first.inputs != other.inputs).any()


@pytest.mark.parametrize("name", TASKS)
def test_every_class_is_drawn(name: str):
    targets = TASKS[name].sample(500, TaskConfig(name=name), rng()).targets
    assert set(np.unique(targets)) == set(range(len(TASKS[name].classes)))


@pytest.mark.parametrize("name", TASKS)
@pytest.mark.parametrize("n", [0, -1, 1.5])
def test_a_count_that_is_no_count_is_refused(name: str, n: float):
    with pytest.raises(ValueError, match="`n` must be a whole number from 1 to"):
        TASKS[name].sample(n, TaskConfig(name=name), rng())


@pytest.mark.parametrize("name", DECIDED)
def test_label_gives_the_targets_of_a_sample(name: str):
    config = TaskConfig(name=name)
    batch = TASKS[name].sample(50, config, rng())
    np.testing.assert_array_equal(TASKS[name].label(batch.inputs, config), batch.targets)


def test_the_casino_labels_nothing():
    config = TaskConfig(name="casino")
    assert TASKS["casino"].label(TASKS["casino"].sample(3, config, rng()).inputs, config) is None


@pytest.mark.parametrize("name", DECIDED)
def test_inputs_of_another_length_are_refused(name: str):
    short = TASKS[name].sample(3, TaskConfig(name=name, timesteps=4), rng()).inputs
    with pytest.raises(ValueError, match=r"`inputs` must have shape \(batch, time=5, features=\d\); got"):
        TASKS[name].label(short, TaskConfig(name=name, timesteps=5))


def test_numbers_fill_their_range_evenly():
    for name, low, high in (("cumulative_sum", 0, 1), ("signed_walk", -1, 1)):
        drawn = TASKS[name].sample(20_000, TaskConfig(name=name), rng()).inputs
        counts, _ = np.histogram(drawn, bins=10, range=(low, high))
        assert counts.sum() == drawn.size
        np.testing.assert_allclose(counts / drawn.size, 0.1, atol=0.003)


def test_cumulative_sum_turns_at_a_quarter_of_the_length():
    assert labels("cumulative_sum", "0.2 0.7 0.1 0.9", timesteps=4) == [0, 0, 1, 1]
    assert labels("mirror_sum", "0.9 0.1 0.7 0.2", timesteps=4) == [1, 1, 0, 0]


def test_typed_decimals_reach_the_quarter_as_by_hand():
    # In float32 0.7 + 0.7 + 0.7 + 0.4 falls short of 2.5 by 3e-8.
    assert labels("cumulative_sum", "0.7 0.7 0.7 0.4 0 0 0 0 0 0") == [0, 0, 0] + [1] * 7
    assert labels("signed_walk", "0.1 0.2 -0.3 0.1", timesteps=4) == [1, 1, 0, 1]
    assert labels("balance", "0.1 0.2 1 0.3", timesteps=4) == [0, 0, 0, 1]


def test_mirror_sum_is_cumulative_sum_read_from_the_end():
    config = TaskConfig(timesteps=7)
    inputs = TASKS["cumulative_sum"].sample(50, config, rng()).inputs
    mirrored = TASKS["mirror_sum"].label(inputs[:, ::-1], config)[:, ::-1]
    np.testing.assert_array_equal(mirrored, TASKS["cumulative_sum"].label(inputs, config))


def test_balance_leaves_out_the_step_itself():
    assert labels("balance", "0.5 -1 0.4", timesteps=3) == [1, 1, 0]


@pytest.mark.parametrize(
    ("delay", "expected"),
    [
        (0, [0, 1, 2, 3]),
        (1, [4, 0, 1, 2]),
        (-1, [1, 2, 3, 4]),
        (3, [4, 4, 4, 0]),
        (8, [4, 4, 4, 4]),
        (-8, [4, 4, 4, 4]),
    ],
)
def test_echo_repeats_the_symbol_delay_steps_earlier(delay: int, expected: list[int]):
    assert labels("echo", "0123", timesteps=4, delay=delay) == expected


def test_xor_takes_zero_beyond_the_ends():
    assert labels("xor_neighbours", "1101", timesteps=4) == [1, 1, 0, 0]


def paired_with_a_stack(text: str) -> list[int]:
    paired, unmatched = [0] * len(text), []
    for step, bracket in enumerate(text):
        if bracket == "(":
            unmatched.append(step)
        elif unmatched:
            paired[step] = paired[unmatched.pop()] = 1
    return paired


def test_brackets_pair_as_with_a_stack():
    assert labels("brackets", "())(()(", timesteps=7) == [1, 1, 0, 0, 1, 1, 0]
    for length in (2, 3, 8):
        for text in map("".join, itertools.product("()", repeat=length)):
            assert labels("brackets", text, timesteps=length) == paired_with_a_stack(text)


def test_casino_stays_and_flips_as_often_as_it_says():
    batch = TASKS["casino"].sample(20_000, TaskConfig(name="casino"), rng())
    states, bits = batch.targets, batch.inputs[..., 0]
    assert np.mean(states[:, 1:] == states[:, :-1]) == pytest.approx(0.95, abs=0.002)
    assert np.mean(bits != states) == pytest.approx(0.3, abs=0.003)
    assert np.mean(states[:, 0]) == pytest.approx(0.5, abs=0.015)
    assert set(np.unique(bits)) == {0, 1}
