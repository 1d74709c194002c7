"""All training jobs of a server: who runs, who waits, who is not watched any more.

In: configs from pages. Out: `Job`s. Imports no TensorFlow, and never blocks a page.

One coroutine on the cluster's thread gives workers to those who wait, in turn (`viz_core.training.turns`),
and ends those that nobody watches; one more for each job that has a worker collects what it has to say.
"""

import asyncio
import itertools
import logging
import time
import uuid
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any

from viz_core.config import ExperimentConfig
from viz_core.limits.budget import check_affordable
from viz_core.training.cluster import Cluster
from viz_core.training.job import Job
from viz_core.training.lease import AwakeClock, Leases
from viz_core.training.remote import Remote
from viz_core.training.reports import JobState, JobUpdate, Start
from viz_core.training.turns import Record, Shares, giving_way, in_turn, may_use, waits
from viz_core.training.worker import one_sentence
from viz_core.words import N_

__all__ = ["Job", "JobState", "Jobs", "Leases", "Shares"]

log = logging.getLogger(__name__)

TRAINER = "viz_core.training.trainers:trainer_of"
# How often leases are looked at, and idle workers looked for while somebody waits.
LOOK_SECONDS = 0.25
# A job that nobody watches is asked for news this seldom.
QUIET_SECONDS = 0.25
# A run's worker is lost once without harm.
ATTEMPTS = 2
DIED = N_("The training process ended unexpectedly; it was restarted. Press Train to run again.")
WENT_ON = N_(
    "The training process ended unexpectedly; this run went on from update {step:,}. Its numbers differ a "
    "little from those of an undisturbed run: the optimizer's averages began anew."
)
BEGAN_AGAIN = N_("The training process ended unexpectedly before anything was learned; this run began again.")
TOO_LONG = N_(
    "This run was ended after {minutes:.0f} minutes of training, the most for one run; nothing is lost."
)


class Jobs:
    """All jobs of this server. Every method without an underscore may be called from any thread."""

    def __init__(
        self,
        cluster: Cluster,
        *,
        trainer: str = TRAINER,
        leases: Leases | None = None,
        shares: Shares | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Start looking after jobs.

        Args:
            cluster: where they run.
            trainer: the class that trains, 'module:name', called on the worker with `(config, weights=...,
                step=..., seconds=...)`.
            leases: how long an unwatched job is kept.
            shares: how long a job may use a worker.
            clock: seconds, for the leases.
        """
        self._cluster, self._remote, self._clock = cluster, Remote(cluster, trainer), AwakeClock(clock)
        self._leases, self._shares = leases or Leases(), shares or Shares()
        self._records: dict[str, Record] = {}
        self._served: dict[str, float] = {}
        self._usual_turn = self._shares.slice
        self._tasks: set[asyncio.Task[None]] = set()
        self._arrivals = itertools.count()
        self._wake = asyncio.Event()
        self._soon(self._spawn, self._look_after())

    def start(
        self,
        config: ExperimentConfig,
        *,
        owner: str | None = None,
        background: bool = False,
        present: Callable[[], bool] | None = None,
    ) -> Job:
        """Put a run into the queue; returns at once.

        Args:
            config: what to train.
            owner: whose it is: everybody gets one run before anybody's second.
            background: let every other job go first; it goes on until it is stopped, watched or not.
            present: says at once, on any thread, whether the tab it belongs to is connected; without it the
                job goes on as long as its page calls `Job.renew`.

        Raises:
            TooExpensive: the run would cost more than `viz_core.limits.budget` allows.
        """
        check_affordable(config)
        job = Job(
            job_id=uuid.uuid4().hex,
            config=config,
            owner=owner,
            background=background,
            present=present,
            clock=self._clock,
            send=lambda job, name: self._soon(self._handle, job, name),
        )
        record = Record(job=job, arrived=next(self._arrivals))
        self._records[job.id] = record
        self._soon(self._wake.set)
        return job

    @property
    def cluster(self) -> Cluster:
        """Where the jobs run."""
        return self._cluster

    def active(self) -> tuple[Job, ...]:
        """Everybody's jobs that are not over, oldest first."""
        return tuple(one.job for one in list(self._records.values()) if not one.job.state.over)

    def end(self, job: Job, *, note: str) -> None:
        """Stop anybody's job; what it learned is kept, and its page shows the note.

        Args:
            job: one that is not over; others are left as they are.
            note: one sentence on who stopped it, and why.
        """
        self._soon(self._end, job, note)

    def empty_queue(self, *, note: str) -> None:
        """Stop all jobs that wait, those among them that have had a turn too; sweeps submit theirs again.

        Args:
            note: one sentence, as for `end`.
        """
        self._soon(self._end_all_waiting, note)

    def close(self) -> None:
        """End all jobs and the cluster."""
        self._cluster.close()

    # From here on everything runs on the cluster's thread.

    def _soon(self, function: Callable[..., object], *args: object) -> None:
        self._cluster.loop.call_soon_threadsafe(function, *args)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = self._cluster.loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def _now(self) -> float:
        return self._cluster.loop.time()

    def _handle(self, job: Job, name: str) -> None:
        """Act on a command; one that does not fit the job's state is dropped."""
        if (record := self._records.get(job.id)) is None:
            return
        record.stopping = record.stopping or name == "stop"
        if name == "resume":
            self._queue_again(record)
        elif record.follow is not None:
            self._leave_queue(record)
            record.yielding = False
            self._spawn(self._remote.order(record, name))
        elif name == "stop":
            self._drop(record, JobState.STOPPED)

    def _end(self, job: Job, note: str) -> None:
        if not job.state.over:
            job.note = note
            self._handle(job, "stop")

    def _end_all_waiting(self, note: str) -> None:
        for record in list(self._records.values()):
            if record.waiting:
                self._end(record.job, note)

    def _queue_again(self, record: Record) -> None:
        """A job that has paused waits for its turn: its worker may be busy with another one by now."""
        if record.follow is not None and record.job.state is JobState.PAUSED:
            record.job.move(JobState.QUEUED)
            record.waiting = True
            self._wake.set()

    def _leave_queue(self, record: Record) -> None:
        if record.waiting:
            record.waiting = False
            record.job.move(JobState.PAUSED)

    def _drop(self, record: Record, state: JobState, *, error: str = "") -> None:
        """The job is over."""
        self._end_turn(record)
        record.job.move(state, error=error)
        record.waiting = False
        self._records.pop(record.job.id, None)
        self._wake.set()

    async def _look_after(self) -> None:
        """Place jobs, count the queue, end what nobody watches and what lost its worker."""
        while not self._cluster.closing:
            self._wake.clear()
            try:
                self._end_unwatched()
                self._end_long_ones()
                if self._cluster.ready and self._records:
                    await self._look_at_workers()
                self._number_the_queue()
            except Exception:
                # The next look may go well, and without looks nobody would be served any more.
                log.exception("Looking after the jobs failed")
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_SECONDS):
                    await self._wake.wait()

    def _end_unwatched(self) -> None:
        for record in list(self._records.values()):
            job = record.job
            if not job.background and job.unwatched(gone=self._leases.gone, silence=self._leases.silence):
                self._handle(job, "stop")

    def _end_long_ones(self) -> None:
        for record in list(self._records.values()):
            job, most = record.job, self._shares.longest
            if job.seconds > most and not (job.background or record.stopping):
                self._end(job, TOO_LONG.format(minutes=most / 60))

    async def _look_at_workers(self) -> None:
        try:
            tasks = await self._cluster.tasks()
        except OSError:
            # The scheduler is gone; those who follow jobs notice, and the cluster is started again.
            return
        for record in self._records.values():
            if record.follow is not None and record.job.worker not in tasks:
                record.follow.cancel()
        busy = {record.job.worker for record in self._records.values() if record.turn is not None}
        await self._place(self._remote.free(tasks, busy=busy))
        self._make_room()

    async def _place(self, free: list[str]) -> None:
        """Give free workers to those who wait, in turn."""
        for record in sorted(self._in_turn(), key=lambda one: not one.suspect):
            everyone = list(self._records.values())
            for worker in [one for one in free if may_use(everyone, record, one)]:
                free.remove(worker)
                if await self._remote.claimed(record, worker):
                    self._begin(record, worker)
                    break

    def _in_turn(self) -> list[Record]:
        return in_turn(self._records.values(), self._served)

    def _make_room(self) -> None:
        """Pause those whose time is up in favour of those who wait."""
        records, slice = self._records.values(), self._shares.slice
        for record in giving_way(records, self._in_turn(), now=self._now(), slice=slice):
            record.yielding = True
            self._spawn(self._remote.order(record, "pause"))

    def _begin(self, record: Record, worker: str) -> None:
        record.waiting, record.turn = False, self._now()
        if record.follow is not None:
            record.job.move(JobState.RUNNING)
            self._spawn(self._remote.order(record, "resume"))
            return
        record.job.worker = worker
        record.job.move(JobState.PREPARING)
        record.follow = self._spawn(self._follow(record))

    def _end_turn(self, record: Record) -> None:
        """Remember that the job, and its owner, were served."""
        if record.turn is None:
            return
        now, memory = self._now(), self._shares.memory
        self._usual_turn += 0.2 * (now - record.turn - self._usual_turn)
        record.served, record.turn = now, None
        self._served = {owner: at for owner, at in self._served.items() if now - at < memory}
        self._served[record.owner] = now

    def _number_the_queue(self) -> None:
        order = self._in_turn()
        seconds = waits(self._free_in(), [self._turn_left(one, 0.0) for one in order])
        for place, (record, wait) in enumerate(zip(order, seconds, strict=True), start=1):
            if self._cluster.ready:
                record.job.move(JobState.QUEUED, place=place, wait=wait)
            else:
                record.job.move(JobState.STARTING, error=self._cluster.error)

    def _free_in(self) -> list[float]:
        """Seconds until each worker is free, if somebody waits for it."""
        now = self._now()
        turns = {one.job.worker: (one, one.turn) for one in self._records.values() if one.turn is not None}
        free = []
        for worker in self._remote.workers:
            record, began = turns.get(worker, (None, now))
            free.append(0.0 if record is None else self._turn_left(record, now - began))
        return free

    def _turn_left(self, record: Record, used: float) -> float:
        """Seconds of a job's turn that are left: to its end, or to the end of its slice."""
        left = record.job.seconds_left
        return max(0.0, min(self._usual_turn - used if left is None else left, self._shares.slice - used))

    async def _follow(self, record: Record) -> None:
        """Run the job on its worker and collect what it says, to the end."""
        job = record.job
        try:
            await self._collect(record)
        except (asyncio.CancelledError, OSError) as problem:
            if not self._cluster.closing:
                log.warning("The worker %s of a run was lost: %r", job.worker, problem)
            self._lost(record)
        except Exception as problem:
            log.exception("Following a run failed")
            self._drop(record, JobState.FAILED, error=one_sentence(problem))
        else:
            self._drop(record, job.state)

    def _lost(self, record: Record) -> None:
        """Go on from the latest snapshot on another worker, once; a run of a sweep must not be patched up."""
        job = record.job
        self._remote.avoid(job.worker)
        if record.stopping:
            self._drop(record, JobState.STOPPED)
        elif job.background or record.attempt == ATTEMPTS or self._cluster.closing:
            self._drop(record, JobState.FAILED, error=DIED)
        else:
            self._start_again(record)

    def _start_again(self, record: Record) -> None:
        job = record.job
        self._end_turn(record)
        latest = job.rewind()
        job.note = WENT_ON.format(step=latest.step) if latest and latest.step else BEGAN_AGAIN
        record.start = Start(
            step=latest.step if latest else 0,
            seconds=job.seconds,
            weights=latest.weights if latest else None,
            paused=job.state is JobState.PAUSED and not record.yielding,
        )
        record.attempt, record.follow, record.yielding, record.wanted = record.attempt + 1, None, False, False
        record.waiting, job.worker = True, ""
        job.move(JobState.QUEUED)
        self._wake.set()

    async def _collect(self, record: Record) -> None:
        job, future = record.job, self._remote.submit(record)
        result = self._cluster.result(future)
        try:
            # Commands wait until the worker has said that it knows the job.
            async with record.orders:
                self._take(record, await self._remote.news(record))
            while not job.state.over:
                if job.background:
                    await asyncio.wait({result}, timeout=QUIET_SECONDS)
                self._take(record, await self._remote.news(record))
                if future.status in ("error", "cancelled", "lost"):
                    raise ConnectionError(future.status)
            await asyncio.shield(result)
        finally:
            await self._remote.drop(future)

    def _take(self, record: Record, update: JobUpdate) -> None:
        """Take up what the worker says; one that has given way lines up again."""
        record.job.take(update)
        record.wanted = update.wanted
        if update.state is JobState.PAUSED:
            self._end_turn(record)
            if record.yielding:
                record.yielding = False
                self._queue_again(record)
        elif update.state is JobState.RUNNING and record.turn is None and not record.waiting:
            record.turn = self._now()
