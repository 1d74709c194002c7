"""The stage of a run, as far as the page depends on it: other buttons, a slider, a sentence."""

from viz_core.training.job import Job
from viz_core.training.reports import JobState


def is_moving(job: Job) -> bool:
    """Whether a run goes on by itself, or waits for its turn."""
    return not job.state.over and job.state is not JobState.PAUSED


def stage(job: Job) -> str:
    """A name that changes when the page around the pictures has to be drawn anew."""
    error = f" {job.error}" if job.error else ""
    if job.state.over:
        return f"over{error}"
    last = job.snapshots[-1].step if job.snapshots else None
    if job.state is JobState.PAUSED:
        return f"paused at {last}{error}"
    return f"{'waiting' if last is None else 'moving'}{error}"
