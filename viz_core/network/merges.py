"""Merge modes: how forward and backward states become one array, and the gradient of each.

In: two arrays, `(batch, time, units)` (or any equal shapes), both in input time.
Out: one array; `concat` doubles the last axis, the others keep it.
Source: `merge_mode` of https://keras.io/api/layers/recurrent_layers/bidirectional/
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from viz_core.arrays import Floats
from viz_core.checks import check_one_of, check_same_shape


@dataclass(frozen=True, kw_only=True)
class Merge:
    """One merge mode.

    Attributes:
        apply: (forward, backward) -> merged.
        gradient: (d_merged, forward, backward) -> (d_forward, d_backward).
        width: how many times `units` the merged array is wide.
        formula: the rule for one time step, as shown to a class.
    """

    apply: Callable[[Floats, Floats], Floats]
    gradient: Callable[[Floats, Floats, Floats], tuple[Floats, Floats]]
    width: int
    formula: str


def _split(d_merged: Floats, forward: Floats, backward: Floats) -> tuple[Floats, Floats]:
    units = forward.shape[-1]
    return d_merged[..., :units], d_merged[..., units:]


MERGES: dict[str, Merge] = {
    "concat": Merge(
        apply=lambda forward, backward: np.concatenate([forward, backward], axis=-1),
        gradient=_split,
        width=2,
        formula="[h→ ; h←]",
    ),
    "sum": Merge(
        apply=lambda forward, backward: forward + backward,
        gradient=lambda d_merged, forward, backward: (d_merged, d_merged),
        width=1,
        formula="h→ + h←",
    ),
    "mul": Merge(
        apply=lambda forward, backward: forward * backward,
        gradient=lambda d_merged, forward, backward: (d_merged * backward, d_merged * forward),
        width=1,
        formula="h→ × h←",
    ),
    "ave": Merge(
        apply=lambda forward, backward: (forward + backward) / 2,
        gradient=lambda d_merged, forward, backward: (d_merged / 2, d_merged / 2),
        width=1,
        formula="(h→ + h←) / 2",
    ),
}


def merge(forward: Floats, backward: Floats, mode: str) -> Floats:
    """Combine both directions step by step.

    Args:
        forward: hidden states, `(batch, time, units)`.
        backward: the same, already flipped to input time.
        mode: a key of `MERGES`, named as in Keras.

    Returns:
        `(batch, time, units)`, or `(batch, time, 2 * units)` for concat.

    Raises:
        ValueError: the mode is unknown or the shapes differ.
    """
    check_one_of("merge_mode", mode, MERGES)
    check_same_shape(forward=forward, backward=backward)
    return MERGES[mode].apply(forward, backward)
