"""How long a cell remembers: the trace one pulse leaves in its state.

In: a cell and its weights. Out: what is left of a pulse after n steps, exactly, from two readings: one with
the pulse and one without it.
"""

import numpy as np

from viz_core.arrays import Floats
from viz_core.checks import check_integer
from viz_core.network.recurrence import read
from viz_core.network.weights import CellWeights


def pulse_effect(weights: CellWeights, cell: str, *, steps: int, pulse: float = 1.0) -> Floats:
    """What a pulse in the first feature at step 0, followed by zeros, changes in the hidden state.

    Args:
        weights: of a forward reader, in Keras's layout.
        cell: a key of `viz_core.network.cells.CELLS`.
        steps: how many steps to follow it, 1 to 1,000.
        pulse: the input at step 0.

    Returns:
        h with the pulse minus h without it, `(steps + 1, units)`; entry n is n steps after the pulse.

    Raises:
        ValueError: `steps` out of range, or an unknown cell.
    """
    check_integer("steps", steps, 1, 1_000)
    inputs = np.zeros((2, steps + 1, len(weights.kernel)))
    inputs[0, 0, 0] = pulse
    hidden = read(inputs, weights, cell).states["hidden"]
    return hidden[0] - hidden[1]


def strength(effect: Floats, unit: int | None = None) -> Floats:
    """The size of an effect at each step: of one unit, or over all units (Euclidean length).

    Args:
        effect: `(steps, units)`.
        unit: counted from 0; None for all.

    Returns:
        `(steps,)`, never negative.

    Raises:
        ValueError: there is no such unit.
    """
    if unit is None:
        return np.asarray(np.linalg.norm(effect, axis=1))
    check_integer("unit", unit, 0, effect.shape[1] - 1)
    return np.abs(effect[:, unit])


def half_life(size: Floats) -> int | None:
    """Steps until half of the effect at the pulse is left for good; None if that lies beyond the last step.

    Args:
        size: as `strength` returns it, `(steps,)`.
    """
    above = np.flatnonzero(size > size[0] / 2)
    last = int(above[-1]) if above.size else -1
    return last + 1 if last + 1 < len(size) else None
