"""Jobs and clusters for tests: worker processes, runs that go on until they are ended, waiting for them.

In: how many workers; conditions. Out: a cluster that is closed at the end; jobs in a state.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from viz_core.config import ExperimentConfig, TrainingConfig
from viz_core.training.cluster import Cluster
from viz_core.training.job import Job
from viz_core.training.jobs import Jobs
from viz_core.training.reports import JobState

FOREVER = 1_000_000
PATIENCE = 200.0  # seconds, on a busy machine


@contextmanager
def light_cluster(workers: int = 1) -> Iterator[Cluster]:
    """A cluster that is ready, whose workers import nothing beforehand; closed at the end."""
    cluster = Cluster(workers=workers, preload="")
    assert cluster.wait(120)
    yield cluster
    cluster.close()


@contextmanager
def jobs_on(cluster: Cluster) -> Iterator[Callable[..., Jobs]]:
    """`make("Steady")` gives jobs with that trainer of `tests.fake_trainers`; all are ended at the end."""
    made: list[Jobs] = []

    def make(trainer: str = "Steady", module: str = "tests.fake_trainers", **options: Any) -> Jobs:
        made.append(Jobs(cluster, trainer=f"{module}:{trainer}", **options))
        return made[-1]

    yield make
    for one in made:
        for job in one.active():
            job.stop()
        until(lambda one=one: not one.active())


def experiment(steps: int = FOREVER, *, learning_rate: float = 0.001, seed: int = 0) -> ExperimentConfig:
    """A run of so many updates."""
    training = TrainingConfig(sequences=steps, batch_size=1, learning_rate=learning_rate, seed=seed)
    return ExperimentConfig(training=training)


def until(condition: Callable[[], object], seconds: float = PATIENCE) -> None:
    """Wait for a condition."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.002)


def until_state(job: Job, state: JobState, seconds: float = PATIENCE) -> None:
    """Wait for a state; no other may end the job."""
    until(lambda: job.state is state or job.state.over, seconds)
    assert job.state is state, job.error


def running(jobs: Jobs, **options: Any) -> Job:
    """A run without an end, under way."""
    job = jobs.start(experiment(), **options)
    until(lambda: job.updates > 0)
    return job


def paused(jobs: Jobs, **options: Any) -> Job:
    """The same, paused."""
    job = running(jobs, **options)
    job.pause()
    until_state(job, JobState.PAUSED)
    return job


def goes_on(job: Job) -> bool:
    """Whether a run makes further updates."""
    before = job.updates
    until(lambda: job.updates > before + 50 or job.state.over)
    return job.state is JobState.RUNNING
