"""Search for the zeros of G(h) - h by Levenberg-Marquardt, many starts at once.

In: a `StepMap` and starts. Out: hidden states where the search ended, with q = |G(h) - h|² / 2. Undamped
Newton meets singular matrices, and gradient descent is far too slow near a root: damping that fades with
success does both halves of the way. Source: Sussillo & Barak (2013), "Opening the black box"; Marquardt
(1963).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from viz_core.arrays import Floats
from viz_core.dynamics.step_map import StepMap

ITERATIONS = 60
# A search that left the box of all states by so much is given up.
FAR = 1.3
# So many steps in a row with less than 1 % gain end a search.
PATIENCE = 8
GAIN = 0.01
DAMPING = 1e-2
LEAST_DAMPING = 1e-13
# Below it nothing is gained any more.
FINISHED = 1e-30
NEWTON_STEPS = 4


@dataclass(frozen=True, kw_only=True, eq=False)
class Descent:
    """Where each start ended.

    Attributes:
        hidden: `(starts, units)`.
        q: |G(h) - h|² / 2 there, `(starts,)`.
    """

    hidden: Floats
    q: Floats


def descend(given: StepMap, starts: Floats) -> Descent:
    """Follow each start downhill in q.

    Args:
        given: the map; with one input, or one for each start.
        starts: hidden states, `(starts, units)`.
    """
    hidden = np.array(starts, dtype=np.float64)
    after, jacobian = given.rest_step(hidden)
    missed = after - hidden
    q = 0.5 * np.sum(missed**2, axis=-1)
    damping, idle = np.full(len(q), DAMPING), np.zeros(len(q), dtype=int)
    for _ in range(ITERATIONS):
        rows = np.flatnonzero((idle < PATIENCE) & (q > FINISHED) & (np.abs(hidden).max(axis=-1) <= FAR))
        if len(rows) == 0:
            break
        tried = hidden[rows] + _damped_step(jacobian[rows], missed[rows], damping[rows])
        after, slopes = given.at(rows).rest_step(tried)
        reached = 0.5 * np.sum((after - tried) ** 2, axis=-1)
        better = reached < q[rows]
        idle[rows] = np.where(reached < (1 - GAIN) * q[rows], 0, idle[rows] + 1)
        damping[rows] = np.where(better, np.maximum(damping[rows] / 10, LEAST_DAMPING), damping[rows] * 5)
        won = rows[better]
        hidden[won], q[won] = tried[better], reached[better]
        missed[won], jacobian[won] = (after - tried)[better], slopes[better]
    return Descent(hidden=hidden, q=q)


def _damped_step(jacobian: Floats, missed: Floats, damping: Floats) -> Floats:
    """The step -(AᵀA + damping I)⁻¹ Aᵀ(G(h) - h) with A = J - I, row by row."""
    eye = np.eye(jacobian.shape[-1])
    slope = jacobian - eye
    turned = slope.transpose(0, 2, 1)
    left = turned @ slope + damping[:, None, None] * eye
    return -np.linalg.solve(left, turned @ missed[..., None])[..., 0]


def polish(given: StepMap, hidden: Floats) -> Descent:
    """A few Newton steps; each row keeps the best state it came to."""
    best, least = hidden, np.full(len(hidden), np.inf)
    current = hidden
    for _ in range(NEWTON_STEPS + 1):
        after, jacobian = given.rest_step(current)
        missed = after - current
        q = 0.5 * np.sum(missed**2, axis=-1)
        won = q < least
        best, least = np.where(won[:, None], current, best), np.where(won, q, least)
        # The pseudoinverse, since a point at a fold has a singular matrix.
        inverse = np.linalg.pinv(jacobian - np.eye(given.units))
        current = current - (inverse @ missed[..., None])[..., 0]
    return Descent(hidden=best, q=least)


def distinct(hidden: Floats, apart: float) -> npt.NDArray[np.intp]:
    """Rows of `hidden` of which no two are nearer than `apart`; of each group the first is kept."""
    kept: list[int] = []
    for row, state in enumerate(hidden):
        if not kept or np.linalg.norm(hidden[kept] - state, axis=-1).min() > apart:
            kept.append(row)
    return np.array(kept, dtype=np.intp)
