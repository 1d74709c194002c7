"""Moments of training on a logarithmic axis, which the first weights share.

In: updates done at each moment. Out: where each stands, and the axis.
"""

from collections.abc import Sequence
from math import floor, log10

from viz_core.figures.primitives import Part

# More marks than these are too close for half a page: then powers of ten alone.
MOST_MARKS = 6
# Room at both ends, in powers of ten.
EDGE = 0.04


def updates_axis(updates: Sequence[int], title: str) -> tuple[list[float], Part]:
    """Places for Plotly's logarithmic axis, and the axis.

    Zero has no logarithm: the weights before the first update stand at half of the first moment after it,
    where the mark says 0.

    Args:
        updates: done at each moment, rising; at least one of them above 0.
        title: of the axis.
    """
    first, last = next(one for one in updates if one), updates[-1]
    places = [one or first / 2 for one in updates]
    marks = _marks(first, last)
    axis: Part = {
        "type": "log",
        "title": {"text": title},
        "range": (log10(places[0]) - EDGE, log10(last) + EDGE),
        "tickvals": [*([] if updates[0] else [places[0]]), *marks],
        "ticktext": [*([] if updates[0] else ["0"]), *(f"{one:,}" for one in marks)],
        "tickangle": 0,
        "showgrid": False,
    }
    return places, axis


def _marks(first: int, last: int) -> list[int]:
    """Round numbers of updates: 1, 2 and 5 times powers of ten, or powers of ten where these are many."""
    powers = range(floor(log10(first)), floor(log10(last)) + 1)
    rounds = [part * 10**power for power in powers for part in (1, 2, 5)]
    shown = [one for one in rounds if first <= one <= last]
    return shown if len(shown) <= MOST_MARKS else [one for one in shown if log10(one).is_integer()]
