import numpy as np
import pytest

from viz_core.config import ExperimentConfig, TaskConfig, TrainingConfig
from viz_core.network.probe import drawn_probe, fresh_batch, typed_probe
from viz_core.seeds import stream
from viz_core.tasks import TASKS


@pytest.mark.parametrize("name", TASKS)
def test_the_same_number_draws_the_same_sequence(name):
    config = TaskConfig(name=name)
    one, same, other = drawn_probe(config, 4), drawn_probe(config, 4), drawn_probe(config, 5)
    assert np.array_equal(one.inputs, same.inputs)
    assert not np.array_equal(one.inputs, other.inputs)
    assert one.inputs.shape == (1, config.length, TASKS[name].features)
    assert len(one.symbols) == config.length


def test_a_typed_sequence_is_labelled_as_by_hand():
    probe = typed_probe(TaskConfig(timesteps=4), "0.5 0.4 0.2 0.9")
    assert probe.targets.tolist() == [[0, 0, 1, 1]]
    assert probe.symbols == ("0.50", "0.40", "0.20", "0.90")


def test_a_typed_casino_sequence_has_no_targets():
    assert typed_probe(TaskConfig(name="casino", timesteps=3), "0 1 1").targets is None


def test_a_typed_sequence_of_another_length_is_refused_in_one_sentence():
    with pytest.raises(ValueError, match=r"`sequence` must be .*; got"):
        typed_probe(TaskConfig(timesteps=4), "0.5 0.4")


def test_fresh_sequences_are_not_those_of_the_training():
    config = ExperimentConfig(training=TrainingConfig(seed=8))
    fresh = fresh_batch(config, 50).inputs
    data = TASKS["cumulative_sum"].sample(50, config.task, stream(8, "data")).inputs
    assert np.array_equal(fresh, fresh_batch(config, 50).inputs)
    assert not np.isin(fresh.ravel(), data.ravel()).any()
