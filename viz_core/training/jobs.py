"""All training jobs of a server: who runs, who waits, who is not watched any more.

In: configs from pages. Out: `Job`s.
Used by: the pages (one `Jobs` per server process). Imports no TensorFlow, and never blocks a page.

One coroutine on the cluster's thread places waiting jobs on idle workers, first come first served, and ends
those that nobody watches; one more for each job that has a worker collects what the worker has to say.

A background job (a run of a sweep) never keeps anybody waiting: it is placed after all others, and gives its
worker up, as in a pause, to a job that somebody watches.
"""

import asyncio
import time
import uuid
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from viz_core.config import ExperimentConfig
from viz_core.limits.budget import check_affordable
from viz_core.network.weights import Weights
from viz_core.training.cluster import Cluster
from viz_core.training.job import Job
from viz_core.training.reports import JobState, Parcel
from viz_core.training.worker import collect, command, one_sentence, run_job

__all__ = ["Job", "JobState", "Jobs", "Leases"]

TRAINER = "viz_core.training.engine:Trainer"
# How often leases are looked at, and idle workers looked for while somebody waits.
LOOK_SECONDS = 0.25
# How long no job is given to a worker that was lost.
DOUBT_SECONDS = 10.0
# A job that nobody watches is asked for news this seldom.
QUIET_SECONDS = 0.25
DIED = "The training process ended unexpectedly; it was restarted. Press Train to run again."


@dataclass(frozen=True, kw_only=True)
class Leases:
    """When a job that nobody watches ends.

    Attributes:
        orphan: seconds after its page closed.
        silence: seconds after its page was last heard of.
    """

    orphan: float = 15.0
    silence: float = 120.0


class Jobs:
    """All jobs of this server. `start`, `owned_by` and `close` may be called from any thread."""

    def __init__(
        self,
        cluster: Cluster,
        *,
        trainer: str = TRAINER,
        leases: Leases | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Start looking after jobs.

        Args:
            cluster: where they run.
            trainer: the class that trains, 'module:name', called on the worker with `(config, weights=...)`.
            leases: how long an unwatched job lives.
            clock: seconds, rising.
        """
        self._cluster, self._trainer, self._clock = cluster, trainer, clock
        self._leases = leases or Leases()
        self._active: list[Job] = []
        self._waiting: list[Job] = []
        self._placed: list[Job] = []
        self._orders: dict[str, asyncio.Lock] = {}
        self._follows: dict[str, asyncio.Task[None]] = {}
        self._doubtful: dict[str, float] = {}
        self._yielding: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._wake = asyncio.Event()
        self._soon(self._spawn, self._look_after())

    def start(
        self,
        config: ExperimentConfig,
        *,
        weights: Weights | None = None,
        owner: str | None = None,
        background: bool = False,
    ) -> Job:
        """Put a run at the end of the queue; returns at once.

        Args:
            config: what to train.
            weights: first weights in the order of `get_weights()`; None draws them from the config's seed.
            owner: whose it is, for `owned_by`.
            background: let every other job go first; it lives until it is stopped, watched or not.

        Raises:
            TooExpensive: the run would cost more than `viz_core.limits.budget` allows.
        """
        check_affordable(config)
        job = Job(
            job_id=uuid.uuid4().hex,
            config=config,
            first_weights=weights,
            owner=owner,
            background=background,
            clock=self._clock,
            send=lambda job, name: self._soon(self._handle, job, name),
        )
        self._active.append(job)
        self._soon(self._enqueue, job)
        return job

    @property
    def cluster(self) -> Cluster:
        """Where the jobs run."""
        return self._cluster

    def active(self) -> tuple[Job, ...]:
        """Everybody's jobs that are not over, oldest first."""
        return tuple(job for job in list(self._active) if not job.state.over)

    def owned_by(self, owner: str) -> tuple[Job, ...]:
        """The owner's jobs that are not over, oldest first."""
        return tuple(job for job in list(self._active) if job.owner == owner and not job.state.over)

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

    def _enqueue(self, job: Job) -> None:
        self._waiting.append(job)
        self._wake.set()

    def _handle(self, job: Job, name: str) -> None:
        """Act on a page's command; one that does not fit the job's state is dropped."""
        if name == "resume":
            self._queue_again(job)
        elif job in self._placed:
            self._leave_queue(job)
            self._spawn(self._order(job, name))
        elif name == "stop" and job in self._waiting:
            self._waiting.remove(job)
            job.move(JobState.STOPPED)
            self._active.remove(job)

    def _queue_again(self, job: Job) -> None:
        """A paused job goes to the head of the queue: its worker may be busy with another one by now."""
        if job in self._placed and job.state is JobState.PAUSED:
            job.move(JobState.QUEUED)
            self._waiting.insert(0, job)
            self._wake.set()

    def _leave_queue(self, job: Job) -> None:
        if job in self._waiting:
            self._waiting.remove(job)
            job.move(JobState.PAUSED)

    async def _order(self, job: Job, name: str) -> None:
        """Send a command to the job's worker, after those sent before."""
        # Trouble on the way is met, and put into words, by the one who follows the job.
        with suppress(Exception):
            async with self._orders[job.id]:
                await self._cluster.ask(job.worker, command, job.id, name)

    async def _look_after(self) -> None:
        """Place jobs, count the queue, end what nobody watches and what lost its worker."""
        while not self._cluster.closing:
            self._wake.clear()
            self._end_unwatched()
            if self._cluster.ready and (self._waiting or self._placed):
                await self._look_at_workers()
            self._number_the_queue()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), LOOK_SECONDS)

    def _end_unwatched(self) -> None:
        for job in list(self._active):
            if not job.background and job.unwatched(orphan=self._leases.orphan, silence=self._leases.silence):
                self._handle(job, "stop")

    async def _look_at_workers(self) -> None:
        try:
            tasks = await self._cluster.tasks()
        except OSError:
            # The scheduler is gone; those who follow jobs notice, and the cluster is started again.
            return
        for job in self._placed:
            if job.worker not in tasks:
                self._follows[job.id].cancel()
        self._wake_those_who_yielded()
        self._place(self._idle_workers(tasks))
        self._make_room()

    def _idle_workers(self, tasks: dict[str, tuple[str, ...]]) -> list[str]:
        """Workers with nothing to do but hold paused jobs, those with the fewest of them first."""
        ours = {_key(job) for job in self._placed}
        resting = [job for job in self._placed if job.state is JobState.PAUSED or job in self._waiting]
        busy = {job.worker for job in self._placed if job not in resting}
        busy |= {worker for worker, until in self._doubtful.items() if until > self._cluster.loop.time()}
        idle = [worker for worker, keys in tasks.items() if worker not in busy and ours.issuperset(keys)]
        return sorted(idle, key=lambda worker: len(tasks[worker]))

    def _place(self, idle: list[str]) -> None:
        """Give idle workers to those who wait, in order."""
        for job in self._queue():
            worker = job.worker or next(iter(idle), None)
            if worker in idle:
                idle.remove(worker)
                self._waiting.remove(job)
                self._begin(job, worker)

    def _queue(self) -> list[Job]:
        """Those who wait, in the order of their turn."""
        return sorted(self._waiting, key=lambda job: job.background)

    def _make_room(self) -> None:
        """Pause background jobs in favour of those who are watched and wait."""
        wanted = [job.worker for job in self._waiting if not job.background]
        for job in self._placed:
            moving = job.state in (JobState.RUNNING, JobState.PREPARING)
            if not (job.background and moving):
                continue
            place = next((one for one in wanted if one in ("", job.worker)), None)
            if place is not None:
                wanted.remove(place)
                if job.id not in self._yielding:
                    self._yielding.add(job.id)
                    self._spawn(self._order(job, "pause"))

    def _wake_those_who_yielded(self) -> None:
        """Put background jobs that gave their worker up back into the queue."""
        for job in self._placed:
            if job.id in self._yielding and job.state is JobState.PAUSED:
                self._yielding.remove(job.id)
                self._queue_again(job)

    def _begin(self, job: Job, worker: str) -> None:
        if job in self._placed:
            job.move(JobState.RUNNING)
            self._spawn(self._order(job, "resume"))
            return
        job.worker = worker
        self._orders[job.id] = asyncio.Lock()
        self._placed.append(job)
        job.move(JobState.PREPARING)
        self._follows[job.id] = self._spawn(self._follow(job))

    def _number_the_queue(self) -> None:
        for place, job in enumerate(self._queue(), start=1):
            if self._cluster.ready:
                job.move(JobState.QUEUED, place=place)
            else:
                job.move(JobState.STARTING, error=self._cluster.error)

    async def _follow(self, job: Job) -> None:
        """Run the job on its worker and collect what it says, to the end."""
        try:
            await self._collect(job)
        except (asyncio.CancelledError, OSError):
            self._avoid(job.worker)
            job.move(JobState.FAILED, error=DIED)
        except Exception as problem:
            job.move(JobState.FAILED, error=one_sentence(problem))
        finally:
            self._leave_queue(job)
            self._yielding.discard(job.id)
            self._placed.remove(job)
            self._active.remove(job)
            del self._orders[job.id], self._follows[job.id]
            self._wake.set()

    def _avoid(self, worker: str) -> None:
        """The scheduler may take a moment to notice that a worker is gone."""
        now = self._cluster.loop.time()
        self._doubtful = {name: until for name, until in self._doubtful.items() if until > now}
        self._doubtful[worker] = now + DOUBT_SECONDS

    async def _collect(self, job: Job) -> None:
        future = self._submit(job)
        try:
            # Commands wait until the worker has said that it knows the job.
            async with self._orders[job.id]:
                job.take(await self._ask(job))
            while not job.state.over:
                if job.background:
                    with suppress(TimeoutError):
                        await asyncio.wait_for(future, QUIET_SECONDS)
                job.take(await self._ask(job))
                if future.status in ("error", "cancelled", "lost"):
                    raise ConnectionError(future.status)
            await future
        finally:
            # On a worker that died the task must not start again somewhere else.
            if self._cluster.ready:
                await future.cancel(force=True)

    async def _ask(self, job: Job) -> Parcel:
        return await self._cluster.ask(job.worker, collect, job.id)

    def _submit(self, job: Job) -> Any:
        arguments = (job.id, self._trainer, job.config, job.first_weights)
        return self._cluster.task(run_job, *arguments, key=_key(job), workers=[job.worker])


def _key(job: Job) -> str:
    return f"train-{job.id}"
