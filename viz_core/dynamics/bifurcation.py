"""How fixed points are born and vanish while the input changes.

In: weights of one recurrent layer and a row of inputs. Out: its fixed points at each of them.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from viz_core.checks import check_shape
from viz_core.dynamics.points import FixedPoints, finished, fixed_points, proved_states
from viz_core.dynamics.proof import provable, prove
from viz_core.dynamics.step_map import step_map


def bifurcation(
    weights: Sequence[npt.ArrayLike], *, cell: str, inputs: npt.ArrayLike, seed: int = 0
) -> tuple[FixedPoints, ...]:
    """Fixed points at each of several inputs.

    Args:
        weights: `[kernel, recurrent_kernel, bias]` in Keras's layout.
        cell: 'simple_rnn', 'lstm' or 'gru', in capitals or not.
        inputs: one input in each row, `(inputs, features)`.
        seed: of the searches.

    Returns:
        One set of points for each row. One and two units of SimpleRNN and GRU are proved for all rows at
        once, without a search: there `slow` is empty, and no points are given of what stays undecided.

    Raises:
        ValueError: an unknown cell, a shape that does not fit, or a number that is not finite.
    """
    rows = np.asarray(inputs, dtype=np.float64)
    check_shape("inputs", rows, {"inputs": None, "features": None})
    every = step_map(weights, cell=cell, inputs=rows)
    if not provable(every):
        return tuple(fixed_points(weights, cell=cell, inputs=one, seed=seed) for one in rows)
    none = np.empty((0, every.units))
    found = []
    for projected, proof in zip(every.projected, prove(every), strict=True):
        given = replace(every, projected=projected)
        found.append(finished(given, proved_states(given, proof, none), none, proof))
    return tuple(found)
