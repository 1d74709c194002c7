"""Runs that are over, with the weights of several moments, for pages that show a visitor's last run."""

from collections.abc import Iterable
from itertools import count

from viz_core.config import ExperimentConfig
from viz_core.network.weights import Weights
from viz_core.training.events import TrainingEvent
from viz_core.training.job import Job
from viz_core.training.reports import JobState, JobUpdate

_numbers = count()


def finished_run(config: ExperimentConfig, moments: Iterable[tuple[int, Weights]]) -> Job:
    """A run of this config that has ended, with the weights at each of some steps; its id is its own."""
    job = Job(
        job_id=f"run {next(_numbers)}",
        config=config,
        owner=None,
        clock=lambda: 0.0,
        send=lambda _job, _name: None,
    )
    means = {"loss": 1.0, "accuracy": 0.5, "epoch_loss": 1.0, "epoch_accuracy": 0.5}
    events = tuple(TrainingEvent(step=step, epoch=1, weights=one, **means) for step, one in moments)
    job.take(JobUpdate(state=JobState.FINISHED, events=events))
    return job
