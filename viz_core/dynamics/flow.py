"""The flow of a map with one or two numbers as its state: where each state goes in one step.

In: a `StepMap` of a SimpleRNN or GRU. Out: displacements F(s) - s on a grid. A nullcline is where one of
their parts is zero: there that unit does not move.
"""

from dataclasses import dataclass

import numpy as np

from viz_core.arrays import Floats
from viz_core.checks import check_integer
from viz_core.dynamics.step_map import StepMap


@dataclass(frozen=True, kw_only=True, eq=False)
class Flow:
    """Displacements on a square grid over [-1, 1].

    Attributes:
        axis: positions along each unit, `(count,)`.
        moved: F(s) - s; for two units `(count, count, 2)`, the row is the second unit's position as in a
            picture; for one unit `(count, 1)`.
    """

    axis: Floats
    moved: Floats


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


def zero_lines(axis: Floats, values: Floats) -> Floats:
    """Where a function on a grid changes its sign: short straight pieces, by marching squares.

    Args:
        axis: positions along both axes, `(count,)`.
        values: of the function, `(count, count)`, the row being the second coordinate.

    Returns:
        `(pieces, 2, 2)`: two ends, each with its two coordinates.
    """
    corners = [(0, 0), (0, 1), (1, 1), (1, 0)]  # (row, column), once round the cell
    last = len(axis) - 1
    rows, columns = np.meshgrid(np.arange(last), np.arange(last), indexing="ij")
    heights = [values[rows + r, columns + c].ravel() for r, c in corners]
    places = [np.stack([axis[columns + c].ravel(), axis[rows + r].ravel()], axis=1) for r, c in corners]
    crossings, crossed = [], []
    for here, there in zip(range(4), (1, 2, 3, 0), strict=True):
        crossed.append((heights[here] > 0) != (heights[there] > 0))
        gap = np.where(crossed[-1], heights[here] - heights[there], 1)
        share = (heights[here] / gap)[:, None]
        crossings.append(places[here] + share * (places[there] - places[here]))
    ends, cut = np.stack(crossings, axis=1), np.stack(crossed, axis=1)
    # A cell is cut on two sides, or on all four: then by two pieces.
    order = np.argsort(~cut, axis=1, kind="stable")
    sorted_ends = np.take_along_axis(ends, order[..., None], axis=1)
    count = cut.sum(axis=1)
    return np.concatenate([sorted_ends[count >= 2, :2], sorted_ends[count == 4, 2:]])
