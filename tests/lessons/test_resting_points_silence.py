"""Who keeps the answer through 400 empty steps."""

import numpy as np
import pytest

from viz_core.config import ExperimentConfig, ModelConfig, TaskConfig
from viz_core.lessons.resting_points_searched import searched
from viz_core.lessons.resting_points_silence import KEEPING, STEPS, keeps_answers, silence
from viz_core.lessons.state_space import first_weights
from viz_core.pretrained import load
from viz_core.tasks import TASKS


@pytest.mark.parametrize("name", KEEPING)
def test_empty_steps_leave_the_answer_of_these_tasks_as_it_is(name):
    config = TaskConfig(name=name)
    batch = TASKS[name].sample(20, config, np.random.default_rng(0))
    longer = np.concatenate([batch.inputs, np.zeros_like(batch.inputs)], axis=1)
    targets = TASKS[name].label(longer, TaskConfig(name=name, timesteps=2 * config.length))
    assert (targets[:, config.length :] == batch.targets[:, -1:]).all()


@pytest.mark.parametrize("name", ["resting_flip_flop_2_GRU", "resting_flip_flop_2_SimpleRNN"])
def test_with_a_stable_point_for_each_answer_every_answer_is_kept(name):
    network = load(name)
    found = silence(network.config, network.weights)
    assert set(found.kept) == {0, 1, 2, 3}
    for shares in found.kept.values():
        assert shares.shape == (STEPS + 1,)
        assert shares.min() == 1


def test_the_network_of_three_points_is_right_and_forgets_one_answer():
    network = load("resting_three_points")
    points = searched(network.config, network.weights, "forward", (0.0, 0.0)).points
    found = silence(network.config, network.weights)
    assert sum(one.stable for one in points) == 3
    assert [round(float(shares[0]), 2) for shares in found.kept.values()] == [1] * 4
    assert sum(shares[-1] < 0.5 for shares in found.kept.values()) == 1


@pytest.mark.parametrize(
    ("task", "model", "keeping"),
    [
        ("flip_flop", ModelConfig(), True),
        ("signed_walk", ModelConfig(direction="forward", merge_mode="none"), True),
        ("flip_flop", ModelConfig(merge_mode="none"), False),
        ("flip_flop", ModelConfig(head="final_state"), False),
        ("casino", ModelConfig(), False),
    ],
)
def test_only_one_answer_a_step_on_a_task_of_keeping_can_be_followed(task, model, keeping):
    config = ExperimentConfig(task=TaskConfig(name=task), model=model)
    assert keeps_answers(config) is keeping


def test_a_task_whose_answer_is_not_kept_is_refused():
    config = ExperimentConfig(task=TaskConfig(name="balance"), model=ModelConfig(units=2))
    with pytest.raises(ValueError, match="task"):
        silence(config, first_weights(config))
