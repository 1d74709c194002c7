"""Scripts take turns: two at once, and the answer to a click before a page that opens.

Streamlit runs every session's script on a thread of its own. Dozens of them share Python's one interpreter
lock with the event loop, which reads and sends everybody's messages and has to win the lock from all of
them each time. With few at once the same work is done, the event loop answers, and most pages come sooner.
Who asks for many at once from one machine waits behind those who ask for few.
"""

import heapq
import itertools
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from streamlit.runtime import Runtime
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner

AT_ONCE: Final = 2
# A script that runs for longer waits for something else than the interpreter, such as a worker: others go on.
LONGEST_SECONDS: Final = 0.5
# A click that comes up to so many seconds after the wish for a page is answered before it.
HEAD_START_SECONDS: Final = 3.0
# Of one machine, each beyond so many that wait goes as if it came so long (a script) after the one before.
CROWD, CROWD_SECONDS = 16, 0.05


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
        self._waiting: list[tuple[float, int, str, threading.Event]] = []
        self._crowds: Counter[str] = Counter()  # address -> how many wait
        self._counted: dict[int, float] = {}  # ticket -> when it was admitted

    @contextmanager
    def turn(self, *, later: float = 0.0, address: str = "") -> Iterator[None]:
        """Wait for one's turn, and have it until the end of the block.

        Args:
            later: seconds by which those who come afterwards may still go first.
            address: of the machine for which it runs.
        """
        admitted = threading.Event()
        ticket = next(self._tickets)
        with self._lock:
            later += CROWD_SECONDS * max(self._crowds[address] - CROWD, 0)
            self._crowds[address] += 1
            heapq.heappush(self._waiting, (time.monotonic() + later, ticket, address, admitted))
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
            _, ticket, address, admitted = heapq.heappop(self._waiting)
            self._crowds -= Counter([address])
            self._counted[ticket] = now
            admitted.set()


def scripts_take_turns(turns: Turns) -> None:
    """Have every script of this process wait for its turn. Streamlit has no setting or hook for it."""
    run = ScriptRunner._run_script

    def in_turn(self: ScriptRunner, rerun_data: Any) -> None:
        later = 0.0 if rerun_data.fragment_id_queue else HEAD_START_SECONDS
        with turns.turn(later=later, address=_address(self)):
            run(self, rerun_data)

    ScriptRunner._run_script = in_turn  # type: ignore[method-assign]


def _address(runner: ScriptRunner) -> str:
    """Of the machine whose browser has the script run; empty for the server's own visits."""
    client = Runtime.instance().get_client(runner._session_id) if Runtime.exists() else None
    context = client.client_context if client is not None else None
    return (context.remote_ip or "") if context is not None else ""
