"""What the lesson 'Units' finds for a stretch: other sequences in which the same units are on for as long.

In: the states of a reader, a threshold, a stretch. Out: the best stretch of each sequence, and how alike it
is. The idea is that of LSTMVis (Strobelt et al., 2018, IEEE Trans. Vis. Comput. Graph. 24, 667–676).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from viz_core.arrays import Floats
from viz_core.checks import check_integer

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class Match:
    """A stretch of another sequence.

    Attributes:
        sequence: which one.
        first: its first step, from 0.
        last: its last step, included.
        alike: units that are on in both, as a share of those that are on in either.
    """

    sequence: int
    first: int
    last: int
    alike: float


def is_on(states: Floats, threshold: float) -> Bools:
    """Above a threshold, or below one that is negative."""
    return states > threshold if threshold >= 0 else states < threshold


def on_throughout(states: Floats, threshold: float, first: int, last: int) -> Bools:
    """Which units are on at every step of a stretch, `(units,)`.

    Args:
        states: of one sequence, `(time, units)`.
        threshold: as for `is_on`.
        first: first step, from 0.
        last: last step, included.

    Raises:
        ValueError: the stretch does not lie within the sequence.
    """
    check_integer("last", last, 0, len(states) - 1)
    check_integer("first", first, 0, last)
    return np.asarray(is_on(states[first : last + 1], threshold).all(axis=0))


def matches(states: Floats, wanted: Bools, length: int, threshold: float, count: int) -> list[Match]:
    """The stretches that are most alike, one of each sequence, the best first.

    Args:
        states: `(batch, time, units)`.
        wanted: which units are on, `(units,)`; at least one.
        length: of the stretch, in steps.
        threshold: as for `is_on`.
        count: at most how many; stretches that share no unit are left out.

    Raises:
        ValueError: no unit is on, or a stretch longer than the sequences.
    """
    check_integer("units that are on", int(wanted.sum()), 1, states.shape[2])
    check_integer("length", length, 1, states.shape[1])
    on = np.pad(is_on(states, threshold).cumsum(axis=1), ((0, 0), (1, 0), (0, 0)))
    throughout = on[:, length:] - on[:, :-length] == length
    both = (throughout & wanted).sum(axis=2)
    alike = both / (throughout | wanted).sum(axis=2)
    places = alike.argmax(axis=1)
    best = alike.max(axis=1)
    order = np.argsort(-best, kind="stable")[:count]
    return [
        Match(
            sequence=int(one),
            first=int(places[one]),
            last=int(places[one]) + length - 1,
            alike=float(best[one]),
        )
        for one in order
        if best[one] > 0
    ]
