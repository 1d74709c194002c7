"""Resting points on two pages, Your network too: the chosen one, its eigenvalues, how sure the search is.

In: points. Out: parts of a page, and marks for its figures.
"""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import streamlit as st

from ui import session
from ui.frame import is_dark
from ui.in_words import in_words
from ui.language import N_, _, ngettext
from ui.links import BOUND
from ui.live_figure import live_figure
from viz_core.dynamics import FixedPoint, FixedPoints
from viz_core.figures.resting_points import Mark, unit_circle

KINDS = {"stable": N_("stable"), "saddle": N_("saddle"), "source": N_("source")}
# With more points their numbers would cover each other.
MOST_NUMBERS = 12
# Numbers of a state that are read off a point.
MOST_TOLD = 8


def chosen_point(points: FixedPoints, reader: str) -> int:
    """The place of the point that is chosen, 0 where there is none; its eigenvalues below the control.

    Args:
        points: to choose from.
        reader: 'forward' or 'backward'.
    """
    if not points:
        return 0
    numbers = [str(place + 1) for place in range(len(points))]
    key = _chosen_key(points)
    if len(points) > MOST_NUMBERS:
        number = str(st.selectbox(_("Point (or press one)"), numbers, key=key, **BOUND))
    else:
        number = in_words(_("Point (or press one)"), {one: one for one in numbers}, usual="1", key=key)
    chosen = numbers.index(number)
    _circle(points[chosen], chosen, reader)
    return chosen


def press_point(points: FixedPoints) -> Callable[[str], None]:
    """What a press on a point does: it becomes the chosen one."""
    key = _chosen_key(points)
    return lambda number: session.put({key: number})


def _chosen_key(points: FixedPoints) -> str:
    return f"rest_point_{len(points)}"


def how_sure(points: FixedPoints) -> str:
    """How many points there are, and whether there may be others."""
    count = ngettext("{count} point", "{count} points", len(points)).format(count=len(points))
    if points.proved:
        return _("{points}: proved, no others").format(points=count)
    return _("{points} found; index sum {sum}; not proved").format(points=count, sum=points.index_sum)


def mark(point: FixedPoint, place: npt.NDArray[np.floating], number: int, *, label: bool = True) -> Mark:
    """A point as the figures draw it.

    Args:
        point: with its state in the space of all units.
        place: where it is drawn.
        number: from 1.
        label: whether its number is written beside it.
    """
    told = ", ".join(f"{value:.3f}" for value in point.state[:MOST_TOLD])
    state = told + (", …" if len(point.state) > MOST_TOLD else "")
    return Mark(
        state=place,
        kind=point.kind,
        label=str(number) if label else "",
        hover=f"{number}: {_(KINDS[point.kind])}, h = {state}",
    )


def _circle(point: FixedPoint, place: int, reader: str) -> None:
    """The eigenvalues of one point, and what they mean for a disturbance."""
    title = f"{place + 1}: {_(KINDS[point.kind])}"
    words = (_("real part of λ"), _("imaginary part"))
    figure = unit_circle(point.eigenvalues, reader=reader, title=title, words=words, dark=is_dark())
    live_figure(figure, key="rest_circle", alt=_("Eigenvalues of the chosen point on the unit circle"))
    slowest = float(abs(point.eigenvalues[0]))
    pull = _("In each step the slowest disturbance is multiplied by {factor:.3f}.")
    push = _("In each step a disturbance along its steepest way out is multiplied by {factor:.3f}.")
    st.caption((pull if point.stable else push).format(factor=slowest))
