"""Whose run may use a worker next, when several servers send it theirs.

In: claims from servers. Out: yes to one of them at a time.

A worker trains one run at a time. A server asks the worker itself before it sends a run there or wakes one
up: the answer is given on the worker's event loop, so two servers that ask at once cannot both get a yes.
When several servers wait, the one that was served last goes last.
"""

import threading
import time
from collections.abc import Callable

# A claim whose run does not begin lapses, and a server that does not ask again no longer waits.
CLAIM_SECONDS = 10.0
WAIT_SECONDS = 2.0


class Seat:
    """The one place at a worker. Thread-safe."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, threading.Lock()
        self._claimed, self._until = "", 0.0
        self._served: dict[str, float] = {}
        self._waiting: dict[str, float] = {}

    def claim(self, server: str, job_id: str, *, busy: bool) -> bool:
        """Whether that server's job may begin, or go on, here and now.

        Args:
            server: who asks.
            job_id: the job it would send.
            busy: whether the worker has something else to do.
        """
        with self._lock:
            now = self._clock()
            taken = self._claimed not in ("", job_id) and now < self._until
            if busy or taken or self._is_due_before(server, now):
                self._waiting[server] = now
                return False
            self._waiting.pop(server, None)
            self._claimed, self._until = job_id, now + CLAIM_SECONDS
            self._served[server] = now
            return True

    def release(self, job_id: str) -> None:
        """The job has paused, or ended, or will not come after all."""
        with self._lock:
            if self._claimed == job_id:
                self._claimed = ""

    def wanted_besides(self, server: str) -> bool:
        """Whether another server waits for this worker."""
        with self._lock:
            now = self._clock()
            return any(one != server for one in self._still_waiting(now))

    def _is_due_before(self, server: str, now: float) -> bool:
        """Whether another server waits that was not served since this one was."""
        mine = self._served.get(server, -1.0)
        others = (one for one in self._still_waiting(now) if one != server)
        return any(self._served.get(one, -1.0) < mine for one in others)

    def _still_waiting(self, now: float) -> list[str]:
        self._waiting = {one: at for one, at in self._waiting.items() if now - at < WAIT_SECONDS}
        return list(self._waiting)
