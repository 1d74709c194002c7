"""Looks for news of what is watched, has it drawn, and sends it to all who watch.

One task on the server's event loop looks at every run that somebody watches, five times a second: that
compares a few numbers. Only where there is news, and not more often than the pace allows, a thread draws the
next version. Whoever is slow to receive gets the newest version, never those between.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from viz_core.access.crowding import gives_way
from viz_core.training.job import Job
from viz_core.watching.pace import STEPS, pace
from viz_core.watching.topics import Topic

log = logging.getLogger(__name__)

LOOK_SECONDS = 0.2
MOST_WATCHERS = 1_000
Send = Callable[[str], Awaitable[None]]


@dataclass(eq=False)
class Watcher:
    """One connection.

    Attributes:
        topic: what it watches.
        has: the version it has; -1 for none.
        address: of the machine it comes from.
        sent: the pace that was sent last.
        news: set when there may be something to send.
        sent_away: whether it is to end, to make room for others.
    """

    topic: Topic
    has: int
    address: str = ""
    sent: float = STEPS[0]
    news: asyncio.Event = field(default_factory=asyncio.Event)
    sent_away: bool = False

    def again(self) -> None:
        """Forget what it has: the whole of the newest version is sent."""
        self.has = -1
        self.news.set()


class Broadcast:
    """All connections of a server; lives on one event loop."""

    def __init__(self, *, look_seconds: float = LOOK_SECONDS) -> None:
        self._look_seconds = look_seconds
        self._watchers: dict[Topic, set[Watcher]] = {}
        self._due: dict[Topic, float] = {}
        self._drawing: dict[Topic, asyncio.Task[None]] = {}
        self._looking: asyncio.Task[None] | None = None
        self._drawer = ThreadPoolExecutor(1, thread_name_prefix="pictures")

    @property
    def watchers(self) -> int:
        """How many are connected."""
        return sum(map(len, self._watchers.values()))

    @property
    def pace(self) -> float:
        """Seconds from one version to the next, as long as so many watch."""
        return pace(watchers=self.watchers, drawing=sum(one.seconds for one in self._watchers))

    async def serve(self, watcher: Watcher, send: Send) -> None:
        """Send whatever is new, until the run is over, others need the room, or the caller is cancelled."""
        if not self._has_room(watcher):
            watcher.sent_away = True
            return
        self._watchers.setdefault(watcher.topic, set()).add(watcher)
        watcher.news.set()
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look())
        try:
            while await self._send_newest(watcher, send):
                await watcher.news.wait()
        finally:
            self._leave(watcher)

    def _has_room(self, newcomer: Watcher) -> bool:
        """Where as many watch as may, a crowd of one machine gives way (`gives_way`)."""
        if self.watchers < MOST_WATCHERS:
            return True
        crowding = gives_way((one for its in self._watchers.values() for one in its), newcomer)
        if crowding is None:
            return False
        crowding.sent_away = True
        crowding.news.set()
        self._leave(crowding)
        return True

    def _leave(self, watcher: Watcher) -> None:
        watchers = self._watchers.get(watcher.topic)
        if watchers is None:
            return
        watchers.discard(watcher)
        if not watchers:
            del self._watchers[watcher.topic]
            self._due.pop(watcher.topic, None)

    async def _send_newest(self, watcher: Watcher, send: Send) -> bool:
        """Send the newest version unless it is there already; False when nothing more will come."""
        if watcher.sent_away:
            return False
        watcher.news.clear()
        version = watcher.topic.version
        if (now := self.pace) != watcher.sent:
            watcher.sent = now
            await send(f'{{"pace":{now:g}}}')
        if version is None:
            return watcher.topic.job is not None
        if version.number != watcher.has:
            message = watcher.topic.message(version, has=watcher.has)
            watcher.has = version.number
            await send(message)
        return not version.stage.startswith("over") and watcher.topic.job is not None

    async def _look(self) -> None:
        while self._watchers:
            every = self.pace
            for topic in list(self._watchers):
                try:
                    self._look_at(topic, every)
                except Exception:
                    log.exception("What is watched of a run could not be looked at.")
            await asyncio.sleep(self._look_seconds)

    def _look_at(self, topic: Topic, every: float) -> None:
        """Have the next version drawn, if there is news and it is time; a new stage is not kept waiting."""
        job, now = topic.job, asyncio.get_running_loop().time()
        if job is None:
            self._wake(topic)
            return
        job.renew()  # its page is there: it listens
        topic.touched = time.monotonic()
        if topic.version is not None and any(
            one.has != topic.version.number for one in self._watchers[topic]
        ):
            self._wake(topic)  # a page's script has drawn it
        soon = topic.turned(job) or now >= self._due.get(topic, 0.0)
        if soon and topic not in self._drawing and topic.has_news(job):
            self._due[topic] = now + every
            self._drawing[topic] = asyncio.create_task(self._draw(topic, job))

    async def _draw(self, topic: Topic, job: Job) -> None:
        try:
            await asyncio.get_running_loop().run_in_executor(self._drawer, topic.refresh, job)
        except Exception:
            log.exception("The pictures of a run could not be drawn.")
        finally:
            del self._drawing[topic]
        self._wake(topic)

    def _wake(self, topic: Topic) -> None:
        for watcher in self._watchers.get(topic, ()):
            watcher.news.set()
