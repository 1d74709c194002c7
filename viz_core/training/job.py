"""One training job as pages see it.

In: parcels from the worker, commands and signs of life from a page. Out: state, curve, snapshots.
Used by: `viz_core.training.jobs`, which makes them; `ui.session` and `ui.live`, which read and steer them.
"""

import threading
from collections.abc import Callable

from viz_core.config import ExperimentConfig
from viz_core.network.weights import Weights
from viz_core.training.history import Curve, History, Snapshot
from viz_core.training.reports import JobState, Parcel


class Job:
    """One run, waiting, under way or over. Thread-safe; no method waits.

    Attributes:
        id: unique.
        config: what is trained.
        owner: whose it is, or None.
        background: whether it lets every other job go first.
        first_weights: the weights it starts from; None when the config's seed draws them.
        worker: where it runs; empty before it does.
    """

    def __init__(
        self,
        *,
        job_id: str,
        config: ExperimentConfig,
        first_weights: Weights | None,
        owner: str | None,
        clock: Callable[[], float],
        send: Callable[["Job", str], None],
        background: bool = False,
    ) -> None:
        """Made by `Jobs.start` only.

        Args:
            job_id: becomes `id`.
            config: what is trained.
            first_weights: or None.
            owner: or None.
            clock: seconds, rising.
            send: passes (job, command) on.
            background: or False.
        """
        self.id, self.config, self.owner, self.first_weights = job_id, config, owner, first_weights
        self.worker, self.background = "", background
        self._clock, self._send = clock, send
        self._lock = threading.Lock()
        self._history = History()
        self._state, self._error, self._place, self._version = JobState.STARTING, "", 0, 0
        self._step, self._seconds = 0, 0.0
        self._heard = clock()
        self._orphaned: float | None = None

    @property
    def state(self) -> JobState:
        """Where the job stands."""
        return self._state

    @property
    def queue_place(self) -> int | None:
        """1 for the next in the queue; None when not waiting."""
        return self._place or None

    @property
    def error(self) -> str:
        """One sentence on what went wrong; empty when nothing did."""
        return self._error

    @property
    def version(self) -> int:
        """Grows whenever anything a page shows has changed."""
        return self._version

    @property
    def updates(self) -> int:
        """Updates done, as far as known here."""
        return self._step

    @property
    def progress(self) -> float:
        """Share of the updates that are done, 0 to 1."""
        return self._step / self.config.training.steps

    @property
    def seconds_left(self) -> float | None:
        """Seconds of training still to do at the speed so far; None before the first update."""
        if not self._step or not self._seconds:
            return None
        return (self.config.training.steps - self._step) * self._seconds / self._step

    @property
    def history(self) -> Curve:
        """The curve so far."""
        with self._lock:
            return self._history.curve()

    @property
    def snapshots(self) -> tuple[Snapshot, ...]:
        """Weights at some steps, by rising step: the first (step 0), the latest, some between."""
        with self._lock:
            return self._history.snapshots

    def pause(self) -> None:
        """Pause after the update at hand; a job that has no worker yet is left as it is."""
        self._send(self, "pause")

    def resume(self) -> None:
        """Go on after a pause, as soon as the worker is free."""
        self._send(self, "resume")

    def step(self) -> None:
        """While paused: do exactly one update."""
        self._send(self, "step")

    def stop(self) -> None:
        """End the run; what was learned is kept."""
        self._send(self, "stop")

    def renew(self) -> None:
        """The page is still there."""
        self._heard = self._clock()

    def orphan(self) -> None:
        """The page went away: the job ends soon unless somebody adopts it. Only sets a mark."""
        self._orphaned = self._clock()

    def adopt(self) -> None:
        """The page is back."""
        self._orphaned = None
        self.renew()

    def unwatched(self, *, orphan: float, silence: float) -> bool:
        """Whether its page has been away for `orphan` seconds, or quiet for `silence` seconds."""
        now, left = self._clock(), self._orphaned
        return now - self._heard > silence or (left is not None and now - left > orphan)

    def move(self, state: JobState, *, place: int = 0, error: str = "") -> None:
        """Take a new state, unless the job is over. For `Jobs` only."""
        with self._lock:
            new = (state, place, error)
            if not self._state.over and new != (self._state, self._place, self._error):
                self._state, self._place, self._error = new
                self._version += 1

    def take(self, parcel: Parcel) -> None:
        """Take up what the worker says. For `Jobs` only."""
        with self._lock:
            for event in parcel.events:
                self._history.append(event)
                self._step, self._seconds = event.step, event.seconds
            self._version += bool(parcel.events)
        # A paused run that waits for its worker again is queued, whatever the worker says.
        waits = self._state is JobState.QUEUED and parcel.state is JobState.PAUSED
        if parcel.state and not waits:
            self.move(parcel.state, error=parcel.error)
