"""Resting points that a search found, in the plane of the visited states.

In: places of states and points. Out: a figure.
"""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from viz_core.arrays import Floats
from viz_core.figures.palette import palette
from viz_core.figures.primitives import finished, panel_title
from viz_core.figures.resting_points import MARGINS, Mark, points_and_ring


def searched_plane(
    visited: Floats,
    marks: Sequence[Mark],
    *,
    chosen: int,
    reader: str,
    title: str,
    note: str,
    axes: tuple[str, str],
    height: int = 460,
    dark: bool = False,
) -> go.Figure:
    """Visited states as grey dots, points over them.

    Args:
        visited: places of states that sequences reach, `(states, 2)`.
        marks: the points, `state` being the place in the plane.
        chosen: which of them wears a ring.
        reader: 'forward' or 'backward'.
        title: of the picture.
        note: how sure the points are, in grey beside the title.
        axes: names of the two axes.
        height: in pixels.
        dark: for the dark theme.
    """
    dots = {
        "type": "scatter",
        "mode": "markers",
        "x": np.round(visited[:, 0], 3),
        "y": np.round(visited[:, 1], 3),
        "marker": {"size": 5, "color": palette(dark=dark).earlier, "opacity": 0.5},
        "hoverinfo": "skip",
    }
    layout = {
        "xaxis": {"title": {"text": axes[0]}, "constrain": "domain"},
        "yaxis": {"title": {"text": axes[1]}, "scaleanchor": "x"},
        "showlegend": False,
        "annotations": [panel_title(title, note=note, dark=dark)],
    }
    traces = [dots, *points_and_ring(marks, chosen, reader, dark=dark)]
    return finished(traces, layout, height=height, margins=MARGINS, dark=dark)
