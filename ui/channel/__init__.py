"""The channel on which newer pictures of a run reach a page without its script.

A page that shows a run asks for a `Feed`: the newest pictures, and where its components receive newer ones.
The components connect to a WebSocket route of their own (`ui.channel.route`); `ui.channel.broadcast` looks
for news and has each version drawn once for all who watch.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import cache, partial
from hashlib import blake2b
from typing import Any

from ui.language import in_language, language
from ui.served import STATIC, base_path
from viz_core.training.job import Job
from viz_core.watching.exams import ExamCache
from viz_core.watching.topics import Draw, Pictures, Topics

# Where the route is, below the server's base path; `{id}` is a topic's.
PATH = "birnn/watch"
_SCRIPT = STATIC / "watching" / "watch.js"


@dataclass(frozen=True, kw_only=True, eq=False)
class Feed:
    """What a page shows of a run now, and where its components receive news.

    Attributes:
        pictures: by name, as JSON has them; empty while the run rests.
        address: what a component needs to listen, besides the name of its picture; None where no news is
            to be expected.
    """

    pictures: Pictures
    address: dict[str, Any] | None = None

    def live(self, name: str = "") -> dict[str, Any] | None:
        """For the component that shows this picture; without a name it receives only the stage of the run."""
        return self.address and self.address | {"name": name}


@cache
def topics() -> Topics:
    """All that is watched on this server."""
    return Topics()


@cache
def exams() -> ExamCache:
    """All exams on fresh sequences of this server."""
    return ExamCache()


def feed(job: Job, key: Hashable, draw: Draw, *, news: Callable[[Job], Hashable] | None = None) -> Feed:
    """The feed of a run for one way of looking at it.

    Args:
        job: a run that is not over.
        key: everything that `draw` depends on besides the run and the language of this page; pages with the
            same key and language share the pictures.
        draw: makes the pictures, in any thread, without the script; must hold no reference to the run.
        news: changes with whatever is drawn; None takes the run's own version.
    """
    spoken = language()
    topic = topics().topic(job, (spoken, key), partial(_drawn, spoken=spoken, draw=draw), news=news)
    version = topic.refresh(job)
    address = {
        "id": topic.id,
        "number": version.number,
        "stage": version.stage,
        "socket": f"{base_path()}/{PATH}",
        "script": f"{base_path()}/app/static/watching/watch.js?{_script_version()}",
    }
    return Feed(pictures=version.pictures, address=address)


def _drawn(job: Job, *, spoken: str, draw: Draw) -> Pictures:
    with in_language(spoken):
        return draw(job)


@cache
def _script_version() -> str:
    """Changes with the script: a browser never runs an old one with a new server."""
    return blake2b(_SCRIPT.read_bytes(), digest_size=6).hexdigest()
