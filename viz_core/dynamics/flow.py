"""The flow of a map with one or two numbers as its state: where each state goes in one step.

In: a `StepMap` of a SimpleRNN or GRU. Out: displacements F(s) - s on a grid. A nullcline is where one of
their parts is zero: there that unit does not move.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from viz_core.checks import check_integer
from viz_core.dynamics.step_map import StepMap

Array = npt.NDArray[np.floating]


@dataclass(frozen=True, kw_only=True, eq=False)
class Flow:
    """Displacements on a square grid over [-1, 1].

    Attributes:
        axis: positions along each unit, `(count,)`.
        moved: F(s) - s; for two units `(count, count, 2)`, the row is the second unit's position as in a
            picture; for one unit `(count, 1)`.
    """

    axis: Array
    moved: Array


def flow_field(given: StepMap, count: int) -> Flow:
    """How far one step moves each state of a grid.

    Args:
        given: a map whose state has one or two numbers.
        count: grid points along each unit.

    Raises:
        ValueError: a state with more numbers.
    """
    check_integer("count", count, 2, 1000)
    if given.width > 2:
        raise ValueError(f"`given` must have a state of 1 or 2 numbers; got {given.width}.")
    axis = np.linspace(-1, 1, count)
    states = np.stack(np.meshgrid(*[axis] * given.width), axis=-1)
    moved = given.step(states.reshape(-1, given.width)).reshape(states.shape) - states
    return Flow(axis=axis, moved=moved)
