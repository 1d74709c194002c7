"""What pages have workers compute: each result once, however many look, everybody's first before a second.

In: functions and arguments, under names. Out: results by name, as soon as a worker has sent them.

A result is asked for under its name, and kept whoever asked. Exams of runs have a cache of their own
(`viz_core.watching.exams`): the web process makes some of them itself, they are known by their weights, and
those of a run go to its own worker or none.
"""

import asyncio
import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from typing import Any

from viz_core.access.line import Asker, Line, Ticket
from viz_core.training.aside import compute_aside
from viz_core.training.cluster import Cluster

log = logging.getLogger(__name__)

# Groups that wait for their turn; a page that is turned away asks again.
MOST_WAITING = 256
# Groups at workers at the same time while it is not known how many workers there are; then one for each.
LEAST_AT_ONCE = 2
# A worker that has not answered after so long has failed: others wait for its place.
LONGEST_SECONDS = 120.0
# What failed so often for a reason of the moment, such as memory or the end of its worker, rests for so long.
ATTEMPTS, REST_SECONDS = 2, 300.0
MOST_REMEMBERED = 1_000


@dataclass(frozen=True, kw_only=True, eq=False)
class _Request:
    cluster: Cluster
    worker: str
    function: Callable[..., Any]
    calls: Mapping[Hashable, tuple[Any, ...]]


class Asides:
    """Results of workers, the latest kept. Thread-safe; no method waits."""

    def __init__(self, *, kept: int, line: Line, clock: Callable[[], float] = time.monotonic) -> None:
        """Begin with none.

        Args:
            kept: how many results are kept.
            line: whose turn it is; may be shared with other stores.
            clock: seconds, rising.
        """
        self._most, self._line, self._clock = kept, line, clock
        self._lock = threading.Lock()
        self._results: OrderedDict[Hashable, Any] = OrderedDict()
        # Group -> what is newly wanted of it, and who waits for it; and the groups that are at a worker.
        self._wanted: dict[Hashable, _Request] = {}
        self._waiting: dict[Hashable, dict[Asker, Ticket]] = {}
        self._computing: set[Hashable] = set()
        # Group -> how often it failed for a reason of the moment, and when it last did.
        self._failures: OrderedDict[Hashable, tuple[int, float]] = OrderedDict()

    def result(self, name: Hashable) -> Any | None:
        """What a worker has computed under this name; None before that, and where it could not be."""
        with self._lock:
            if name not in self._results:
                return None
            self._results.move_to_end(name)
            found = self._results[name]
        return None if isinstance(found, Exception) else found

    def is_open(self, group: Hashable, name: Hashable) -> bool:
        """Whether a result is still to come.

        What the request itself makes impossible (`ValueError`) is not tried again; what rests, not for now.
        """
        with self._lock:
            return name not in self._results and not self._rests(group)

    def rests(self, group: Hashable) -> bool:
        """Whether it has failed too often of late, and is refused for `REST_SECONDS`."""
        with self._lock:
            return self._rests(group)

    def ask(
        self,
        group: Hashable,
        cluster: Cluster,
        worker: str,
        function: Callable[..., Any],
        calls: Mapping[Hashable, tuple[Any, ...]],
    ) -> None:
        """Have a worker compute what is still open as soon as it is this visitor's turn.

        Nothing happens while a worker is at work for this group. Whoever asks again before that keeps their
        place in the line, and has the newest of what they asked for computed.

        Args:
            group: what is asked for at once; after too many failures all of it rests.
            cluster: where the workers are.
            worker: address of the one to ask; where it is gone, or empty, the one with the fewest tasks.
            function: importable on the workers.
            calls: name -> arguments.
        """
        request = _Request(cluster=cluster, worker=worker, function=function, calls=calls)
        ticket = Ticket(begin=partial(self._begin, group), refuse=partial(self._turned_away, group))
        with self._lock:
            if not self._open(request) or group in self._computing or self._rests(group):
                return
            self._wanted[group] = request
            if ticket.asker in self._waiting.get(group, {}):
                return
            self._waiting.setdefault(group, {})[ticket.asker] = ticket
        self._line.places = max(LEAST_AT_ONCE, cluster.size)
        self._line.enter(ticket)

    def _open(self, request: _Request) -> dict[Hashable, tuple[Any, ...]]:
        return {name: one for name, one in request.calls.items() if name not in self._results}

    def _rests(self, group: Hashable) -> bool:
        count, last = self._failures.get(group, (0, 0.0))
        return count >= ATTEMPTS and self._clock() - last < REST_SECONDS

    def _turned_away(self, group: Hashable, ticket: Ticket) -> None:
        with self._lock:
            others = self._waiting.get(group, {})
            others.pop(ticket.asker, None)
            if not others:
                self._waiting.pop(group, None)
                self._wanted.pop(group, None)

    def _begin(self, group: Hashable, ticket: Ticket) -> None:
        """It is somebody's turn: whoever waits for the same waits no longer in the line."""
        with self._lock:
            waited, request = self._waiting.pop(group, {}), self._wanted.pop(group, None)
            calls = self._open(request) if request and group not in self._computing else {}
            if calls:
                self._computing.add(group)
            # What may have ended the worker of a run has its second try where the fewest tasks are.
            worker = request.worker if request and group not in self._failures else ""
        for one in waited.values():
            if one is not ticket:
                self._line.leave(one)
        if request is None or not calls:
            self._line.leave(ticket)
            return
        try:
            answer = request.cluster.call(_computed(request, worker, tuple(calls.values())))
        except ConnectionError:
            self._over(group, ticket)
            return
        answer.add_done_callback(partial(self._take, group, tuple(calls), ticket))

    def _take(
        self, group: Hashable, names: tuple[Hashable, ...], ticket: Ticket, answer: "Future[list[Any]]"
    ) -> None:
        """Keep the results; after trouble whoever still looks asks again, but not for ever."""
        problem = None if answer.cancelled() else answer.exception()
        try:
            if answer.cancelled() or isinstance(problem, ConnectionError):
                log.info("No worker was there to answer: %r", problem)
            elif problem is not None:
                log.warning("A worker did not answer: %r", problem)
                self._failed(group)
            else:
                self._keep(group, dict(zip(names, answer.result(), strict=True)))
        finally:
            self._over(group, ticket)

    def _keep(self, group: Hashable, found: Mapping[Hashable, Any]) -> None:
        lasting = {name: one for name, one in found.items() if not _is_of_the_moment(one)}
        with self._lock:
            self._results.update(lasting)
            while len(self._results) > self._most:
                self._results.popitem(last=False)
            if len(lasting) == len(found):
                self._failures.pop(group, None)
        if len(lasting) < len(found):
            self._failed(group)

    def _failed(self, group: Hashable) -> None:
        with self._lock:
            count, _ = self._failures.pop(group, (0, 0.0))
            self._failures[group] = count + 1, self._clock()
            while len(self._failures) > MOST_REMEMBERED:
                self._failures.popitem(last=False)

    def _over(self, group: Hashable, ticket: Ticket) -> None:
        with self._lock:
            self._computing.discard(group)
        self._line.leave(ticket)


async def _computed(request: _Request, worker: str, arguments: tuple[tuple[Any, ...], ...]) -> list[Any]:
    async with asyncio.timeout(LONGEST_SECONDS):
        found: list[Any] = await request.cluster.ask_any(
            compute_aside, request.function, arguments, worker=worker
        )
    return found


def _is_of_the_moment(found: Any) -> bool:
    """Whether a call failed for a reason that may be gone the next time: not the request's own."""
    return isinstance(found, Exception) and not isinstance(found, ValueError)
