"""Scripts take turns: two at once, and the answer to a click before a page that opens.

Streamlit runs every session's script on a thread of its own. Dozens of them share Python's one interpreter
lock with the event loop, which reads and sends everybody's messages and has to win the lock from all of
them each time. With few at once the same work is done, the event loop answers, and most pages come sooner.
Who asks for many at once from one machine waits behind those who ask for few, and who has had much of the
interpreter's time lately behind those who had little.
"""

import heapq
import itertools
import threading
import time
from collections import Counter, OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from streamlit.runtime import Runtime
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner

from viz_core.access.crowding import machine_of
from viz_core.access.line import Asker, asking

AT_ONCE: Final = 2
# A script that runs for longer waits for something else than the interpreter, such as a worker: others go on.
LONGEST_SECONDS: Final = 0.5
# A click that comes up to so many seconds after the wish for a page is answered before it.
HEAD_START_SECONDS: Final = 3.0
# Of one machine, each beyond so many that wait goes as if it came so long (a script) after the one before.
CROWD, CROWD_SECONDS = 16, 0.05
# What a machine's scripts have taken lately, half of it forgotten in so many seconds: its next go as if they
# came so much later, but never by more than the last.
HALF_LIFE_SECONDS, MOST_BEHIND_SECONDS = 20.0, 5.0
MOST_REMEMBERED = 1_000


class Lately:
    """How much each machine has used of something, forgotten exponentially.

    Args:
        half_life: seconds after which a use counts half.
    """

    def __init__(self, half_life: float) -> None:
        self._half_life = half_life
        self._used: OrderedDict[str, tuple[float, float]] = OrderedDict()  # address -> how much, and when

    def of(self, address: str, now: float) -> float:
        """How much it has used, as far as that is remembered."""
        used, at = self._used.get(address, (0.0, now))
        return used * float(0.5 ** ((now - at) / self._half_life))

    def add(self, address: str, amount: float, now: float) -> None:
        """Remember a use; of many machines those that used something last."""
        self._used[address] = self.of(address, now) + amount, now
        self._used.move_to_end(address)
        if len(self._used) > MOST_REMEMBERED:
            self._used.popitem(last=False)


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
        self._lately = Lately(HALF_LIFE_SECONDS)

    @contextmanager
    def turn(self, *, later: float = 0.0, address: str = "") -> Iterator[None]:
        """Wait for one's turn, and have it until the end of the block.

        Args:
            later: seconds by which those who come afterwards may still go first.
            address: of the machine for which it runs, as `machine_of` names it.
        """
        admitted = threading.Event()
        ticket = next(self._tickets)
        with self._lock:
            now = time.monotonic()
            later += CROWD_SECONDS * max(self._crowds[address] - CROWD, 0)
            later += min(self._lately.of(address, now), MOST_BEHIND_SECONDS)
            self._crowds[address] += 1
            heapq.heappush(self._waiting, (now + later, ticket, address, admitted))
            self._admit()
        while not admitted.wait(self._longest):
            with self._lock:
                self._admit()
        spent = time.thread_time()
        try:
            yield
        finally:
            with self._lock:
                self._lately.add(address, time.thread_time() - spent, time.monotonic())
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
        who = Asker(machine=machine_of(_address(self)), tab=self._session_id)
        # Whatever the script has computed elsewhere is computed for the same machine and tab.
        with asking(who), turns.turn(later=later, address=who.machine):
            run(self, rerun_data)

    ScriptRunner._run_script = in_turn  # type: ignore[method-assign]


def _address(runner: ScriptRunner) -> str:
    """Of the machine whose browser has the script run; empty for the server's own visits."""
    client = Runtime.instance().get_client(runner._session_id) if Runtime.exists() else None
    context = client.client_context if client is not None else None
    return (context.remote_ip or "") if context is not None else ""
