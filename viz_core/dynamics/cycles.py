"""Where the map leads in the end: to rest, round a cycle, or nowhere that repeats.

In: a `StepMap` and states to begin from. Out: the attractors that were reached, with their periods. A
SimpleRNN may swing between states for ever; a fixed-point search alone would call its middle a place of
rest.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from viz_core.arrays import Floats
from viz_core.checks import check_shape
from viz_core.dynamics.search import distinct
from viz_core.dynamics.step_map import StepMap

STEPS = 2000
LONGEST_PERIOD = 32
# States this near are the same state come back.
RETURNED = 1e-8
APART = 1e-3


@dataclass(frozen=True, kw_only=True, eq=False)
class Attractor:
    """Where some of the starts ended.

    Attributes:
        states: `(period, width)` in order; for one that does not repeat the last state alone.
        period: 1 for rest, 2 and more for a cycle, None when nothing returned within 32 steps.
        starts: rows of the starts that ended here.
    """

    states: Floats
    period: int | None
    starts: npt.NDArray[np.intp]


def attractors(given: StepMap, starts: npt.ArrayLike, steps: int = STEPS) -> tuple[Attractor, ...]:
    """Follow each start for many steps and say where it ended.

    Args:
        given: the map, with one input.
        starts: `(starts, width)`.
        steps: how long to wait; what moves slower than 1e-8 by then counts as rest.
    """
    states: Floats = np.array(starts, dtype=np.float64)
    check_shape("starts", states, {"starts": None, "width": given.width})
    for _ in range(steps):
        states = given.step(states)
    orbit: list[Floats] = [states]
    for _ in range(LONGEST_PERIOD):
        orbit.append(given.step(orbit[-1]))
    path = np.stack(orbit, axis=1)
    returned = np.linalg.norm(path[:, 1:] - path[:, :1], axis=2) <= RETURNED
    periods = np.where(returned.any(axis=1), returned.argmax(axis=1) + 1, 0)
    return tuple(_merged(path, periods))


def _merged(path: Floats, periods: npt.NDArray[np.intp]) -> list[Attractor]:
    """One attractor for all starts that ended on it, wherever on it they are."""
    found: list[Attractor] = []
    for period in np.unique(periods):
        rows = np.flatnonzero(periods == period)
        length = max(int(period), 1)
        orbits = path[rows, :length]
        # A cycle begins at its smallest state, so that two orbits along it compare equal.
        first = np.array([np.lexsort(np.round(one, 6).T[::-1])[0] for one in orbits])
        aligned = np.stack([np.roll(one, -place, axis=0) for one, place in zip(orbits, first, strict=True)])
        flat = aligned.reshape(len(rows), -1)
        for kept in distinct(flat, APART):
            same = np.linalg.norm(flat - flat[kept], axis=1) <= APART
            found.append(Attractor(states=aligned[kept], period=int(period) or None, starts=rows[same]))
    return found
