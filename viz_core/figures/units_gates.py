"""How often the gates of each unit are nearly shut and nearly open.

In: shares by network. Out: a figure, after Karpathy, Johnson and Fei-Fei (2015, arXiv:1506.02078).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from viz_core.arrays import Floats
from viz_core.figures.palette import palette
from viz_core.figures.primitives import finished, panel_title

MARGINS = {"l": 72, "r": 24, "t": 40, "b": 56}


@dataclass(frozen=True, kw_only=True, eq=False)
class GateDots:
    """One gate in all units of one network.

    Attributes:
        name: of the network.
        shut: share of the steps at which it is nearly shut, `(units,)`.
        open: likewise nearly open.
        trained: filled dots; hollow ones for a network that has learned nothing.
    """

    name: str
    shut: Floats
    open: Floats
    trained: bool


def gate_plane(
    networks: Sequence[GateDots],
    *,
    reader: str,
    title: str,
    note: str,
    axes: tuple[str, str],
    chosen: int,
    word: str,
    height: int = 360,
    dark: bool = False,
) -> go.Figure:
    """A dot for each unit; a large one for the chosen unit of the first network.

    Args:
        networks: the one that was trained first; hollow dots lie over filled ones.
        reader: whose hue they wear.
        title: of the picture.
        note: in grey beside it.
        axes: names of the two axes, shut and open.
        chosen: a unit, from 0.
        word: for a unit, with `{unit}` for its number.
        height: in pixels.
        dark: for the dark theme.
    """
    colours = palette(dark=dark)
    traces = []
    for one in networks:
        hue = colours.reader(reader) if one.trained else colours.muted
        sizes = [20 if one.trained and unit == chosen else 11 for unit in range(len(one.shut))]
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": np.round(one.shut, 4),
                "y": np.round(one.open, 4),
                "marker": {
                    "size": sizes,
                    "color": hue,
                    "symbol": "circle" if one.trained else "circle-open",
                    "opacity": 0.85,
                    "line": {"width": 2},
                },
                "customdata": [word.format(unit=number + 1) for number in range(len(one.shut))],
                "hovertemplate": f"{one.name}, %{{customdata}}: %{{x:.0%}}, %{{y:.0%}}<extra></extra>",
                "name": one.name,
                "cliponaxis": False,
            }
        )
    share = {"range": (-0.02, 1.02), "tickformat": ".0%", "tickvals": (0, 0.25, 0.5, 0.75, 1)}
    layout = {
        "xaxis": {**share, "title": {"text": axes[0]}},
        "yaxis": {**share, "title": {"text": axes[1]}},
        "shapes": [
            {"type": "line", "x0": 0, "y0": 1, "x1": 1, "y1": 0, "line": {"color": colours.faint, "width": 2}}
        ],
        "annotations": [panel_title(title, note=note, dark=dark)],
    }
    return finished(traces, layout, height=height, margins=MARGINS, dark=dark)
