"""How long a person waits for the first update, and how much memory a worker takes.

In: workloads. Out: one `Start` each.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from benchmarks.contestants import OURS
from benchmarks.lane import Lane
from benchmarks.workloads import Workload


@dataclass(frozen=True, kw_only=True)
class Start:
    """Seconds until the first update of a run is done.

    Attributes:
        workload: its name.
        cold: from the start of the process.
        other: in a process that has trained another shape.
        warm: in a process that has trained this shape before.
        bytes: resident memory of the process after ten rounds.
    """

    workload: str
    cold: float
    other: float
    warm: float
    bytes: int


def startup(workloads: Iterable[Workload], *, tell: Callable[[str], None]) -> list[Start]:
    """Measure each workload in processes of its own."""
    found = []
    for workload in workloads:
        found.append(_start(workload))
        tell(f"start of {workload.name}")
    return found


def _start(workload: Workload) -> Start:
    once = replace(workload, updates=1)
    started = time.perf_counter()
    with Lane(OURS) as lane:
        lane.prepare(once)
        cold = time.perf_counter() - started
        other = lane.prepare(replace(once, batch=once.batch + 1))["seconds"]
        warm = lane.prepare(once)["seconds"]
        lane.prepare(workload)
        taken = [lane.round()["bytes"] for _ in range(10)][-1]
    return Start(workload=workload.name, cold=cold, other=other, warm=warm, bytes=taken)
