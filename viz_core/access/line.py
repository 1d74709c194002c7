"""Who is next where there are fewer places than people who want one.

In: who asks. Out: an order: everybody gets one place before anybody's second, and whoever was served last
goes last. That holds between machines, and between the tabs at one of them: a machine that opens a hundred
tabs has no larger share than one with a single tab.
"""

import itertools
import math
import threading
from collections import Counter, OrderedDict, deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

Item = TypeVar("Item")
# Machines and tabs of which it is remembered when they were served.
MOST_REMEMBERED = 2_000


class NoPlace(TimeoutError):
    """There was no place in time."""


@dataclass(frozen=True, kw_only=True)
class Asker:
    """For whom something is computed.

    Attributes:
        machine: as `machine_of` names it; empty for the server itself.
        tab: the session of one of its tabs.
    """

    machine: str = ""
    tab: str = ""


NOBODY = Asker()
_asker: ContextVar[Asker] = ContextVar("asker")


def who_asks() -> Asker:
    """For whom this thread computes; nobody in particular where nobody said so."""
    return _asker.get(NOBODY)


@contextmanager
def asking(one: Asker) -> Iterator[None]:
    """Let this thread compute for somebody until the end of the block."""
    token = _asker.set(one)
    try:
        yield
    finally:
        _asker.reset(token)


def in_fair_order(
    waiting: Iterable[Item],
    owner: Callable[[Item], Hashable],
    *,
    having: Mapping[Any, int],
    served: Mapping[Any, float],
) -> list[Item]:
    """Those who wait, the next one first: one for each owner before anybody's second, the last served last.

    Args:
        waiting: in the order in which they would be served if all had the same owner.
        owner: whose one of them is.
        having: owner -> how many places they have.
        served: owner -> when they were served, rising, for those of whom that is remembered.
    """
    counts = Counter(having)
    ranked = []
    for one in waiting:
        ranked.append((counts[owner(one)], served.get(owner(one), -math.inf), one))
        counts[owner(one)] += 1
    return [one for *_, one in sorted(ranked, key=lambda entry: entry[:2])]


@dataclass(eq=False, kw_only=True)
class Ticket:
    """Somebody's wish for a place.

    Attributes:
        begin: called, on any thread, when the place is there; the ticket is then to `Line.leave`.
        refuse: called, on any thread, if too many wait and this one is the last.
        asker: whose it is.
    """

    begin: Callable[["Ticket"], None]
    refuse: Callable[["Ticket"], None]
    asker: Asker = field(default_factory=who_asks)


class Line:
    """Those who wait for a number of places. Thread-safe; only `place` waits.

    Attributes:
        places: how many there are; may be changed.
    """

    def __init__(self, *, places: int, most_waiting: int) -> None:
        """Nobody waits.

        Args:
            places: how many there are.
            most_waiting: beyond so many the one who would be served last is refused.
        """
        self.places, self._most_waiting = places, most_waiting
        self._lock = threading.Lock()
        self._waiting: list[Ticket] = []
        self._having: list[Ticket] = []
        # What is to be called, one after the other, by whoever has begun to.
        self._calls: deque[Callable[[], None]] = deque()
        self._calling = False
        self._times = itertools.count()
        self._served: OrderedDict[Hashable, float] = OrderedDict()

    def __len__(self) -> int:
        """How many wait or have a place."""
        with self._lock:
            return len(self._waiting) + len(self._having)

    def enter(self, ticket: Ticket) -> None:
        """Line up; one of its functions is called before or after this returns."""
        with self._lock:
            self._waiting.append(ticket)
            self._admit()
            for last in self._in_order()[self._most_waiting :]:
                self._waiting.remove(last)
                self._calls.append(partial(last.refuse, last))
        self._call()

    def leave(self, ticket: Ticket) -> None:
        """Give back a place, or wait no longer; nothing where neither is so."""
        with self._lock:
            for those in (self._waiting, self._having):
                if ticket in those:
                    those.remove(ticket)
            self._admit()
        self._call()

    @contextmanager
    def place(self, seconds: float) -> Iterator[None]:
        """Wait for a place, and have it until the end of the block.

        Args:
            seconds: how long to wait at most.

        Raises:
            NoPlace: there was none in time, or too many wait.
        """
        heard: Future[bool] = Future()
        ticket = Ticket(begin=lambda _: heard.set_result(True), refuse=lambda _: heard.set_result(False))
        self.enter(ticket)
        try:
            try:
                admitted = heard.result(seconds)
            except TimeoutError:
                admitted = False
            if not admitted:
                raise NoPlace(f"no place within {seconds:g} s")
            yield
        finally:
            self.leave(ticket)

    def _in_order(self) -> list[Ticket]:
        tabs = Counter(one.asker for one in self._having)
        machines = Counter(one.asker.machine for one in self._having)
        by_tab = in_fair_order(self._waiting, lambda one: one.asker, having=tabs, served=self._served)
        return in_fair_order(by_tab, lambda one: one.asker.machine, having=machines, served=self._served)

    def _admit(self) -> None:
        """Give places to those who are next."""
        while self._waiting and len(self._having) < self.places:
            first = self._in_order()[0]
            self._waiting.remove(first)
            self._having.append(first)
            self._calls.append(partial(first.begin, first))
            for owner in (first.asker, first.asker.machine):
                self._served[owner] = next(self._times)
                self._served.move_to_end(owner)
        while len(self._served) > MOST_REMEMBERED:
            self._served.popitem(last=False)

    def _call(self) -> None:
        """Tell those who begin and those who are refused; not from within one of these calls."""
        while (call := self._next_call()) is not None:
            try:
                call()
            finally:
                self._calling = False

    def _next_call(self) -> Callable[[], None] | None:
        with self._lock:
            if self._calling or not self._calls:
                return None
            self._calling = True
            return self._calls.popleft()
