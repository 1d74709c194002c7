"""What a worker tells the web process about a job.

In: the state of a run and its events. Out: `Parcel`s, as the web process collects them.
Used by: `viz_core.training.worker`, which packs them; `viz_core.training.job`, which unpacks them; the pages,
which read `JobState`.
"""

from dataclasses import dataclass
from enum import Enum

from viz_core.training.events import TrainingEvent


class JobState(Enum):
    """Where a job stands.

    `STARTING`: the workers are not up yet. `QUEUED`: all of them are busy. `PREPARING`: a worker prepares the
    run. `RUNNING` and `PAUSED` speak for themselves. `FINISHED`, `STOPPED` and `FAILED` are final.
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
class Parcel:
    """Everything new since the parcel before.

    Attributes:
        state: the state now, or None when the worker has not begun.
        events: in order. Those after step 0 carry weights only in the last place, and only when weights were
            due; `weights` is empty otherwise.
        error: one sentence, when the state is `FAILED`.
    """

    state: JobState | None
    events: tuple[TrainingEvent, ...] = ()
    error: str = ""
