"""The contest: everybody trains the same workload, in turns, and each round gives a ratio.

In: workloads, how many rounds. Out: one `Row` per workload and contestant.

A round follows a round within seconds, so that whatever else the machine does hits all contestants alike; a
ratio is taken within its round, and the spread over rounds is told with it.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks.contestants import OTHERS, OURS
from benchmarks.lane import ContestantError, Lane, installed
from benchmarks.workloads import Workload

NOT_INSTALLED = "not installed"
Tell = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class Row:
    """One contestant on one workload, compared with this project's engine.

    Attributes:
        workload: its name.
        contestant: its name.
        ratio: the contestant's time divided by ours, the median over rounds; None if it did not run.
        low: the lower quartile.
        high: the upper quartile.
        milliseconds: of one update, the median over rounds.
        ours_milliseconds: the same for ours.
        loss: mean loss of the last round.
        ours_loss: the same for ours.
        note: why there is no ratio, else empty.
    """

    workload: str
    contestant: str
    ratio: float | None = None
    low: float | None = None
    high: float | None = None
    milliseconds: float | None = None
    ours_milliseconds: float | None = None
    loss: float | None = None
    ours_loss: float | None = None
    note: str = ""


def contest(
    workloads: Iterable[Workload], *, rounds: int, tell: Tell, others: Sequence[str] = OTHERS
) -> list[Row]:
    """Let all contestants train all workloads.

    Args:
        workloads: what to train.
        rounds: how many measured rounds; one more warms everybody up.
        tell: called with a line whenever a workload is done.
        others: who runs against the engine.
    """
    present = [name for name in others if installed(name)]
    rows = []
    with ExitStack() as stack:
        lanes = [stack.enter_context(Lane(name)) for name in (OURS, *present)]
        for workload in workloads:
            found = _race(lanes, workload, rounds)
            rows += [_row(workload, name, found) for name in others]
            tell(f"{workload.name}: {rounds} rounds of {workload.updates} updates")
    return rows


def _race(lanes: list[Lane], workload: Workload, rounds: int) -> dict[str, Any]:
    """Contestant -> its answers, one per round; or why it has none."""
    found: dict[str, Any] = {}
    ready = _prepare(lanes, workload, found)
    for number in range(rounds):
        # Each round begins with another contestant.
        start = number % len(ready)
        for lane in ready[start:] + ready[:start]:
            found[lane.name].append(lane.round())
    return found


def _prepare(lanes: list[Lane], workload: Workload, found: dict[str, Any]) -> list[Lane]:
    """Compile and warm up, side by side; gives those who can go on."""
    for lane in lanes:
        lane.send("prepare", workload=workload.to_dict())
    ready = []
    for lane in lanes:
        try:
            lane.receive()
        except ContestantError as problem:
            if lane.name == OURS:
                raise
            found[lane.name] = str(problem)
        else:
            found[lane.name] = []
            ready.append(lane)
    return ready


def _row(workload: Workload, name: str, found: dict[str, Any]) -> Row:
    theirs = found.get(name, NOT_INSTALLED)
    if isinstance(theirs, str):
        return Row(workload=workload.name, contestant=name, note=theirs)
    seconds, ours = ([one["seconds"] for one in each] for each in (theirs, found[OURS]))
    low, ratio, high = np.percentile(np.divide(seconds, ours), [25, 50, 75])
    return Row(
        workload=workload.name,
        contestant=name,
        ratio=float(ratio),
        low=float(low),
        high=float(high),
        milliseconds=per_update(seconds, workload),
        ours_milliseconds=per_update(ours, workload),
        loss=theirs[-1]["loss"],
        ours_loss=found[OURS][-1]["loss"],
    )


def per_update(seconds: Sequence[float], workload: Workload) -> float:
    """Milliseconds of one update, from the seconds of several rounds."""
    return 1000 * float(np.median(seconds)) / workload.updates
