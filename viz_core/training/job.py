"""One training job as pages see it.

In: updates from the worker, commands and signs of life from a page. Out: state, curve, snapshots.
"""

import threading
from collections.abc import Callable

from viz_core.config import ExperimentConfig
from viz_core.training.history import Curve, History, Snapshot
from viz_core.training.reports import JobState, JobUpdate


class Job:
    """One run, waiting, under way or over. Thread-safe; no method waits, and reading costs next to nothing.

    Attributes:
        id: unique.
        config: what is trained.
        owner: whose it is, or None: everybody gets one run before anybody's second.
        background: whether it lets every other job go first.
        worker: where it runs; empty before it does.
        note: one sentence that a person should know about this run, though nothing is wrong now; or empty.
        queue_seconds: while it waits, about how many seconds it will; None when that is unknown.
    """

    def __init__(
        self,
        *,
        job_id: str,
        config: ExperimentConfig,
        owner: str | None,
        clock: Callable[[], float],
        send: Callable[["Job", str], None],
        background: bool = False,
        present: Callable[[], bool] | None = None,
    ) -> None:
        """Made by `Jobs.start` only.

        Args:
            job_id: becomes `id`.
            config: what is trained.
            owner: or None.
            clock: seconds, rising.
            send: passes (job, command) on.
            background: or False.
            present: says whether the tab it belongs to is connected; None when that is unknown.
        """
        self.id, self.config, self.owner = job_id, config, owner
        self.worker, self.background, self.note = "", background, ""
        self.queue_seconds: float | None = None
        self._clock, self._send, self._present = clock, send, present
        self._lock = threading.Lock()
        self._history = History()
        self._state, self._error, self._place, self._version = JobState.STARTING, "", 0, 0
        self._step, self._seconds = 0, 0.0
        self._renewed = self._moved = clock()

    @property
    def state(self) -> JobState:
        """Where the job stands."""
        return self._state

    @property
    def state_seconds(self) -> float:
        """Seconds since it came to this state."""
        return self._clock() - self._moved

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
    def seconds(self) -> float:
        """Seconds spent in updates so far."""
        return self._seconds

    @property
    def seconds_left(self) -> float | None:
        """Seconds of training still to do at the speed so far; None before the first update."""
        if not self._step or not self._seconds:
            return None
        return (self.config.training.steps - self._step) * self._seconds / self._step

    @property
    def curve(self) -> Curve:
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
        self._renewed = self._clock()

    def unwatched(self, *, gone: float, silence: float) -> bool:
        """Whether its tab has been gone for `gone` seconds, or, if that is unknown, quiet for `silence`."""
        if self._present is None:
            return self._clock() - self._renewed > silence
        if self._present():
            self.renew()
        return self._clock() - self._renewed > gone

    def move(self, state: JobState, *, place: int = 0, error: str = "", wait: float | None = None) -> None:
        """Take a new state, unless the job is over. For `Jobs` only."""
        self.queue_seconds = wait
        with self._lock:
            new = (state, place, error)
            if not self._state.over and new != (self._state, self._place, self._error):
                self._moved = self._moved if state is self._state else self._clock()
                self._state, self._place, self._error = new
                self._version += 1

    def take(self, update: JobUpdate) -> None:
        """Take up what the worker says. For `Jobs` only."""
        with self._lock:
            for event in update.events:
                self._history.append(event)
                self._step, self._seconds = event.step, event.seconds
            self._version += bool(update.events)
        # A paused run that waits for its worker again is queued, whatever the worker says.
        waits = self._state is JobState.QUEUED and update.state is JobState.PAUSED
        if update.state and not waits:
            self.move(update.state, error=update.error)

    def rewind(self) -> Snapshot | None:
        """Drop what came after the latest snapshot, and return that, if any. For `Jobs` only."""
        with self._lock:
            self._history.rewind()
            curve, kept = self._history.curve(), self._history.snapshots
            self._step = kept[-1].step if kept else 0
            self._seconds = float(curve.seconds[-1]) if len(curve.steps) else 0.0
            self._version += 1
            return kept[-1] if kept else None
