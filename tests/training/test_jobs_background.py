"""Background jobs never keep anybody waiting: real jobs on one real worker."""

import pytest

from tests.clock import Clock
from tests.running_jobs import experiment, goes_on, light_cluster, until, until_state
from viz_core.training.jobs import Jobs, JobState, Leases


@pytest.fixture(scope="module")
def clock():
    """That of the leases: whoever is watched stays so until a test lets time pass."""
    return Clock()


@pytest.fixture(scope="module")
def jobs(clock):
    with light_cluster() as cluster:
        yield Jobs(cluster, trainer="tests.fake_trainers:Steady", leases=Leases(silence=1.0), clock=clock)


def end(*jobs):
    for job in jobs:
        job.stop()
    for job in jobs:
        until(lambda job=job: job.state.over)


def test_a_background_job_gives_its_worker_up_and_goes_on_afterwards(jobs):
    background = jobs.start(experiment(), background=True)
    until(lambda: background.updates > 0)
    live = jobs.start(experiment(300))
    until(lambda: live.updates > 0)
    assert background.state is JobState.QUEUED
    before = background.updates
    until_state(live, JobState.FINISHED)
    until(lambda: background.updates > before)
    end(background)


def test_a_live_job_is_placed_before_background_jobs_that_came_earlier(jobs):
    first, second = (jobs.start(experiment(200), background=True) for _ in range(2))
    live = jobs.start(experiment(100))
    until_state(live, JobState.FINISHED)
    assert not second.updates
    for job in (first, second):
        until_state(job, JobState.FINISHED)


def test_a_background_job_outlives_the_silence_that_ends_others(jobs, clock):
    background = jobs.start(experiment(), background=True)
    until(lambda: background.updates > 0)
    other = jobs.start(experiment())
    until(lambda: other.updates > 0)
    clock.now += 1.5
    until_state(other, JobState.STOPPED)
    until(lambda: background.state is JobState.RUNNING)
    assert goes_on(background)
    end(background)


def test_a_background_job_that_yielded_can_be_stopped(jobs):
    background = jobs.start(experiment(), background=True)
    until(lambda: background.updates > 0)
    live = jobs.start(experiment())
    until(lambda: live.updates > 0)
    background.stop()
    until_state(background, JobState.STOPPED)
    end(live)
