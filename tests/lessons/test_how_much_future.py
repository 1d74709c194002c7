"""How right a reader can be that knows only the next k steps."""

from dataclasses import replace

import numpy as np
import pytest

from viz_core.config import ExperimentConfig, ModelConfig, TaskConfig, TrainingConfig
from viz_core.lessons.how_much_future import NEAR, enough, network_to_train
from viz_core.network.probe import fresh_batch
from viz_core.network.tracing import trace
from viz_core.pretrained import load
from viz_core.pretrained.lookahead import NAMES, NETWORKS, lookaheads, reach, task_of
from viz_core.pretrained.reach import Reach
from viz_core.statistics.metrics import accuracy
from viz_core.tasks import TASKS
from viz_core.tasks.lookahead import lookahead_ceilings
from viz_core.tasks.task import Batch
from viz_core.training.windows import trained_on_windows, window_accuracy, windows


def test_every_task_has_its_reach():
    assert sorted(NAMES) == sorted(TASKS)
    assert lookaheads("balance") == tuple(range(10))
    assert lookaheads("will_it_flip") == tuple(range(25))
    assert lookaheads("casino") == (0, 1, 2, 3, 4, 5, 6, 8, 10, 19)


@pytest.mark.parametrize("name", NAMES)
def test_the_ceilings_are_those_of_the_task_and_rise_with_k(name):
    told, task = reach(name), task_of(name)
    assert told.steps == lookaheads(name)
    exact = [lookahead_ceilings(task, k).mean() for k in told.steps]
    np.testing.assert_allclose(told.ceilings, exact, atol=6e-5)
    assert list(told.ceilings) == sorted(told.ceilings)
    best = TASKS[name].ceilings(task)
    np.testing.assert_allclose(
        [told.ceilings[0], told.ceilings[-1]], [best["forward"], best["bidirectional"]], atol=6e-5
    )


def test_a_walk_needs_no_future_an_echo_two_steps_and_a_balance_nearly_all():
    assert (enough(reach("signed_walk")), enough(reach("echo")), enough(reach("xor_neighbours"))) == (0, 2, 1)
    balance = reach("balance")
    assert enough(balance) >= balance.length - 2
    assert enough(reach("casino")) < reach("casino").length // 2


def test_where_nobody_knows_the_best_the_networks_say_how_much_is_enough():
    told = Reach(length=9, steps=(1, 5, 9), ceilings=(), cut=(0.1, 0.2, 0.9), retrained=(0.4, 0.895, 0.9))
    assert enough(told) == 5


@pytest.mark.parametrize("name", NETWORKS)
def test_no_network_is_better_than_chance_lets_it_be(name):
    told = reach(name)
    slack = 4 * told.error + 1e-4
    for reached in (told.cut, told.retrained):
        assert len(reached) == len(told.steps)
        assert all(one <= best + slack for one, best in zip(reached, told.ceilings, strict=True))
    assert max(np.subtract(told.ceilings, told.retrained)) < 0.04


def test_a_reader_that_used_the_end_as_its_clock_breaks_when_cut_and_training_repairs_it():
    for name in ("brackets", "mirror_sum"):
        told = reach(name)
        assert told.cut[0] < told.ceilings[0] - 0.1
        assert told.retrained[0] > told.ceilings[0] - NEAR


def test_the_network_to_train_is_that_of_the_picture_or_a_ready_one():
    assert network_to_train("casino") == load("casino").config
    assert all(network_to_train(name).task == task_of(name) for name in NAMES)
    with pytest.raises(ValueError, match="`task` must be"):
        network_to_train("dates")


def test_windows_end_k_steps_ahead_and_ask_each_step_once():
    batch = Batch(
        inputs=np.arange(3.0, dtype=np.float32).reshape(1, 3, 1), targets=np.array([[7, 8, 9]], np.int32)
    )
    cut = windows(batch, 1)
    np.testing.assert_array_equal(cut.mask, [[1, 1, 0], [1, 1, 1]])
    np.testing.assert_array_equal(cut.targets, [[7, -1, -1], [-1, 8, 9]])
    np.testing.assert_array_equal(cut.inputs[..., 0], [[0, 1, 2], [0, 1, 2]])
    whole = windows(batch, 2)
    np.testing.assert_array_equal(whole.targets, batch.targets)
    assert whole.mask.all()
    with pytest.raises(ValueError, match="`k` must be"):
        windows(batch, 3)


@pytest.mark.parametrize("k", [0, 2, 9])
def test_a_cut_network_answers_as_if_the_sequence_ended_there(k):
    network = load("brackets_bidirectional_1")
    batch = fresh_batch(network.config, 40)
    answers = [
        trace(network.weights, network.config.model, batch.inputs[:, : t + k + 1])["probabilities"][:, t]
        for t in range(10)
    ]
    shares, error = window_accuracy(network.weights, network.config, batch, k)
    assert shares == pytest.approx(accuracy(np.stack(answers, axis=1), batch.targets))
    assert error == 0


def test_the_standard_error_is_that_of_the_parts():
    network = load("casino")
    batch = fresh_batch(network.config, 60)
    parts = [
        Batch(inputs=batch.inputs[rows], targets=batch.targets[rows]) for rows in np.split(np.arange(60), 3)
    ]
    each = [window_accuracy(network.weights, network.config, one, 3)[0] for one in parts]
    share, error = window_accuracy(network.weights, network.config, batch, 3, parts=3)
    assert share == pytest.approx(np.mean(each))
    assert error == pytest.approx(np.std(each, ddof=1) / np.sqrt(3))


def test_a_network_trained_on_windows_learns_what_lies_ahead():
    config = ExperimentConfig(
        task=TaskConfig(name="echo", timesteps=4, delay=-1),
        model=ModelConfig(cell="GRU", units=8),
        training=TrainingConfig(sequences=2_000, batch_size=32, epochs=2, learning_rate=0.02),
    )
    weights = trained_on_windows(config, 1)
    assert window_accuracy(weights, config, fresh_batch(config, 200), 1)[0] > 0.9
    blind = trained_on_windows(replace(config, training=replace(config.training, epochs=1)), 0)
    exact = lookahead_ceilings(config.task, 0).mean()
    assert window_accuracy(blind, config, fresh_batch(config, 200), 0)[0] < exact + 0.06
