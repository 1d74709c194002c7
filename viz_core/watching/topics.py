"""What is watched of one run: drawn once for each piece of news, kept as the message that all who watch get.

A topic is found by its id only, 128 bits that nobody can guess: who has it was given it by a page.
It holds no run alive: when the last page that knows a run has forgotten it, its topics are empty.
"""

import json
import secrets
import threading
import time
import weakref
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from viz_core.training.job import Job
from viz_core.watching.patches import difference
from viz_core.watching.stage import is_moving, stage

# Name of a picture -> the picture, as JSON has it.
Pictures = Mapping[str, Mapping[str, Any]]
Draw = Callable[[Job], Pictures]

# Topics that nobody watches are forgotten after so many seconds.
IDLE_SECONDS = 60.0


@dataclass(frozen=True, kw_only=True, eq=False)
class Version:
    """One version of everything that is watched of a run.

    Attributes:
        number: counts from 0.
        stage: where the run stands (`viz_core.watching.stage`).
        pictures: by name; empty while the run does not move, for then the page draws them.
        change: the message for those who have the version before.
    """

    number: int
    stage: str
    pictures: Pictures
    change: str

    def whole(self) -> str:
        """The message for those who have nothing, or too old a version."""
        return _message(number=self.number, base=None, stage=self.stage, parts=self.pictures)


def _message(*, number: int, base: int | None, stage: str, parts: Mapping[str, Any]) -> str:
    content = {"number": number, "base": base, "stage": stage, "parts": parts}
    text = json.dumps(content, separators=(",", ":"), allow_nan=False, ensure_ascii=False)
    # UTF-8 has no half of a surrogate pair, which a name in a file may be; JSON has an escape for it.
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


class Topic:
    """One way of looking at one run. Thread-safe.

    Attributes:
        id: unguessable.
        drawn: how many versions were drawn.
        seconds: that drawing the last one took.
        touched: when a page or a watcher last asked for it, by `time.monotonic`.
    """

    def __init__(self, job: Job, draw: Draw, news: Callable[[Job], Hashable]) -> None:
        """Draw nothing yet.

        Args:
            job: the run; held weakly.
            draw: makes the pictures; must hold no reference to the run.
            news: a value that changes when there is something new to draw.
        """
        self.id = secrets.token_urlsafe(16)
        self.drawn, self.seconds, self.touched = 0, 0.0, time.monotonic()
        self._job, self._draw, self._news = weakref.ref(job), draw, news
        self._lock = threading.Lock()
        self._seen: Hashable = None
        self._version: Version | None = None
        self._whole: tuple[int, str] = (-1, "")

    @property
    def job(self) -> Job | None:
        """The run; None when it was forgotten."""
        return self._job()

    @property
    def version(self) -> Version | None:
        """The newest version; None before the first."""
        return self._version

    def turned(self, job: Job) -> bool:
        """Whether the run has come to another stage since the newest version."""
        return self._version is None or self._version.stage != stage(job)

    def has_news(self, job: Job) -> bool:
        """Whether a new version would differ."""
        return self._seen != (stage(job), self._news(job))

    def refresh(self, job: Job) -> Version:
        """The newest version, drawn now if there is news."""
        with self._lock:
            seen = (stage(job), self._news(job))
            if self._version is None or seen != self._seen:
                started = time.perf_counter()
                self._version = self._next(seen[0], self._draw(job) if is_moving(job) else {})
                self._seen, self.seconds = seen, time.perf_counter() - started
            return self._version

    def _next(self, stage: str, pictures: Pictures) -> Version:
        before = self._version
        number = 0 if before is None else before.number + 1
        self.drawn += bool(pictures)
        old = {} if before is None else before.pictures
        changes = {name: difference(old.get(name), one) for name, one in pictures.items()}
        parts = {name: change for name, change in changes.items() if change is not None}
        change = _message(number=number, base=number - 1, stage=stage, parts=parts)
        return Version(number=number, stage=stage, pictures=pictures, change=change)

    def message(self, version: Version, *, has: int) -> str:
        """What brings somebody who has version `has` (-1: none) to this one; encoded once for all."""
        if has == version.number - 1 and has >= 0:
            return version.change
        if self._whole[0] != version.number:
            self._whole = (version.number, version.whole())
        return self._whole[1]


class Topics:
    """All topics of a server, by id and by what they show. Thread-safe."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, threading.Lock()
        self._by_key: dict[Hashable, Topic] = {}
        self._by_id: dict[str, Topic] = {}

    def topic(
        self, job: Job, key: Hashable, draw: Draw, *, news: Callable[[Job], Hashable] | None = None
    ) -> Topic:
        """The topic of this run and key, made at the first call: the same for all who look the same way.

        Args:
            job: the run.
            key: everything that `draw` depends on besides the run.
            draw: makes the pictures.
            news: changes with whatever is drawn; None takes the run's own version.
        """
        with self._lock:
            self._forget_idle()
            found = self._by_key.get((job.id, key))
            if found is None or found.job is None:
                found = Topic(job, draw, news or (lambda one: one.version))
                self._by_key[job.id, key] = self._by_id[found.id] = found
            found.touched = self._clock()
            return found

    def find(self, topic_id: str) -> Topic | None:
        """The topic of this id, if there is one and its run is still known."""
        found = self._by_id.get(topic_id)
        if found is None or found.job is None:
            return None
        found.touched = self._clock()
        return found

    def __len__(self) -> int:
        return len(self._by_id)

    def _forget_idle(self) -> None:
        now = self._clock()
        for key, topic in list(self._by_key.items()):
            if topic.job is None or now - topic.touched > IDLE_SECONDS:
                del self._by_key[key]
                self._by_id.pop(topic.id, None)
