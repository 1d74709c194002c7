"""How a student learns what its run is doing.

By the words that the page's script writes, and by those that come over the channel of the run. Whoever adds
another way adds a class with the attributes of `PageWatch`, and names it in `WATCHES`: the first that knows
something counts.
"""

import asyncio
import re
from collections.abc import Sequence
from typing import Protocol

from benchmarks.classroom.channel import Channel
from benchmarks.classroom.student import Student

# The page's own words (`ui.run_status`).
FIRST = re.compile(r"update [1-9][\d,]* of|over the last epoch|(?:^|· )Finished")
OVER = re.compile(r"(?:^|· )(Finished|Stopped|Ended early)")
FINISHED = "Finished"


class Watch(Protocol):
    """One way to follow the run that a student started.

    Attributes:
        first: set when its first point can be seen.
        over: set when it has ended; its result is the page's first words about it.
    """

    first: asyncio.Event
    over: asyncio.Future[str]

    def close(self) -> None:
        """Stop following."""


class PageWatch:
    """Reads the words on the page, whenever the script ran."""

    def __init__(self, student: Student) -> None:
        """Follow from now on."""
        self.first = asyncio.Event()
        self.over = asyncio.get_running_loop().create_future()
        self._student = student
        student.listeners.append(self._look)
        self._look(student)

    def _look(self, student: Student) -> None:
        for words in student.page.words():
            if FIRST.search(words):
                self.first.set()
            if (ended := OVER.search(words)) and not self.over.done():
                self.over.set_result(ended[1])

    def close(self) -> None:
        """Stop following."""
        self._student.listeners.remove(self._look)


class ChannelWatch:
    """Listens to the channel of the run, which has the page run again when the run is over."""

    def __init__(self, student: Student) -> None:
        """Follow from now on."""
        self.first = asyncio.Event()
        self.over = asyncio.get_running_loop().create_future()
        self._channel = Channel(student)
        self._reading = asyncio.create_task(self._read())

    async def _read(self) -> None:
        while True:
            await self._channel.heard.wait()
            self._channel.heard.clear()
            if FIRST.search(self._channel.words):
                self.first.set()
            if (ended := OVER.search(self._channel.words)) and not self.over.done():
                self.over.set_result(ended[1])

    def close(self) -> None:
        """Stop following."""
        self._reading.cancel()
        self._channel.close()


WATCHES: Sequence[type[Watch]] = (PageWatch, ChannelWatch)


class Following:
    """All ways at once; the first that knows something counts."""

    def __init__(self, student: Student) -> None:
        """Follow from now on."""
        self._watches = [make(student) for make in WATCHES]  # type: ignore[call-arg]

    async def first(self, patience: float) -> None:
        """Wait for the first point.

        Raises:
            TimeoutError: none was seen in so many seconds.
        """
        await self._any([asyncio.create_task(one.first.wait()) for one in self._watches], patience)

    async def over(self, patience: float) -> str:
        """Wait for the end; the page's first word about it.

        Raises:
            TimeoutError: it did not end in so many seconds.
        """
        waiting = [asyncio.ensure_future(asyncio.shield(one.over)) for one in self._watches]
        return str(await self._any(waiting, patience))

    async def _any(self, waiting: Sequence[asyncio.Future[object]], patience: float) -> object:
        done, rest = await asyncio.wait(waiting, timeout=patience, return_when=asyncio.FIRST_COMPLETED)
        for one in rest:
            one.cancel()
        if not done:
            raise TimeoutError
        return done.pop().result()

    def close(self) -> None:
        """Stop following."""
        for one in self._watches:
            one.close()
