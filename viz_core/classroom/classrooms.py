"""All classes of a server, found by their codes. Safe from any thread."""

import secrets
import threading
import time
from collections.abc import Callable
from functools import cache

from viz_core.access.crowding import gives_way
from viz_core.classroom import caps
from viz_core.classroom.classroom import Classroom, Full, Member

# Capitals that are not taken for one another, or for digits.
LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LETTERS = 6


class Classrooms:
    """The classes that go on."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        """No classes yet.

        Args:
            clock: seconds, rising.
        """
        self._clock, self._lock = clock, threading.Lock()
        self._classes: dict[str, Classroom] = {}

    def open(self, owner: str) -> Classroom:
        """Begin a class; the oldest of somebody who has as many as one may have gives way.

        Args:
            owner: name of the visitor.

        Raises:
            Full: there are too many classes.
        """
        with self._lock:
            self._forget()
            for one in self._of(owner)[: 1 - caps.CLASSES_OF_ONE or None]:
                self._end(one)
            if len(self._classes) >= caps.MOST_CLASSES:
                raise Full(
                    f"A server must have at most {caps.MOST_CLASSES} classes; got one more. Try again later."
                )
            made = Classroom(self._code(), owner, clock=self._clock)
            self._classes[made.code] = made
            return made

    def find(self, code: str) -> Classroom | None:
        """The class of a code, typed in capitals or not; None where there is none."""
        with self._lock:
            self._forget()
            return self._classes.get(code.strip().upper())

    def of(self, owner: str) -> Classroom | None:
        """The newest class of somebody."""
        with self._lock:
            self._forget()
            return next(iter(reversed(self._of(owner))), None)

    def end(self, classroom: Classroom) -> None:
        """The class is over; who is in it is told before long."""
        with self._lock:
            self._end(classroom)

    def enter(self, classroom: Classroom, member: Member) -> None:
        """Let somebody into a class; where all classes together are full, a crowd makes room (`gives_way`).

        Raises:
            Refused: as `Classroom.enter`.
        """
        classroom.enter(member)
        with self._lock:
            others = {one: its for its in self._classes.values() for one in its.present if one is not member}
        if len(others) < caps.MOST_MEMBERS:
            return
        crowding = gives_way([one for one in others if not one.token], member)
        if crowding is None:
            classroom.leave(member)
            raise Full("A server must have room for one more; it is full.")
        others[crowding].send_away(crowding)

    def _of(self, owner: str) -> list[Classroom]:
        return [one for one in self._classes.values() if one.owner == owner]

    def _forget(self) -> None:
        since = self._clock() - caps.IDLE_SECONDS
        for one in list(self._classes.values()):
            if one.over or one.led_at < since:
                self._end(one)

    def _end(self, classroom: Classroom) -> None:
        classroom.over = True
        self._classes.pop(classroom.code, None)

    def _code(self) -> str:
        while True:
            code = "".join(secrets.choice(LETTERS) for _ in range(CODE_LETTERS))
            if code not in self._classes:
                return code


@cache
def classrooms() -> Classrooms:
    """The classes of this server process."""
    return Classrooms()
