from dataclasses import replace

import pytest

from viz_core.experiments import EXPERIMENTS, earlier
from viz_core.experiments.earlier import SEEDS, earlier_metrics, expected_seconds, write
from viz_core.runs.store import RunMetrics

RUNS = EXPERIMENTS["directions"].runs(SEEDS)


def test_every_run_of_the_first_experiment_was_made_beforehand():
    found = earlier_metrics(RUNS)
    assert set(found) == set(RUNS) and len(RUNS) == 260
    assert all(0 < one.fresh_accuracy <= 1 and one.seconds > 0 for one in found.values())


def test_a_run_of_other_settings_is_not_taken_for_an_earlier_one():
    other = replace(RUNS[0], training=replace(RUNS[0].training, learning_rate=0.006))
    assert earlier_metrics([other]) == {}


def test_what_is_written_is_read_again(tmp_path, monkeypatch):
    numbers = RunMetrics(accuracy=0.5, fresh_accuracy=0.25, parameters=7, seconds=1.5)
    write({RUNS[0]: numbers}, tmp_path / "runs.json")
    monkeypatch.setattr(earlier, "FILE", tmp_path / "runs.json")
    earlier._kept.cache_clear()
    found = earlier_metrics(RUNS)
    earlier._kept.cache_clear()
    assert found == {RUNS[0]: numbers}


def test_twice_the_epochs_take_about_twice_as_long():
    one = RUNS[0]
    twice = replace(one, training=replace(one.training, epochs=2 * one.training.epochs))
    known = {one: RunMetrics(accuracy=1, fresh_accuracy=1, parameters=1, seconds=10)}
    assert expected_seconds([one], known) == pytest.approx(10.2)
    assert expected_seconds([twice], known) == pytest.approx(20.2)


def test_without_a_known_run_no_time_is_guessed():
    with pytest.raises(ValueError, match="at least one run"):
        expected_seconds(RUNS, {})
