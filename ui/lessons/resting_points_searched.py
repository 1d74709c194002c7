"""Points that a search found, as the pages Resting points and Your network show them.

In: what was found. Out: a part of a page.
"""

import streamlit as st

from ui.badge import badge
from ui.frame import is_dark
from ui.language import _
from ui.lessons.resting_points_parts import MOST_NUMBERS, chosen_point, how_sure, mark, press_point
from ui.live_figure import live_figure
from viz_core.dynamics import FixedPoint
from viz_core.figures.resting_points_searched import searched_plane
from viz_core.lessons.resting_points_searched import Searched


def show_searched(
    found: Searched, reader: str, *, key: str, alt: str, caption: str, source: str | None = None
) -> FixedPoint | None:
    """The points over the visited states, and the eigenvalues of the chosen one.

    Args:
        found: what the search has found.
        reader: 'forward' or 'backward'.
        key: of the picture of points.
        alt: what that picture shows, in words.
        caption: below it, with places for the counts `{stable}` and `{all}`.
        source: as for `badge`; None for no badge.

    Returns:
        The chosen point; None where none was found.
    """
    points = found.points
    left, right = st.columns([3, 2])
    with right:
        chosen = chosen_point(points, reader)
    with left:
        if source is not None:
            badge(source)
        marks = [
            mark(one, place, number, label=len(points) <= MOST_NUMBERS)
            for number, (one, place) in enumerate(zip(points, found.places, strict=True), start=1)
        ]
        axis = _("PC{place} of visited states, {share:.0%}")
        across, up = (axis.format(place=place, share=found.plane.shares[place - 1]) for place in (1, 2))
        figure = searched_plane(
            found.visited,
            marks,
            chosen=chosen,
            reader=reader,
            title=_(reader),
            note=how_sure(points),
            axes=(across, up),
            dark=is_dark(),
        )
        live_figure(figure, key=key, alt=alt, on_click=press_point(points))
        st.caption(caption.format(stable=sum(one.stable for one in points), all=len(points)))
    return points[chosen] if points else None
