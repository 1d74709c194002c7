"""A job that learns as a test says, and a drawing that counts how often it is drawn."""

import numpy as np

from viz_core.config import ExperimentConfig
from viz_core.training.events import TrainingEvent
from viz_core.training.job import Job
from viz_core.training.reports import JobState, JobUpdate


def make_job() -> Job:
    """A job that nobody trains."""
    job = Job(
        job_id="a",
        config=ExperimentConfig(),
        owner=None,
        clock=lambda: 0.0,
        send=lambda job, name: None,
    )
    job.move(JobState.PREPARING)
    return job


def learn(job: Job, step: int, state: JobState = JobState.RUNNING) -> None:
    """Let it come to a step."""
    event = TrainingEvent(
        step=step,
        epoch=1,
        loss=1 / (step + 1),
        accuracy=0.5,
        epoch_loss=1 / (step + 1),
        epoch_accuracy=0.5,
        weights=(np.full(3, step, np.float32),),
    )
    job.take(JobUpdate(state=state, events=(event,)))


class Drawing:
    """Draws the number of updates, and counts how often."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, job: Job) -> dict[str, dict[str, object]]:
        self.calls += 1
        return {"curve": {"x": list(job.curve.steps.tolist()), "title": "a"}, "still": {"html": "b"}}
