"""What a server sends to workers about its jobs, and which workers it may use.

In: records of jobs. Out: free workers, claims, commands, updates.

A job's Dask task names its worker, and Dask's own choice is not used: the worker is asked first, past its
tasks, whether it is free for this server (`viz_core.training.seat`), a run that pauses goes on where its
arrays are, and a task that Dask moved by itself would begin again unseen.
"""

import asyncio
import logging
import uuid
from contextlib import suppress
from typing import Any

from viz_core.training.cluster import Cluster
from viz_core.training.reports import JobUpdate
from viz_core.training.turns import Record
from viz_core.training.worker import claim, collect, command, key_of, release, run_job

log = logging.getLogger(__name__)

# How long no job is given to a worker that was lost, and how long one is waited for that does not answer.
DOUBT_SECONDS, ANSWER_SECONDS = 10.0, 5.0


class Remote:
    """The workers as one server sees them. For the cluster's thread only.

    Attributes:
        workers: addresses, as of the last `free`.
    """

    def __init__(self, cluster: Cluster, trainer: str) -> None:
        """Make a name for this server.

        Args:
            cluster: where the workers are.
            trainer: the class that trains, 'module:name'.
        """
        self._cluster, self._trainer, self._server = cluster, trainer, uuid.uuid4().hex
        self._doubtful: dict[str, float] = {}
        self.workers: tuple[str, ...] = ()

    def free(self, tasks: dict[str, tuple[str, ...]], *, busy: set[str]) -> list[str]:
        """Workers that this server does not use, those with the fewest tasks first.

        Args:
            tasks: worker -> keys of its tasks.
            busy: those that it uses.
        """
        self.workers, now = tuple(tasks), self._cluster.loop.time()
        self._doubtful = {one: until for one, until in self._doubtful.items() if until > now}
        free = [worker for worker in tasks if worker not in busy and worker not in self._doubtful]
        return sorted(free, key=lambda worker: len(tasks[worker]))

    def avoid(self, worker: str) -> None:
        """The scheduler may take a moment to notice that a worker is gone."""
        self._doubtful[worker] = self._cluster.loop.time() + DOUBT_SECONDS

    async def claimed(self, record: Record, worker: str) -> bool:
        """Whether the worker will take the job now."""
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                claimed = await self._cluster.ask(worker, claim, self._server, record.run_id)
        except (OSError, TimeoutError):
            self.avoid(worker)
            return False
        if claimed and not record.waiting:
            # It left the queue meanwhile.
            with suppress(OSError):
                await self._cluster.ask(worker, release, record.run_id)
            return False
        return bool(claimed)

    async def order(self, record: Record, name: str) -> None:
        """Send a command to the job's worker, after those sent before."""
        async with record.orders:
            try:
                await self._cluster.ask(record.job.worker, command, record.run_id, name)
            except OSError as problem:
                # Whoever follows the job notices too, and acts on it.
                log.info("The command %s did not reach its worker: %s", name, problem)

    async def news(self, record: Record) -> JobUpdate:
        """What the worker has to say about the job; waits a few seconds for it."""
        return await self._cluster.ask(record.job.worker, collect, record.run_id, self._server)

    def submit(self, record: Record) -> Any:
        """Send the job to its worker; returns Dask's future."""
        arguments = (record.run_id, self._trainer, record.job.config, record.start)
        key = key_of(record.run_id)
        return self._cluster.task(run_job, *arguments, key=key, workers=[record.job.worker])

    async def drop(self, future: Any) -> None:
        """Forget the task: on a worker that died it must not start again somewhere else."""
        if self._cluster.ready:
            await future.cancel(force=True)
