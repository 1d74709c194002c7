"""One run on a worker: what its training thread and the worker's event loop share.

In: commands, events from the training thread. Out: `JobUpdate`s, handed out when the web process asks.

The web process asks, the worker answers: nothing piles up anywhere if nobody asks, a slow reader gets the
latest weights and not all of them, and a run that nobody asks about ends by itself.
"""

import asyncio
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from viz_core.training.events import TrainingEvent
from viz_core.training.reports import JobState, JobUpdate

# Weights at most this fast: each event for small networks, every few seconds for huge ones.
WEIGHT_BYTES_PER_SECOND = 20e6
# How long `collect` waits for news, and how long a run goes on although nobody collects.
COLLECT_SECONDS = 5.0
ABANDONED_SECONDS = 60.0


class Run:
    """What the training thread and the worker's event loop share about one job."""

    def __init__(self) -> None:
        self._lock = threading.Condition()
        self._news: tuple[asyncio.AbstractEventLoop, asyncio.Event] | None = None
        self._paused = self._stopped = False
        self._steps = 0
        self._state: JobState | None = None
        self._told = True
        self._events: list[TrainingEvent] = []
        self._latest: TrainingEvent | None = None
        self._weights_due = 0.0
        self._error = ""
        self._asked = time.monotonic()

    @property
    def abandoned(self) -> bool:
        """Whether nobody has collected for a minute."""
        return time.monotonic() - self._asked > ABANDONED_SECONDS

    def command(self, name: str) -> None:
        """Take one of `viz_core.training.worker.COMMANDS`."""
        with self._lock:
            if name == "step":
                self._steps += 1
            elif name == "stop":
                self._stopped = True
            else:
                self._paused, self._steps = name == "pause", 0
            self._lock.notify_all()

    def wait_for_turn(self, on_pause: Callable[[], None]) -> bool:
        """Wait until an update may be done.

        Args:
            on_pause: called when a pause begins.

        Returns:
            False when the run is to end.
        """
        with self._lock:
            if self._paused and self._state is not JobState.PAUSED and not self._stopped:
                self._tell(JobState.PAUSED)
                on_pause()
            while self._paused and not self._steps and not self._ending:
                self._lock.wait(timeout=1.0)
            if self._paused and self._steps:
                self._steps -= 1
            elif not self._ending:
                self._tell(JobState.RUNNING)
            return not self._ending

    @property
    def stepping(self) -> bool:
        """Whether the update at hand is a single one, asked for during a pause."""
        return self._state is JobState.PAUSED

    @property
    def _ending(self) -> bool:
        return self._stopped or self.abandoned

    def report(self, state: JobState, *, error: str = "") -> None:
        """Announce a state."""
        with self._lock:
            self._error = error
            self._tell(state)

    def push(self, event: TrainingEvent) -> None:
        """Announce an event; its weights wait until they are due, and only the latest do."""
        with self._lock:
            self._events.append(event if event.step == 0 else replace(event, weights=()))
            self._latest = event if event.step else None
            self._wake()

    def _tell(self, state: JobState) -> None:
        self._told = self._told and state is self._state
        self._state = state
        self._wake()

    def _wake(self) -> None:
        if self._news:
            loop, news = self._news
            loop.call_soon_threadsafe(news.set)

    async def collect(self) -> JobUpdate:
        """Wait for news, at most `COLLECT_SECONDS`, and hand it out."""
        loop, news = self._news or (asyncio.get_running_loop(), asyncio.Event())
        self._news = (loop, news)
        self._asked = time.monotonic()
        if not self._fresh:
            news.clear()
            # What came between the look and the clearing would be missed without a second look.
            if not self._fresh:
                await _wait(news)
        self._asked = time.monotonic()
        return self._pack()

    @property
    def _fresh(self) -> bool:
        return bool(self._events) or not self._told

    def _pack(self) -> JobUpdate:
        with self._lock:
            events, self._events, self._told = self._events, [], True
            now, settled = time.monotonic(), self._state is JobState.PAUSED or self.over
            if self._latest and (settled or now >= self._weights_due):
                size = sum(array.nbytes for array in self._latest.weights)
                self._weights_due = now + size / WEIGHT_BYTES_PER_SECOND
                events = [*events[:-1], self._latest] if events else [self._latest]
                self._latest = None
            return JobUpdate(state=self._state, events=tuple(events), error=self._error)

    @property
    def over(self) -> bool:
        """Whether the run has ended."""
        return self._state is not None and self._state.over

    @property
    def active(self) -> bool:
        """Whether a thread is at work on the run."""
        return self._state is not None and not self._state.over

    @property
    def moving(self) -> bool:
        """Whether the run uses the worker, or is about to; in a pause it does not."""
        if self._state is None:
            return not self.abandoned
        return not self._state.over and self._state is not JobState.PAUSED


async def _wait(news: asyncio.Event) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(COLLECT_SECONDS):
            await news.wait()
