"""States over time: every unit at once, or a few units as lines.

In: the states of one reader on one sequence, `(time, units)`, in input time. Out: one figure.
"""

import numpy as np
import plotly.graph_objects as go

from viz_core.arrays import Floats
from viz_core.checks import check_shape
from viz_core.figures.palette import palette
from viz_core.figures.primitives import Part, finished, panel_title
from viz_core.words import Translate

MARGINS = {"l": 64, "r": 96, "t": 38, "b": 56}


def state_map(
    states: Floats,
    *,
    reader: str,
    title: str,
    limit: float | None = None,
    height: int = 340,
    dark: bool = False,
    _: Translate = str,
) -> go.Figure:
    """All units of one reader over time, as a heatmap with a neutral zero.

    Args:
        states: `(time, units)`.
        reader: 'forward', 'backward' or 'bidirectional' (merged); the title wears its hue.
        title: what the panel shows, for example 'forward hidden states'.
        limit: the colours run from -limit to +limit; None takes the largest magnitude there is.
        height: in pixels.
        dark: for the dark theme.
        _: translates.

    Raises:
        ValueError: `states` has other axes.
    """
    check_shape("states", states, {"time": None, "units": None})
    limit = limit or float(np.abs(states).max(initial=0.0)) or 1.0
    hue = palette(dark=dark).reader(reader)
    layout = {
        "xaxis": {"title": {"text": _("timestep")}, "nticks": 12, "showgrid": False},
        "yaxis": {"title": {"text": _("unit")}, "nticks": 8, "showgrid": False, "autorange": "reversed"},
        "annotations": [panel_title(f'<span style="color:{hue}">{title}</span>', dark=dark)],
    }
    heatmap = _heatmap(states, limit=limit, dark=dark, _=_)
    return finished([heatmap], layout, height=height, margins=MARGINS, dark=dark)


def _heatmap(states: Floats, *, limit: float, dark: bool, _: Translate) -> Part:
    words = _("step {step}, unit {unit}: {value}").format(step="%{x}", unit="%{y}", value="%{z:.4f}")
    time, units = states.shape
    return {
        "type": "heatmap",
        "x": np.arange(1, time + 1),
        "y": np.arange(1, units + 1),
        "z": states.T,
        "zmin": -limit,
        "zmid": 0,
        "zmax": limit,
        "colorscale": palette(dark=dark).diverging,
        "xgap": 1,
        "hovertemplate": f"{words}<extra></extra>",
        "colorbar": {"thickness": 14, "outlinewidth": 0, "nticks": 5},
    }
