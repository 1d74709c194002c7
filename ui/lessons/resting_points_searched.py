"""Readers of more than two units in the lesson 'Resting points': points that a search found.

In: a network, a reader, an input. Out: a part of a page.
"""

import streamlit as st

from ui.badge import badge
from ui.frame import is_dark
from ui.language import _
from ui.lessons.resting_points_parts import MOST_NUMBERS, chosen_point, circle, how_sure, mark
from ui.live_figure import live_figure
from viz_core.config import ExperimentConfig
from viz_core.figures.resting_points_searched import searched_plane
from viz_core.lessons.resting_points_searched import Searched, searched
from viz_core.network.weights import Weights


@st.cache_data(max_entries=64, show_spinner=False)
def _searched(config: ExperimentConfig, weights: Weights, reader: str, inputs: tuple[float, ...]) -> Searched:
    return searched(config, weights, reader, inputs)


def show_searched(
    config: ExperimentConfig, weights: Weights, reader: str, inputs: tuple[float, ...], source: str
) -> None:
    """The points over the visited states, and the eigenvalues of the chosen one."""
    found = _searched(config, weights, reader, inputs)
    points = found.points
    left, right = st.columns([3, 2])
    with right:
        chosen = chosen_point(points)
        if points:
            circle(points[chosen], chosen, reader)
    with left:
        badge(source)
        marks = [
            mark(one, place, number, label=len(points) <= MOST_NUMBERS)
            for number, (one, place) in enumerate(zip(points, found.places, strict=True), start=1)
        ]
        figure = searched_plane(
            found.visited,
            marks,
            chosen=chosen,
            reader=reader,
            title=_(reader),
            note=how_sure(points),
            axes=tuple(  # type: ignore[arg-type]
                _("PC{place} of visited states, {share:.0%}").format(place=place, share=share)
                for place, share in enumerate(found.plane.shares, start=1)
            ),
            dark=is_dark(),
        )
        live_figure(figure, key="rest_searched", alt=_("Resting points among the visited states"))
        stable = sum(one.stable for one in points)
        words = _(
            "{stable} of {all} points are stable. Grey dots: states of sequences, seen from the same side."
        )
        st.caption(words.format(stable=stable, all=len(points)))
