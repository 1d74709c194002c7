"""A student's end of the channel that feeds the pictures of a run.

In: a student's page. Out: the words of the run's status as the channel brings them. Does what
`static/watching/watch.js` and
`static/live_part/live_part.js` do in a browser: listens to the topic that the page
names, asks for the whole where it lacks the version before, has the page run again when the run comes to
another stage, and connects again when the connection is cut.
"""

import asyncio
import json
from typing import Any

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from benchmarks.classroom.elements import Component, text
from benchmarks.classroom.student import Student, Unanswered
from viz_core.watching.patches import patched

# Seconds between tries; after the last one the channel counts as lost.
WAITS = (0.3, 0.7, 1.5, 3.0, 6.0)
UNKNOWN = 4404


class Channel:
    """Follows the run on a student's page, whatever topic it comes from.

    Attributes:
        words: what the run's status said last; empty before the first.
        heard: set when there are new words.
    """

    def __init__(self, student: Student) -> None:
        """Listen from now on, and whenever the page shows another topic."""
        self.words = ""
        self.heard = asyncio.Event()
        self._student = student
        self._leader: Component | None = None
        self._listening: asyncio.Task[None] | None = None
        self._number, self._picture, self._asked = -1, {}, ""  # type: int, dict[str, Any], str
        student.listeners.append(self._look)
        self._look(student)

    def close(self) -> None:
        """Listen no more."""
        self._student.listeners.remove(self._look)
        self._stop()

    def _stop(self) -> None:
        if self._listening is not None:
            self._listening.cancel()
        self._listening = None

    def _look(self, student: Student) -> None:
        """Take what the page's script says of the run, unless the channel has said something newer."""
        leaders = [one for one in student.page.components() if one.data.get("leads") and one.data.get("live")]
        before, self._leader = self._leader, leaders[0] if leaders else None
        if self._leader is None:
            self._stop()
            return
        live = self._leader.data["live"]
        if before is None or before.data["live"]["id"] != live["id"]:
            self._stop()
            self._number = -1
        if live["number"] >= self._number:
            self._number = live["number"]
            self._show({"html": self._leader.data["html"]})
        if self._listening is None:
            self._listening = asyncio.create_task(self._listen(live))

    def _show(self, picture: dict[str, Any]) -> None:
        self._picture = picture
        self.words = text(picture["html"])
        self.heard.set()

    async def _listen(self, live: dict[str, Any]) -> None:
        address = f"{self._student.address.replace('http', 'ws', 1)}{live['socket']}/{live['id']}"
        for wait in WAITS:
            try:
                await self._connected(address)
                return
            except ConnectionClosed as end:
                if end.rcvd is not None and end.rcvd.code == UNKNOWN:
                    await self._turn("unknown")
                    return
            except (OSError, WebSocketException):
                pass  # not reached: tried again
            await asyncio.sleep(wait)
        self._student.errors.append("The channel of the run could not be reached.")

    async def _connected(self, address: str) -> None:
        """Take messages until the run is over."""
        origin: Any = self._student.address
        async with connect(f"{address}?has={self._number}", origin=origin, max_size=None) as socket:
            async for message in socket:
                self._student.received += len(message)
                if not await self._take(json.loads(message)):
                    await socket.send("again")

    async def _take(self, message: dict[str, Any]) -> bool:
        """Apply one message; False where it builds upon a version that is not here."""
        if "pace" in message:
            return True
        number, base = message["number"], message["base"]
        if base is not None and number <= self._number:
            return True  # the page's script was earlier
        if base is not None and base != self._number:
            return False
        self._number = number
        change = message["parts"].get(self._leader and self._leader.data["live"]["name"])
        if change is not None:
            self._show(change if base is None else patched(self._picture, change))
        if self._leader is not None and message["stage"] != self._leader.data["live"]["stage"]:
            await self._turn(message["stage"])
        return True

    async def _turn(self, why: str) -> None:
        """Have the page run again, once for each stage."""
        if self._leader is None:
            return
        live = self._leader.data["live"]
        asked = f"{live['id']} {live['number']} {why}"
        if asked != self._asked:
            self._asked = asked
            try:
                await self._student.trigger(self._leader, "turn", asked)
            except Unanswered as problem:
                self._student.errors.append(f"The page could not run again: {problem}")
