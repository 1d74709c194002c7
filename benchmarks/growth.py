"""How the cost of an update grows with timesteps, units, batch size and layers.

In: how many rounds. Out: one `Point` per size, for this project's engine and for Keras `fit`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from benchmarks.contest import per_update
from benchmarks.contestants import OURS
from benchmarks.lane import Lane
from benchmarks.workloads import Workload
from viz_core.config import ModelConfig

# Rounds are as long as this, as far as whole updates allow.
ROUND_SECONDS = 0.3
MAX_UPDATES = 400

BASE = Workload(
    name="growth",
    model=ModelConfig(units=32),
    batch=32,
    timesteps=50,
    features=8,
    outputs=1,
    updates=2,
)
# What grows -> at which sizes, all else as in BASE.
SIZES: dict[str, tuple[int, ...]] = {
    "timesteps": (10, 30, 100, 300, 1000),
    "units": (8, 16, 32, 64, 128, 256, 512),
    "batch": (1, 4, 16, 64, 256, 512),
    "layers": (1, 2, 3, 4),
}


@dataclass(frozen=True, kw_only=True)
class Point:
    """The cost of an update at one size.

    Attributes:
        axis: a key of `SIZES`.
        size: of it.
        milliseconds: contestant -> of one update, the median over rounds.
    """

    axis: str
    size: int
    milliseconds: dict[str, float]


def at(axis: str, size: int) -> Workload:
    """The base workload with one size changed."""
    if axis in ("units", "layers"):
        return replace(BASE, model=replace(BASE.model, **{axis: size}))
    return replace(BASE, **{axis: size})


def growth(
    *, rounds: int, tell: Callable[[str], None], sizes: dict[str, tuple[int, ...]] | None = None
) -> list[Point]:
    """Measure every size, the contestants in turns."""
    points = []
    for axis, values in (sizes or SIZES).items():
        # Fresh processes for each axis, so that nothing piles up.
        with Lane(OURS) as ours, Lane("keras_fit") as keras:
            points += [_point(axis, size, (ours, keras), rounds) for size in values]
        tell(f"growth with {axis}")
    return points


def _point(axis: str, size: int, lanes: Iterable[Lane], rounds: int) -> Point:
    milliseconds = {lane.name: _measure(lane, at(axis, size), rounds) for lane in lanes}
    return Point(axis=axis, size=size, milliseconds=milliseconds)


def _measure(lane: Lane, workload: Workload, rounds: int) -> float:
    lane.prepare(workload)
    once = min(lane.round()["seconds"] for _ in range(2)) / workload.updates
    updates = int(max(2, min(MAX_UPDATES, ROUND_SECONDS / once)))
    longer = replace(workload, updates=updates)
    lane.prepare(longer)
    return per_update([lane.round()["seconds"] for _ in range(rounds)], longer)


def slope(points: list[Point], axis: str, contestant: str) -> float:
    """The exponent of growth between the last two sizes: 1 where twice the size costs twice the time."""
    before, last = [point for point in points if point.axis == axis][-2:]
    costs: Any = [point.milliseconds[contestant] for point in (before, last)]
    return float(np.log(costs[1] / costs[0]) / np.log(last.size / before.size))
