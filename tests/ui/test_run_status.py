"""The line on a run says what is true while it is prepared."""

from types import SimpleNamespace

import pytest

from ui.run_status import news_of, status
from viz_core.config import ExperimentConfig, TrainingConfig
from viz_core.training.job import Job
from viz_core.training.reports import JobState


class Clock:
    now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


def prepared(trainer, clock):
    job = Job(
        job_id="a",
        config=ExperimentConfig(training=TrainingConfig(trainer=trainer)),
        owner=None,
        clock=clock,
        send=lambda job, name: None,
    )
    clock.now += 50
    job.move(JobState.PREPARING)
    return job


def test_loading_keras_is_said_to_take_up_to_a_minute_and_its_seconds_are_counted(clock):
    job = prepared("keras", clock)
    before = news_of(job)
    assert status(job) == "Keras is being loaded, up to a minute the first time"
    clock.now += 1.5
    assert news_of(job) == before
    clock.now += 33.0
    assert news_of(job) != before
    assert status(job) == "Keras is being loaded, up to a minute the first time · 34 s so far"


def test_the_apps_own_loops_are_never_said_to_load_keras(clock):
    job = prepared("loops", clock)
    before = news_of(job)
    clock.now += 40
    assert status(job) == "Preparing the run: the first one on a computer takes a few seconds"
    assert news_of(job) == before


def test_a_state_that_is_reported_again_goes_on_counting(clock):
    job = prepared("keras", clock)
    clock.now += 10
    job.move(JobState.PREPARING)
    assert job.state_seconds == 10
    job.move(JobState.STOPPED)
    assert job.state_seconds == 0 and "Keras is being loaded" not in status(job)


@pytest.mark.parametrize(("epochs", "words"), [(1, "over the whole run"), (2, "over the last epoch")])
def test_the_mean_that_a_finished_run_ends_with_is_called_what_it_is_taken_over(epochs, words):
    config = ExperimentConfig(training=TrainingConfig(epochs=epochs))
    curve = SimpleNamespace(steps=(5000,), epoch_loss=0.0311, epoch_accuracy=0.987)
    job = SimpleNamespace(config=config, curve=curve, state=JobState.FINISHED)
    assert status(job) == f"Finished · training: loss 0.0311 · accuracy 0.987 {words}"
