"""Scripts take turns: two at once, fairly shared among machines and tabs, and clicks before pages that open.

Streamlit runs every session's script on a thread of its own. Dozens of them share Python's one interpreter
lock with the event loop, which reads and sends everybody's messages and has to win the lock from all of
them each time. With few at once the same work is done, the event loop answers, and most pages come sooner.

Whose turn is next is decided by start-time fair queueing (Goyal, Vin & Cheng 1996): the machine that has used
least of the interpreter since others began to wait, and of its tabs the one that has. Whoever asks for little
is served at once, however much others ask for; what a script costs is known when it ends.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from streamlit.runtime import Runtime
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner

from viz_core.access.crowding import machine_of
from viz_core.access.line import NOBODY, Asker, asking

AT_ONCE: Final = 2
# A script that runs for longer waits for something else than the interpreter, such as a worker: others go on.
LONGEST_SECONDS: Final = 0.5
# The processor time that a script is taken to need until it has ended.
EXPECTED_SECONDS: Final = 0.05
# A page that opens goes as if its visitor had already used so much more.
HEAD_START_SECONDS: Final = 0.05
# The server's own visits, by which it warms its pages, go as if it had used so much more.
OWN_SECONDS: Final = 1.0
MOST_REMEMBERED: Final = 1_000


@dataclass(eq=False)
class _Account:
    """What a machine or tab has used.

    Attributes:
        used: in seconds of virtual time, in which everybody who waits uses as much as everybody else.
        clock: the virtual time among its tabs.
    """

    used: float = 0.0
    clock: float = 0.0


@dataclass(eq=False)
class _Script:
    """A script that waits: for whom, and since when in virtual time."""

    machine: _Account
    tab: _Account
    behind: float
    since: tuple[float, float]
    admitted: threading.Event = field(default_factory=threading.Event)

    def start(self) -> tuple[float, float]:
        """When it may start, in the time of all machines and in that of its machine's tabs."""
        return max(self.since[0], self.machine.used), max(self.since[1], self.tab.used)

    def rank(self) -> tuple[float, float]:
        """The script of the lowest is next; of equals that which came first."""
        machine, tab = self.start()
        return machine + self.behind, tab + self.behind


class Turns:
    """A queue of threads.

    Args:
        at_once: how many have their turn at the same time.
        longest: seconds after which a turn no longer counts, though the thread goes on.
    """

    def __init__(self, at_once: int = AT_ONCE, longest: float = LONGEST_SECONDS) -> None:
        self._at_once, self._longest = at_once, longest
        self._lock = threading.Lock()
        self._clock = 0.0  # virtual time among the machines
        self._machines: dict[str, _Account] = {}
        self._tabs: dict[Asker, _Account] = {}
        self._waiting: list[_Script] = []
        self._counted: dict[_Script, float] = {}  # when it was admitted

    @contextmanager
    def turn(self, who: Asker = NOBODY, *, page: bool = False) -> Iterator[None]:
        """Wait for one's turn, and have it until the end of the block.

        Args:
            who: for whom the script runs.
            page: whether it is a whole page, which lets clicks go first.
        """
        with self._lock:
            script = self._joined(who, page)
            self._admit()
        while not script.admitted.wait(self._longest):
            with self._lock:
                self._admit()
        spent = time.thread_time()
        try:
            yield
        finally:
            with self._lock:
                _charge(script, time.thread_time() - spent - EXPECTED_SECONDS)
                self._counted.pop(script, None)
                self._admit()

    def _joined(self, who: Asker, page: bool) -> _Script:
        if not self._waiting and not self._counted:  # nobody is kept waiting by what anybody used before
            self._clock = 0.0
            self._machines.clear()
            self._tabs.clear()
        self._forget()
        machine = self._machines.setdefault(who.machine, _Account())
        tab = self._tabs.setdefault(who, _Account())
        behind = HEAD_START_SECONDS * page + OWN_SECONDS * (not who.machine)
        script = _Script(machine, tab, behind, since=(self._clock, machine.clock))
        self._waiting.append(script)
        return script

    def _forget(self) -> None:
        """Of many machines and tabs those that would start at once anyhow."""
        if len(self._tabs) > MOST_REMEMBERED:
            self._machines = {name: one for name, one in self._machines.items() if one.used > self._clock}
            kept = self._machines
            self._tabs = {
                who: one
                for who, one in self._tabs.items()
                if who.machine in kept and one.used > kept[who.machine].clock
            }

    def _admit(self) -> None:
        now = time.monotonic()
        self._counted = {script: at for script, at in self._counted.items() if now - at < self._longest}
        while self._waiting and len(self._counted) < self._at_once:
            script = min(self._waiting, key=_Script.rank)
            self._waiting.remove(script)
            machine, tab = script.start()
            self._clock = max(self._clock, machine)
            script.machine.clock = max(script.machine.clock, tab)
            script.machine.used, script.tab.used = machine, tab
            _charge(script, EXPECTED_SECONDS)
            self._counted[script] = now
            script.admitted.set()


def _charge(script: _Script, seconds: float) -> None:
    script.machine.used += seconds
    script.tab.used += seconds


def scripts_take_turns(turns: Turns) -> None:
    """Have every script of this process wait for its turn. Streamlit has no setting or hook for it."""
    run = ScriptRunner._run_script

    def in_turn(self: ScriptRunner, rerun_data: Any) -> None:
        page = not rerun_data.fragment_id_queue
        who = Asker(machine=machine_of(_address(self)), tab=self._session_id)
        # Whatever the script has computed elsewhere is computed for the same machine and tab.
        with asking(who), turns.turn(who, page=page):
            run(self, rerun_data)

    ScriptRunner._run_script = in_turn  # type: ignore[method-assign]


def _address(runner: ScriptRunner) -> str:
    """Of the machine whose browser has the script run; empty for the server's own visits."""
    client = Runtime.instance().get_client(runner._session_id) if Runtime.exists() else None
    context = client.client_context if client is not None else None
    return (context.remote_ip or "") if context is not None else ""
