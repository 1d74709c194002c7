import numpy as np
import pytest

from viz_core.config import ExperimentConfig, ModelConfig, TaskConfig
from viz_core.limits.budget import trace_bytes
from viz_core.network.weights import count_parameters, initial_weights
from viz_core.pretrained import load
from viz_core.seeds import stream
from viz_core.statistics.evaluation import EFFORT, affordable, answered_targets, examine
from viz_core.tasks import TASKS


def untrained(config):
    task = TASKS[config.task.name]
    rng = stream(0, "weights")
    return initial_weights(config.model, features=task.features, outputs=task.outputs, rng=rng)


def small(**model):
    return ExperimentConfig(
        task=TaskConfig(name="echo", timesteps=6), model=ModelConfig(cell="GRU", units=3, **model)
    )


def test_an_exam_says_how_many_were_asked_and_writes_out_the_first():
    exam = examine(small(), untrained(small()), sequences=40, rows=7)[""]
    assert exam.sequences == 40
    assert len(exam.rows) == 7
    assert exam.per_step.shape == (6,)


def test_accuracy_is_the_mean_over_the_steps():
    exam = examine(small(), untrained(small()), sequences=40)[""]
    assert exam.accuracy == pytest.approx(exam.per_step.mean())


def test_the_shipped_textbook_network_answers_nearly_all_fresh_sequences():
    network = load("cumulative_sum")
    assert examine(network.config, network.weights, sequences=1_000)[""].accuracy > 0.99


def test_a_final_state_head_is_asked_for_the_last_step_only():
    config = small(head="final_state")
    exam = examine(config, untrained(config), sequences=20)[""]
    assert exam.per_step.shape == (1,)
    assert all(len(row.targets) == 1 for row in exam.rows)
    targets = np.arange(12, dtype=np.int32).reshape(2, 6)
    assert answered_targets(targets, config.model).tolist() == [[5], [11]]


def test_without_a_merge_each_reader_is_examined_on_its_own():
    config = small(merge_mode="none")
    exams = examine(config, untrained(config), sequences=20)
    assert list(exams) == ["/forward", "/backward"]


def test_large_networks_are_asked_fewer_sequences_or_none():
    large = ExperimentConfig(task=TaskConfig(timesteps=200), model=ModelConfig(units=512, layers=4))
    assert affordable(small(), features=4, outputs=5, most=500) == 500
    assert affordable(large, features=1, outputs=1, most=500) == 0
    middle = ExperimentConfig(task=TaskConfig(timesteps=100), model=ModelConfig(units=128))
    parameters = count_parameters(middle.model, features=1, outputs=1)
    assert affordable(middle, features=1, outputs=1, most=500) == EFFORT // (parameters * 100)


def test_an_exam_in_parts_gives_the_same_answers(monkeypatch):
    config = small()
    weights = untrained(config)
    whole = examine(config, weights, sequences=50)[""]
    monkeypatch.setattr("viz_core.statistics.evaluation.ROOM", 3 * trace_bytes(config))
    parts = examine(config, weights, sequences=50)[""]
    assert (parts.accuracy, parts.rows) == (whole.accuracy, whole.rows)
    np.testing.assert_array_equal(parts.per_step, whole.per_step)
