"""The worker's side of a job: trains, says how it goes, and listens.

In: a config, commands. Out: `Parcel`s, handed out when the web process collects them.
Used by: `viz_core.training.jobs`, which sends `run_job` as a task, and `collect` and `command` past it.

The web process asks, the worker answers: nothing piles up anywhere if nobody asks, a slow reader gets the
latest weights and not all of them, and a run that nobody asks about ends by itself.
"""

import asyncio
import importlib
import math
import os
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from viz_core.checks import check_one_of
from viz_core.config import ExperimentConfig, TrainingConfig
from viz_core.network.weights import Weights
from viz_core.training.events import TrainingEvent
from viz_core.training.reports import JobState, Parcel

COMMANDS = ("pause", "resume", "step", "stop")
# An event about every 50 ms: smooth to the eye, and free for the training.
EVENT_SECONDS = 0.05
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
    def forgotten(self) -> bool:
        """Whether nobody has collected for a minute."""
        return time.monotonic() - self._asked > ABANDONED_SECONDS

    def command(self, name: str) -> None:
        """Take one of `COMMANDS`."""
        with self._lock:
            if name == "step":
                self._steps += 1
            elif name == "stop":
                self._stopped = True
            else:
                self._paused, self._steps = name == "pause", 0
            self._lock.notify_all()

    def proceed(self, on_pause: Callable[[], None]) -> bool:
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
        return self._stopped or self.forgotten

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

    async def collect(self) -> Parcel:
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

    def _pack(self) -> Parcel:
        with self._lock:
            events, self._events, self._told = self._events, [], True
            now, settled = time.monotonic(), self._state is JobState.PAUSED or self.over
            if self._latest and (settled or now >= self._weights_due):
                size = sum(array.nbytes for array in self._latest.weights)
                self._weights_due = now + size / WEIGHT_BYTES_PER_SECOND
                events = [*events[:-1], self._latest] if events else [self._latest]
                self._latest = None
            return Parcel(state=self._state, events=tuple(events), error=self._error)

    @property
    def over(self) -> bool:
        """Whether the run has ended."""
        return self._state is not None and self._state.over

    @property
    def active(self) -> bool:
        """Whether a thread is at work on the run."""
        return self._state is not None and not self._state.over


async def _wait(news: asyncio.Event) -> None:
    try:
        await asyncio.wait_for(news.wait(), COLLECT_SECONDS)
    except TimeoutError:
        pass


_runs: dict[str, Run] = {}


def _run(job_id: str) -> Run:
    """The run of that name, made by whoever asks first: the task or those who follow it."""
    return _runs.setdefault(job_id, Run())


async def collect(job_id: str) -> Parcel:
    """Everything new about a job; runs on the worker's event loop."""
    parcel = await _run(job_id).collect()
    if parcel.state and parcel.state.over:
        _runs.pop(job_id, None)
    return parcel


def command(job_id: str, name: str) -> None:
    """Pass a command on to a job, unless it has ended; runs on the worker's event loop."""
    check_one_of("command", name, COMMANDS)
    if run := _runs.get(job_id):
        run.command(name)


def run_job(job_id: str, trainer: str, config: ExperimentConfig, weights: Weights | None) -> None:
    """Train, as a Dask task. Never raises: what goes wrong becomes the job's error.

    Args:
        job_id: under which `collect` and `command` find this run.
        trainer: where the trainer's class is, 'module:name'.
        config: what to train.
        weights: first weights in the order of `get_weights()`, or None.
    """
    _forget_old_runs()
    run = _run(job_id)
    run.report(JobState.PREPARING)
    try:
        made = _load(trainer)(config, weights=weights)
        error = _train(run, made, config)
        ended = JobState.FINISHED if made.done else JobState.STOPPED
        run.report(JobState.FAILED if error else ended, error=error)
    except Exception as problem:
        run.report(JobState.FAILED, error=one_sentence(problem))


def _forget_old_runs() -> None:
    for name, run in list(_runs.items()):
        if run.forgotten and not run.active:
            _runs.pop(name, None)


def _train(run: Run, trainer: Any, config: ExperimentConfig) -> str:
    """Train to the end or to a stop; returns one sentence when the loss became NaN or infinite."""
    run.push(trainer.start_event())
    leave_seat, updates, done = _Seat(), 1, 0
    while not trainer.done and run.proceed(leave_seat):
        started = time.perf_counter()
        event = trainer.advance(1 if run.stepping else updates)
        if not _finite(event):
            return _not_a_number(event.step, config)
        run.push(event)
        # Those that were done, not those that were asked for: the end of an epoch also ends an event.
        updates, done = next_updates(event.step - done, time.perf_counter() - started), event.step
    return ""


def next_updates(updates: int, seconds: float) -> int:
    """How many updates would fill one event, at most four times as many as took `seconds`."""
    return max(1, min(4 * updates, int(updates * EVENT_SECONDS / max(seconds, 1e-6))))


def _finite(event: TrainingEvent) -> bool:
    """Whether loss and, at the end of a run, weights are numbers (earlier the next loss would show it)."""
    weights = event.weights if event.done else ()
    return math.isfinite(event.loss) and all(np.isfinite(array).all() for array in weights)


def _not_a_number(step: int, config: ExperimentConfig) -> str:
    rate = config.training.learning_rate
    return (
        f"The loss is no longer a number at step {step:,}: the learning rate {rate:g} is too high for this "
        "network. Choose a smaller one and train again."
    )


class _Seat:
    """The worker's only thread: a paused run leaves it to the next job and goes on in one of its own."""

    def __init__(self) -> None:
        self._left = False

    def __call__(self) -> None:
        from distributed import secede

        if not self._left:
            self._left = True
            secede()


def one_sentence(problem: BaseException) -> str:
    """What a page may say about an error: a `ValueError`'s own words, else its kind and first line."""
    text = str(problem).strip()
    if isinstance(problem, ValueError) and text:
        return text
    line = text.splitlines()[0] if text else "no further word"
    return f"Training ended with an error ({type(problem).__name__}): {line}"


def _load(name: str) -> Any:
    module, _, attribute = name.partition(":")
    return getattr(importlib.import_module(module), attribute)


def warm() -> None:
    """Load the engine before anybody asks for it; on a new machine its loops are compiled here, once."""
    from viz_core.training.engine import Trainer

    Trainer(replace(ExperimentConfig(), training=TrainingConfig(sequences=1))).advance(1)


def _let_pages_go_first() -> None:
    """Give way to the web process when every core trains; Windows has no `nice`, and shares evenly."""
    if hasattr(os, "nice"):
        os.nice(10)


def dask_setup(worker: Any) -> None:
    """Called by Dask on a worker that preloads this module; must not block.

    The first worker keeps its priority, so that the first run of a fresh server starts soon.
    """
    if worker.name != 0:
        _let_pages_go_first()
    threading.Thread(target=warm, name="warm", daemon=True).start()
