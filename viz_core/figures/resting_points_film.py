"""Points over training: the plane of two units at one moment, and the counts and accuracies over all moments.

In: states and numbers by moment. Out: figures.
"""

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from viz_core.arrays import Floats
from viz_core.figures.palette import palette
from viz_core.figures.primitives import (
    DASHED,
    EndLabel,
    Part,
    end_labels,
    finished,
    panel_height,
    panel_title,
)
from viz_core.figures.resting_points import Mark, points_and_ring
from viz_core.figures.training_updates import updates_axis

MARGINS = {"l": 64, "r": 16, "t": 40, "b": 56}
LINES = {"l": 72, "r": 128, "t": 40, "b": 56}
# Shares of the height: accuracies above, the count below.
ABOVE, BELOW = (0.5, 1.0), (0.0, 0.32)
# The accuracies that the axis shows at least.
ACCURACY = (0.2, 1.06)


def film_plane(
    before: Floats,
    marks: Sequence[Mark],
    *,
    reader: str,
    title: str,
    note: str,
    units: tuple[str, str],
    reach: float,
    height: int = 460,
    dark: bool = False,
) -> go.Figure:
    """The points of one moment over those of all moments before it, on axes that never change.

    Args:
        before: states of stable points at earlier moments, `(points, 2)`.
        marks: the points of this moment.
        reader: 'forward' or 'backward'.
        title: of the picture.
        note: in grey beside it.
        units: names of the two axes.
        reach: how far both axes go to each side of 0.
        height: in pixels.
        dark: for the dark theme.
    """
    trail = {
        "type": "scatter",
        "mode": "markers",
        "x": before[:, 0],
        "y": before[:, 1],
        "marker": {"size": 6, "color": palette(dark=dark).earlier, "opacity": 0.6},
        "hoverinfo": "skip",
    }
    ends = (-reach, reach)
    layout = {
        "xaxis": {"title": {"text": units[0]}, "range": ends, "constrain": "domain"},
        "yaxis": {"title": {"text": units[1]}, "range": ends, "scaleanchor": "x"},
        "showlegend": False,
        "annotations": [panel_title(title, note=note, dark=dark)],
    }
    # No point is chosen: the ring is drawn round none.
    _, points = points_and_ring(marks, len(marks), reader, dark=dark)
    return finished([trail, points], layout, height=height, margins=MARGINS, dark=dark)


def film_lines(
    updates: Sequence[int],
    stable: Sequence[int],
    accuracies: Mapping[str, Sequence[float]],
    *,
    present: int,
    titles: tuple[str, str],
    updates_title: str,
    height: int = 460,
    dark: bool = False,
) -> go.Figure:
    """Above, accuracies over the moments; below, the number of stable points; a line at the present one.

    Args:
        updates: done at each moment.
        stable: how many stable points there are at each.
        accuracies: name -> accuracy at each moment, of two lengths at most; the second is dashed, and both
            are seen where they coincide.
        present: which moment is shown.
        titles: of the two panels.
        updates_title: name of the x axis.
        height: in pixels.
        dark: for the dark theme.
    """
    colours = palette(dark=dark)
    least = min((min(shares) for shares in accuracies.values()), default=1.0)
    shown = (min(ACCURACY[0], least - 0.05), ACCURACY[1])
    places, axis = updates_axis(updates, updates_title)
    traces, labels = [], []
    looks = ((colours.merged, "solid"), (colours.text, DASHED))
    for (name, shares), (colour, dash) in zip(accuracies.items(), looks, strict=False):
        line = {"color": colour, "width": 3, "dash": dash}
        traces.append(_line(places, shares, updates, name, line, "y"))
        labels.append(EndLabel(y=float(shares[-1]), text=name, colour=colour, dash=dash))
    count = {"color": colours.forward, "width": 3, "shape": "hv"}
    traces.append(_line(places, stable, updates, titles[1], count, "y2"))
    mark = {"type": "line", "x0": places[present], "x1": places[present], "yref": "paper", "y0": 0, "y1": 1}
    plot = panel_height(height, LINES) * (ABOVE[1] - ABOVE[0])
    layout = {
        "xaxis": {**axis, "anchor": "y2", "domain": (0, 1)},
        "yaxis": {"range": shown, "domain": ABOVE, "tickvals": (0.25, 0.5, 0.75, 1)},
        "yaxis2": {"range": (0, max(5, *stable) + 0.4), "domain": BELOW, "dtick": 1},
        "showlegend": False,
        "shapes": [mark | {"line": {"color": colours.muted, "width": 1.5, "dash": "4px,4px"}}],
        "annotations": [
            panel_title(titles[0], dark=dark),
            {**panel_title(titles[1], dark=dark), "yref": "y2 domain"},
            *end_labels(labels, y_range=shown, plot_height=plot),
        ],
    }
    return finished(traces, layout, height=height, margins=LINES, dark=dark)


def _line(
    places: Sequence[float], values: Sequence[float], updates: Sequence[int], name: str, line: Part, axis: str
) -> Part:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": places,
        "y": list(values),
        "line": line,
        "name": name,
        "yaxis": axis,
        "customdata": list(updates),
        "hovertemplate": f"{name}, %{{customdata:,}}: %{{y:.3~f}}<extra></extra>",
    }
