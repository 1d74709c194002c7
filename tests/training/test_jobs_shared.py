"""Sharing workers: slices of time, the longest run, a lost worker, who may end whose run. Real processes."""

import os
import signal

import numpy as np
import pytest

from tests.running_jobs import FOREVER, experiment, jobs_on, light_cluster, running, until, until_state
from viz_core.config import ExperimentConfig, ModelConfig, TrainingConfig
from viz_core.training import train
from viz_core.training.jobs import JobState, Shares

SHORT = Shares(slice=0.3)


@pytest.fixture(scope="module")
def cluster():
    with light_cluster() as cluster:
        yield cluster


@pytest.fixture
def jobs(cluster):
    with jobs_on(cluster) as make:
        yield make


def test_endless_runs_share_a_worker_and_a_short_one_gets_through(jobs):
    pool = jobs(shares=SHORT)
    endless = [pool.start(experiment()) for _ in range(3)]
    until(lambda: all(job.updates > 0 for job in endless))
    short = pool.start(experiment(200))
    until_state(short, JobState.FINISHED)
    before = [job.updates for job in endless]
    until(lambda: all(job.updates > then for job, then in zip(endless, before, strict=True)))


def test_a_run_keeps_its_worker_while_nobody_waits(jobs):
    job = running(jobs(shares=SHORT))
    seen = set()
    until(lambda: seen.add(job.state) or job.updates > 1_000)
    assert seen == {JobState.RUNNING}


def test_a_pause_of_a_persons_own_is_not_ended_by_a_slice(jobs):
    pool = jobs(shares=SHORT)
    one, two = pool.start(experiment()), pool.start(experiment())
    until(lambda: one.updates and two.updates)
    one.pause()
    until_state(one, JobState.PAUSED)
    before, other = one.updates, two.updates
    until(lambda: two.updates > other + 1_000)
    assert (one.state, one.updates) == (JobState.PAUSED, before)


def test_a_run_in_slices_learns_what_it_learns_undisturbed_bit_for_bit(jobs):
    model = ModelConfig(units=16)
    training = TrainingConfig(sequences=20_000, epochs=10, batch_size=10, seed=5)
    config = ExperimentConfig(model=model, training=training)
    pool = jobs("Trainer", "viz_core.training.engine", shares=Shares(slice=0.05))
    sliced, other = pool.start(config), pool.start(config)
    waited = {sliced: 0, other: 0}

    def count():
        for job in waited:
            waited[job] += job.state is JobState.QUEUED and job.updates > 0
        return sliced.state.over and other.state.over

    until(count, seconds=240)
    assert (sliced.state, other.state) == (JobState.FINISHED, JobState.FINISHED)
    assert min(waited.values()) > 0
    *_, alone = train(config)
    for job in (sliced, other):
        for mine, theirs in zip(job.snapshots[-1].weights, alone.weights, strict=True):
            np.testing.assert_array_equal(mine, theirs)


def test_those_who_wait_know_how_long(jobs):
    pool = jobs(shares=Shares(slice=20.0))
    running(pool)
    waiting = [pool.start(experiment()) for _ in range(2)]
    until(lambda: [job.queue_place for job in waiting] == [1, 2])
    first, second = (job.queue_seconds for job in waiting)
    assert 0 <= first <= 20
    assert second == pytest.approx(first + 20, abs=1.0)


def test_a_second_run_of_the_same_person_waits_for_everybody_elses_first(jobs):
    pool = jobs(shares=Shares(slice=FOREVER))
    first = running(pool, owner="ann")
    second, other = pool.start(experiment(), owner="ann"), pool.start(experiment(50), owner="bob")
    until(lambda: (other.queue_place, second.queue_place) == (1, 2))
    first.stop()
    until_state(other, JobState.FINISHED)
    until(lambda: second.updates > 0)


def test_the_longest_run_ends_with_a_sentence_and_keeps_what_it_learned(jobs):
    job = running(jobs(shares=Shares(longest=0.6)))
    until_state(job, JobState.STOPPED)
    assert (
        job.note == "This run was ended after 0 minutes of training, the most for one run; nothing is lost."
    )
    assert job.snapshots[-1].step == job.updates > 0


def test_anybodys_run_can_be_ended_with_a_note(jobs):
    pool = jobs()
    job, waiting = running(pool), pool.start(experiment())
    pool.end(job, note="The lecturer ended this run.")
    until_state(job, JobState.STOPPED)
    assert job.note == "The lecturer ended this run."
    until(lambda: waiting.updates > 0)


def test_the_queue_can_be_emptied_and_the_run_under_way_goes_on(jobs):
    pool = jobs()
    job = running(pool)
    waiting = [pool.start(experiment()) for _ in range(5)]
    until(lambda: all(one.queue_place for one in waiting))
    pool.empty_queue(note="The lecturer emptied the queue.")
    for one in waiting:
        until_state(one, JobState.STOPPED)
    assert {one.note for one in waiting} == {"The lecturer emptied the queue."}
    assert job.state is JobState.RUNNING


def process_of(cluster, job):
    return cluster.call(cluster.ask(job.worker, os.getpid)).result(30)


def test_a_run_whose_worker_is_killed_goes_on_from_its_last_snapshot_and_says_so(cluster, jobs):
    job = running(jobs())
    os.kill(process_of(cluster, job), signal.SIGKILL)
    until(lambda: job.note)
    begun = int(job.note.split("update ")[1].split(".")[0].replace(",", ""))
    assert job.snapshots[-1].step == begun > 0
    until(lambda: job.updates > begun + 100, seconds=120)
    steps = job.curve.steps
    assert (np.diff(steps) > 0).all()
    assert job.error == ""


def test_a_paused_run_whose_worker_is_killed_is_paused_again(cluster, jobs):
    job = running(jobs())
    job.pause()
    until_state(job, JobState.PAUSED)
    before = job.updates
    os.kill(process_of(cluster, job), signal.SIGKILL)
    until(lambda: job.note and job.worker and job.state is JobState.PAUSED, seconds=120)
    assert job.updates == before
    job.step()
    until(lambda: job.updates == before + 1)
    job.resume()
    until(lambda: job.updates > before + 50)


def test_a_run_that_was_told_to_stop_does_not_go_on_when_its_worker_is_killed(cluster, jobs):
    job = running(jobs("Stuck"))
    job.stop()
    os.kill(process_of(cluster, job), signal.SIGKILL)
    until_state(job, JobState.STOPPED)
    assert job.note == ""


def test_the_engine_goes_on_from_weights_and_step_and_finishes(cluster, jobs):
    # Seconds on any machine: the run is under way when its worker is killed.
    training = TrainingConfig(sequences=200_000, epochs=2, batch_size=2, seed=3)
    config = ExperimentConfig(model=ModelConfig(units=4), training=training)
    job = jobs("Trainer", "viz_core.training.engine").start(config)
    until(lambda: job.updates > 1_000, seconds=120)
    os.kill(process_of(cluster, job), signal.SIGKILL)
    until_state(job, JobState.FINISHED, seconds=240)
    assert "went on from update" in job.note
    assert job.curve.steps[-1] == config.training.steps
    assert np.diff(job.curve.seconds).min() >= 0
