"""Scripts take turns: two at once, and the answer to a click before a page that opens.

Streamlit runs every session's script on a thread of its own. Dozens of them share Python's one interpreter
lock with the event loop, which reads and sends everybody's messages and has to win the lock from all of
them each time. With few at once the same work is done, the event loop answers, and most pages come sooner.
"""

import heapq
import itertools
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from streamlit.runtime.scriptrunner.script_runner import ScriptRunner

AT_ONCE: Final = 2
# A script that runs for longer waits for something else than the interpreter, such as a worker: others go on.
LONGEST_SECONDS: Final = 0.5
# A click that comes up to so many seconds after the wish for a page is answered before it.
HEAD_START_SECONDS: Final = 3.0


class Turns:
    """A queue of threads.

    Args:
        at_once: how many have their turn at the same time.
        longest: seconds after which a turn no longer counts, though the thread goes on.
    """

    def __init__(self, at_once: int = AT_ONCE, longest: float = LONGEST_SECONDS) -> None:
        self._at_once, self._longest = at_once, longest
        self._lock = threading.Lock()
        self._tickets = itertools.count()
        self._waiting: list[tuple[float, int, threading.Event]] = []
        self._counted: dict[int, float] = {}  # ticket -> when it was admitted

    @contextmanager
    def turn(self, *, later: float = 0.0) -> Iterator[None]:
        """Wait for one's turn, and have it until the end of the block.

        Args:
            later: seconds by which those who come afterwards may still go first.
        """
        admitted = threading.Event()
        ticket = next(self._tickets)
        with self._lock:
            heapq.heappush(self._waiting, (time.monotonic() + later, ticket, admitted))
            self._admit()
        while not admitted.wait(self._longest):
            with self._lock:
                self._admit()
        try:
            yield
        finally:
            with self._lock:
                self._counted.pop(ticket, None)
                self._admit()

    def _admit(self) -> None:
        now = time.monotonic()
        self._counted = {ticket: at for ticket, at in self._counted.items() if now - at < self._longest}
        while self._waiting and len(self._counted) < self._at_once:
            _, ticket, admitted = heapq.heappop(self._waiting)
            self._counted[ticket] = now
            admitted.set()


def scripts_take_turns(turns: Turns) -> None:
    """Have every script of this process wait for its turn. Streamlit has no setting or hook for it."""
    run = ScriptRunner._run_script

    def in_turn(self: ScriptRunner, rerun_data: Any) -> None:
        with turns.turn(later=0.0 if rerun_data.fragment_id_queue else HEAD_START_SECONDS):
            run(self, rerun_data)

    ScriptRunner._run_script = in_turn  # type: ignore[method-assign]
