"""Many runs on the workers, one after the other and side by side, until all are in the store.

In: configs. Out: finished runs in the store; how far it is.

A sweep is a thread that keeps the workers busy with background jobs, which give way to whatever somebody
watches. It trains only what the store has not, stores each run as it ends, and can be stopped and started
again at any moment: what is done is done. Several sweeps, and several servers on one store, share the work:
each claims a config before it trains it.
"""

import logging
import threading
import time
import uuid
from collections.abc import Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum

from viz_core.config import ExperimentConfig
from viz_core.experiments.grading import grade_aside
from viz_core.experiments.grid import parameters, with_seed
from viz_core.limits.budget import check_affordable
from viz_core.runs.store import Finished, RunMetrics, Store, StoreError
from viz_core.training.cluster import Cluster
from viz_core.training.job import Job
from viz_core.training.jobs import Jobs
from viz_core.training.reports import JobState
from viz_core.training.worker import one_sentence
from viz_core.words import first_line

log = logging.getLogger(__name__)

LOOK_SECONDS = 0.1
# How long a config stays claimed if this process dies, and how often claims are prolonged.
CLAIM_SECONDS, RENEW_SECONDS = 60.0, 15.0
# A run whose worker died is tried this often in all.
ATTEMPTS = 2
STOPPING_SECONDS = 20.0


class SweepState(Enum):
    """Where a sweep stands; the last three are final."""

    RUNNING = "running"
    FINISHED = "finished"
    STOPPED = "stopped"
    FAILED = "failed"


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far a sweep is.

    Attributes:
        state: where it stands.
        done: runs in the store.
        total: runs in all.
        active: runs that have a worker now.
        seconds_left: at the speed so far; None before the first run ended.
        error: one sentence on what went wrong; empty when nothing did.
    """

    state: SweepState
    done: int
    total: int
    active: int = 0
    seconds_left: float | None = None
    error: str = ""


@dataclass(eq=False)
class _Attempt:
    """A run under way: its job, then the grading of its network."""

    config: ExperimentConfig
    job: Job
    grade: "Future[float] | None" = None


class Sweep:
    """All runs of an experiment. `progress` and `stop` may be called from any thread."""

    def __init__(
        self, configs: Sequence[ExperimentConfig], *, jobs: Jobs, cluster: Cluster, store: Store
    ) -> None:
        """Start at once.

        Args:
            configs: what is to be trained, in this order.
            jobs: who trains.
            cluster: where.
            store: where finished runs go, and what is not trained again.

        Raises:
            TooExpensive: one of the runs costs more than `viz_core.limits.budget` allows.
        """
        for config in {with_seed(config, 0) for config in configs}:
            check_affordable(config)
        self._jobs, self._cluster, self._store = jobs, cluster, store
        self._owner = uuid.uuid4().hex
        self._configs = list(dict.fromkeys(configs))
        self._waiting = list(self._configs)
        self._attempts: list[_Attempt] = []
        self._tries: dict[ExperimentConfig, int] = {}
        self._done = self._trained = 0
        self._error, self._state = "", SweepState.RUNNING
        self._stop = threading.Event()
        self._began, self._width, self._looked = time.monotonic(), 1, -1e9
        self._thread = threading.Thread(target=self._work, name="sweep", daemon=True)
        self._thread.start()

    @property
    def progress(self) -> Progress:
        """How far it is."""
        return Progress(
            state=self._state,
            done=self._done,
            total=len(self._configs),
            active=sum(one.job.state in (JobState.PREPARING, JobState.RUNNING) for one in self._attempts),
            seconds_left=self._seconds_left(),
            error=self._error or self._cluster.error,
        )

    def stop(self) -> None:
        """End it soon; what is done stays in the store, what is under way is given up."""
        self._stop.set()

    def wait(self, seconds: float) -> Progress:
        """Wait until it is over, at most so long; for scripts and tests, never for a page."""
        self._thread.join(seconds)
        return self.progress

    def _seconds_left(self) -> float | None:
        share = self._trained + sum(one.job.progress for one in list(self._attempts))
        left = len(self._configs) - self._done - (share - self._trained)
        if not self._trained or self._state is not SweepState.RUNNING:
            return None
        return left * (time.monotonic() - self._began) / share

    def _work(self) -> None:
        try:
            self._skip_what_is_done()
            while (self._waiting or self._attempts) and not self._stop.wait(LOOK_SECONDS):
                self._look_around()
                self._top_up()
                for attempt in list(self._attempts):
                    self._follow(attempt)
            self._state = self._final_state()
        except StoreError as problem:
            self._error, self._state = str(problem), SweepState.FAILED
        except Exception as problem:
            # Whatever happened to the workers: the page must not wait for a thread that is gone.
            log.exception("A sweep failed")
            self._error, self._state = one_sentence(problem), SweepState.FAILED
        finally:
            self._give_up()

    def _final_state(self) -> SweepState:
        if self._stop.is_set():
            return SweepState.STOPPED
        return SweepState.FAILED if self._error else SweepState.FINISHED

    def _skip_what_is_done(self) -> None:
        there = self._store.metrics(self._waiting)
        self._done = len(there)
        self._waiting = [one for one in self._waiting if one not in there]

    def _look_around(self) -> None:
        """Now and then: count the workers, prolong the claims of what is under way."""
        if time.monotonic() - self._looked < RENEW_SECONDS and self._width:
            return
        self._looked = time.monotonic()
        if self._cluster.ready:
            self._width = len(self._cluster.call(self._cluster.tasks()).result(STOPPING_SECONDS))
        for one in self._attempts:
            self._store.claim(one.config, self._owner, seconds=CLAIM_SECONDS)

    def _top_up(self) -> None:
        """Keep one run more than workers, so that none of them waits for the next."""
        for config in list(self._waiting):
            if len(self._attempts) > self._width:
                return
            if self._store.claim(config, self._owner, seconds=CLAIM_SECONDS):
                self._waiting.remove(config)
                self._attempts.append(_Attempt(config, self._jobs.start(config, background=True)))
            elif self._store.metrics([config]):
                self._waiting.remove(config)
                self._done += 1

    def _follow(self, attempt: _Attempt) -> None:
        """Take the next step with a run: grade its network, store it, or try it again."""
        job = attempt.job
        if attempt.grade is not None:
            if attempt.grade.done():
                self._keep(attempt, attempt.grade)
        elif job.state is JobState.FINISHED:
            ask = self._cluster.ask(job.worker, grade_aside, job.config, job.snapshots[-1].weights)
            attempt.grade = self._cluster.call(ask)
        elif job.state.over:
            self._retry(attempt, job.error)

    def _keep(self, attempt: _Attempt, grade: "Future[float]") -> None:
        if problem := grade.exception():
            self._retry(attempt, f"The network could not be examined: {first_line(problem)}")
            return
        job, curve = attempt.job, attempt.job.curve
        metrics = RunMetrics(
            accuracy=curve.epoch_accuracy,
            fresh_accuracy=grade.result(),
            parameters=parameters(job.config),
            seconds=float(curve.seconds[-1]),
        )
        run = Finished(config=job.config, metrics=metrics, curve=curve, weights=job.snapshots[-1].weights)
        self._store.put(run)
        self._attempts.remove(attempt)
        self._done, self._trained = self._done + 1, self._trained + 1

    def _retry(self, attempt: _Attempt, error: str) -> None:
        """Once more, at the end of the line; a run that fails twice is left out, and its error shown."""
        self._attempts.remove(attempt)
        tries = self._tries[attempt.config] = self._tries.get(attempt.config, 1) + 1
        if tries <= ATTEMPTS:
            self._waiting.append(attempt.config)
        else:
            self._error = error

    def _give_up(self) -> None:
        """Leave nothing running, and nothing claimed."""
        for one in self._attempts:
            # A cluster that was closed has ended its jobs itself, and takes no commands.
            with suppress(RuntimeError):
                one.job.stop()
        self._attempts.clear()
        try:
            self._store.release(self._owner)
        except StoreError as problem:
            self._error = str(problem)
