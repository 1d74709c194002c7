"""Whose turn it is: the order of the queue, who gives way, how long a wait will be.

In: records of the jobs that are not over. Out: an order, a job that gives way, seconds.

Everybody gets one run before anybody's second. A run that others wait for gives its worker up after a slice
of time, as in a pause, and lines up again: among those who wait, the one that was served last goes last. The
runs of a sweep come after all others, and give way to them at once. A run that has lost a worker may be what
ended it: it goes where no other run can be lost with it, and first where that is so.
"""

import asyncio
import heapq
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from viz_core.access.line import in_fair_order
from viz_core.training.job import Job
from viz_core.training.reports import Start


@dataclass(frozen=True, kw_only=True)
class Shares:
    """How long a run may use a worker.

    Attributes:
        slice: seconds after which it gives way, if somebody waits.
        longest: seconds of training after which it ends; the runs of a sweep are exempt.
        memory: seconds after which it is forgotten that an owner was served.
    """

    slice: float = 10.0
    longest: float = 3_600.0
    memory: float = 300.0


@dataclass(eq=False, kw_only=True)
class Record:
    """What is known about a job that is not over, besides what pages see. For one thread only.

    Attributes:
        job: as pages see it.
        arrived: its number, rising.
        start: where its next worker begins.
        attempt: 1, or 2 after its worker was lost.
        waiting: whether it waits for a worker, for its own if it has been on one.
        turn: when its turn at the worker began; None while it has none.
        served: when its last turn ended.
        yielding: whether it was asked to give way, and is to line up again.
        stopping: whether it was asked to stop.
        wanted: whether another server waits for its worker.
        orders: commands on their way to the worker, one after the other.
        follow: the task that collects what the worker says; None while the job has no worker.
    """

    job: Job
    arrived: int
    start: Start = field(default_factory=Start)
    attempt: int = 1
    waiting: bool = True
    turn: float | None = None
    served: float = -math.inf
    yielding: bool = False
    stopping: bool = False
    wanted: bool = False
    orders: asyncio.Lock = field(default_factory=asyncio.Lock)
    follow: "asyncio.Task[None] | None" = None

    @property
    def owner(self) -> str:
        """Whose it is; a job that nobody owns is on its own."""
        return self.job.owner or self.job.id

    @property
    def suspect(self) -> bool:
        """Whether it has lost a worker."""
        return self.attempt > 1

    @property
    def run_id(self) -> str:
        """What this attempt is called on its worker."""
        return f"{self.job.id}-{self.attempt}"


def in_turn(records: Iterable[Record], served: Mapping[str, float]) -> list[Record]:
    """Those who wait, the next one first.

    Args:
        records: of all jobs.
        served: owner -> when a turn of theirs ended, for those of whom that is remembered.
    """
    records = list(records)
    waiting = sorted((one for one in records if one.waiting), key=lambda one: (one.served, one.arrived))
    runs = Counter(one.owner for one in records if one.turn is not None)
    order = in_fair_order(waiting, lambda one: one.owner, having=runs, served=served)
    return sorted(order, key=lambda one: one.job.background)


def may_use(records: Iterable[Record], waiting: Record, worker: str) -> bool:
    """Whether a job that waits may go on that worker: on its own, or, after a loss, on one with no others.

    Args:
        records: of all jobs.
        waiting: the one that waits.
        worker: an address.
    """
    if waiting.job.worker:
        return waiting.job.worker == worker
    return not waiting.suspect or all(one.suspect or one.job.worker != worker for one in records)


def giving_way(
    records: Iterable[Record], order: Sequence[Record], *, now: float, slice: float
) -> list[Record]:
    """Those who are to give their worker up to those who wait, and were not asked to yet.

    Args:
        records: of all jobs.
        order: those who wait, the next one first.
        now: in the seconds of `Record.turn`.
        slice: seconds that a turn lasts at least.
    """
    records = list(records)
    moving = [one for one in records if one.turn is not None]
    moving.sort(key=lambda one: (not one.job.background, one.turn))
    chosen = [one for one in moving if one.wanted and _is_up(one, now, slice)]
    for waiting in order:
        fits = [one for one in moving if may_use(records, waiting, one.job.worker)]
        found = next((one for one in fits if one.yielding or _yields(one, waiting, now, slice)), None)
        if found is not None:
            moving.remove(found)
            chosen.append(found)
    return [one for one in dict.fromkeys(chosen) if not one.yielding]


def _yields(one: Record, waiting: Record, now: float, slice: float) -> bool:
    if one.job.background != waiting.job.background:
        return one.job.background
    return _is_up(one, now, slice)


def _is_up(one: Record, now: float, slice: float) -> bool:
    return one.turn is not None and now - one.turn >= slice


def waits(free_in: Sequence[float], turns: Iterable[float]) -> list[float]:
    """Seconds until each of those who wait begins, if every worker takes the next one as soon as it is free.

    Args:
        free_in: seconds until each worker is free; may be empty.
        turns: seconds that each of those who wait will use, in order.
    """
    free = list(free_in) or [0.0]
    heapq.heapify(free)
    begins = []
    for seconds in turns:
        begins.append(free[0])
        heapq.heapreplace(free, free[0] + seconds)
    return begins
