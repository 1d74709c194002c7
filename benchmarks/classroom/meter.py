"""What a server uses: memory and processor time of the web process, and of all that it started."""

import os
import threading
import time
from dataclasses import dataclass, field

import psutil

MIB = 2**20
SECONDS = 0.5
# The busiest stretch is looked for over so many seconds.
STRETCH = 5.0


@dataclass(frozen=True, kw_only=True)
class Sample:
    """One moment.

    Attributes:
        at: seconds on the monotonic clock.
        web_bytes, worker_bytes: resident memory of the web process, and of its scheduler and workers.
        web_seconds, worker_seconds: processor time they have used so far.
        own_seconds: processor time of the process that measures.
        processes: how many there are.
    """

    at: float
    web_bytes: int
    worker_bytes: int
    web_seconds: float
    worker_seconds: float
    own_seconds: float
    processes: int


@dataclass
class Meter:
    """Looks twice a second, on a thread of its own.

    Attributes:
        pid: of the web process.
        samples: all so far.
    """

    pid: int
    samples: list[Sample] = field(default_factory=list)
    _ended: dict[int, float] = field(default_factory=dict)
    _stop: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        """Begin."""
        self._thread = threading.Thread(target=self._look, name="meter", daemon=True)
        self.look()
        self._thread.start()

    def close(self) -> None:
        """Look no more."""
        self._stop.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._stop.wait(SECONDS):
            self.look()

    def look(self) -> Sample:
        """Take one sample now, and keep it."""
        web = psutil.Process(self.pid)
        own = sum(psutil.Process(os.getpid()).cpu_times()[:2])
        memory = 0
        children = web.children(recursive=True)
        for child in children:
            try:
                memory += child.memory_info().rss
                # Also of those that have ended since: a worker that is replaced has worked all the same.
                self._ended[child.pid] = sum(child.cpu_times()[:2])
            except psutil.Error:
                continue
        sample = Sample(
            at=time.monotonic(),
            web_bytes=web.memory_info().rss,
            worker_bytes=memory,
            web_seconds=sum(web.cpu_times()[:2]),
            worker_seconds=sum(self._ended.values()),
            own_seconds=own,
            processes=1 + len(children),
        )
        self.samples.append(sample)
        return sample


def mebibytes(sample: Sample) -> float:
    """Resident memory of web process, scheduler and workers, in MiB."""
    return (sample.web_bytes + sample.worker_bytes) / MIB


def shares(samples: list[Sample]) -> dict[str, float]:
    """Shares of one core, 1.0 for a whole one: on average, and the web process's busiest 5 s."""
    first, last = samples[0], samples[-1]
    parts = ("web", "worker", "own")
    mean = {part: _share(first, last, part) for part in parts}
    busiest = 0.0
    start = 0
    for end, sample in enumerate(samples):
        while sample.at - samples[start].at > STRETCH:
            start += 1
        if end > start and sample.at - samples[start].at >= STRETCH - 2 * SECONDS:
            busiest = max(busiest, _share(samples[start], sample, "web"))
    return {**mean, "web_busiest": busiest}


def _share(first: Sample, last: Sample, part: str) -> float:
    spent = getattr(last, f"{part}_seconds") - getattr(first, f"{part}_seconds")
    return float(spent / max(last.at - first.at, 1e-9))
