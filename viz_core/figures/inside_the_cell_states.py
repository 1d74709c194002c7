"""States over time: every unit at once, or a few units as lines.

In: the states of one reader on one sequence, `(time, units)`, in input time. Out: one figure.
Used by: the lessons, wherever a picture of states stands still.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go

from viz_core.checks import check_integer, check_shape
from viz_core.figures.palette import palette
from viz_core.figures.primitives import EndLabel, Part, end_labels, finished, panel_height, panel_title

Floats = npt.NDArray[np.floating]
MARGINS = {"l": 64, "r": 96, "t": 38, "b": 56}


def state_map(
    states: Floats,
    *,
    reader: str,
    title: str,
    limit: float | None = None,
    height: int = 340,
    dark: bool = False,
) -> go.Figure:
    """All units of one reader over time, as a heatmap with a neutral zero.

    Args:
        states: `(time, units)`.
        reader: 'forward', 'backward' or 'bidirectional' (merged); the title wears its hue.
        title: what the panel shows, for example 'forward hidden states'.
        limit: the colours run from -limit to +limit; None takes the largest magnitude there is.
        height: in pixels.
        dark: for the dark theme.

    Raises:
        ValueError: `states` has other axes.
    """
    check_shape("states", states, {"time": None, "units": None})
    limit = limit or float(np.abs(states).max(initial=0.0)) or 1.0
    hue = palette(dark=dark).reader(reader)
    layout = {
        "xaxis": {"title": {"text": "timestep"}, "nticks": 12, "showgrid": False},
        "yaxis": {"title": {"text": "unit"}, "nticks": 8, "showgrid": False, "autorange": "reversed"},
        "annotations": [panel_title(f'<span style="color:{hue}">{title}</span>', dark=dark)],
    }
    heatmap = _heatmap(states, limit=limit, dark=dark)
    return finished([heatmap], layout, height=height, margins=MARGINS, dark=dark)


def _heatmap(states: Floats, *, limit: float, dark: bool) -> Part:
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
        "hovertemplate": "step %{x}, unit %{y}: %{z:.4f}<extra></extra>",
        "colorbar": {"thickness": 14, "outlinewidth": 0, "nticks": 5},
    }


def unit_lines(
    states: Floats,
    *,
    units: Sequence[int],
    reader: str,
    height: int = 300,
    dark: bool = False,
) -> go.Figure:
    """A few units of one reader over time, each a line with its number at its end.

    Args:
        states: `(time, units)`.
        units: which to draw, counted from 0; shown counted from 1.
        reader: 'forward', 'backward' or 'bidirectional' (merged); gives the lines their hue.
        height: in pixels.
        dark: for the dark theme.

    Raises:
        ValueError: `states` has other axes, or there is no such unit.
    """
    check_shape("states", states, {"time": None, "units": None})
    for unit in units:
        check_integer("unit", unit, 0, states.shape[1] - 1)
    colours = palette(dark=dark)
    hue = colours.reader(reader)
    limit = 1.1 * (float(np.abs(states[:, list(units)]).max(initial=0.0)) or 1.0)
    zero = {"zeroline": True, "zerolinecolor": colours.muted}
    layout = {
        "xaxis": {"title": {"text": "timestep"}, "nticks": 12, "range": (0.5, len(states) + 0.5)},
        "yaxis": {"title": {"text": "state"}, "nticks": 6, "range": (-limit, limit), **zero},
        "annotations": end_labels(
            [EndLabel(y=float(states[-1, unit]), text=f"unit {unit + 1}", colour=hue) for unit in units],
            y_range=(-limit, limit),
            plot_height=panel_height(height, MARGINS),
        ),
    }
    lines = [_line(states[:, unit], unit=unit, colour=hue) for unit in units]
    return finished(lines, layout, height=height, margins=MARGINS, dark=dark)


def _line(values: Floats, *, unit: int, colour: str) -> Part:
    return {
        "type": "scatter",
        "x": np.arange(1, len(values) + 1),
        "y": values,
        "mode": "lines+markers",
        "line": {"color": colour, "width": 2.5},
        "marker": {"size": 7},
        "name": f"unit {unit + 1}",
        "hovertemplate": f"step %{{x}}, unit {unit + 1}: %{{y:.4f}}<extra></extra>",
    }
