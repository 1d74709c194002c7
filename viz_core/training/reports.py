"""What a worker and the web process report to each other about a job.

In: the state of a run and its events. Out: `JobUpdate`s, as the web process collects them; `Start`s, with
which it sends a run off.
"""

from dataclasses import dataclass
from enum import Enum

from viz_core.network.weights import Weights
from viz_core.training.events import TrainingEvent


class JobState(Enum):
    """Where a job stands.

    `STARTING`: the workers are not up yet. `QUEUED`: all of them are busy. `PREPARING`: a worker prepares the
    run. `FINISHED`, `STOPPED` and `FAILED` are final.
    """

    STARTING = "starting"
    QUEUED = "queued"
    PREPARING = "preparing"
    RUNNING = "running"
    PAUSED = "paused"
    FINISHED = "finished"
    STOPPED = "stopped"
    FAILED = "failed"

    @property
    def over(self) -> bool:
        """Whether nothing more will happen."""
        return self in (JobState.FINISHED, JobState.STOPPED, JobState.FAILED)


@dataclass(frozen=True, kw_only=True, eq=False)
class JobUpdate:
    """Everything new since the update before.

    Attributes:
        state: the state now, or None when the worker has not begun.
        events: in order. Those after step 0 carry weights only in the last place, and only when weights were
            due; `weights` is empty otherwise.
        error: one sentence, when the state is `FAILED`.
        wanted: whether another server waits for this worker.
    """

    state: JobState | None
    events: tuple[TrainingEvent, ...] = ()
    error: str = ""
    wanted: bool = False


@dataclass(frozen=True, kw_only=True, eq=False)
class Start:
    """Where a run begins on a worker.

    Attributes:
        step: updates that another worker has done already.
        seconds: those it spent in them.
        weights: the weights at that step, in the order of `get_weights()`; None draws them from the seed.
        paused: whether it waits for a resume, or a step, before its first update.
    """

    step: int = 0
    seconds: float = 0.0
    weights: Weights | None = None
    paused: bool = False
