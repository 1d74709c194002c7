"""What each step of a sequence does to the state of one reader: the spectral radius of its Jacobian.

In: one number for each step. Out: a figure.
"""

import numpy as np
import plotly.graph_objects as go

from viz_core.arrays import Floats
from viz_core.checks import check_shape
from viz_core.figures.palette import palette
from viz_core.figures.primitives import REFERENCE_WIDTH, finished, panel_title

MARGINS = {"l": 64, "r": 16, "t": 40, "b": 56}


def radius_line(
    radii: Floats,
    *,
    reader: str,
    title: str,
    note: str,
    axes: tuple[str, str],
    height: int = 260,
    dark: bool = False,
) -> go.Figure:
    """A point for each step, and a line at 1, below which every disturbance would die out in the end.

    Args:
        radii: `(time,)`.
        reader: 'forward' or 'backward'.
        title: of the picture.
        note: in grey beside it.
        axes: names of the two axes, for the steps and for the radius.
        height: in pixels.
        dark: for the dark theme.

    Raises:
        ValueError: the radii have other axes.
    """
    check_shape("radii", radii, {"time": None})
    colours = palette(dark=dark)
    hue = colours.reader(reader)
    trace = {
        "type": "scatter",
        "mode": "lines+markers",
        "x": list(range(1, len(radii) + 1)),
        "y": np.round(radii, 4),
        "line": {"color": hue, "width": 3},
        "marker": {"color": hue, "size": 7},
        "name": title,
        "hovertemplate": f"{axes[0]} %{{x}}: %{{y:.4f}}<extra></extra>",
    }
    one = {"type": "line", "x0": 0, "x1": 1, "xref": "x domain", "y0": 1, "y1": 1}
    layout = {
        "xaxis": {"title": {"text": axes[0]}, "tickformat": "d", "showgrid": False},
        "yaxis": {"title": {"text": axes[1]}, "range": (0, 1.12 * max(1.0, float(radii.max(initial=0.0))))},
        "showlegend": False,
        "shapes": [one | {"line": {"color": colours.muted, "width": REFERENCE_WIDTH, "dash": "4px,4px"}}],
        "annotations": [panel_title(title, note=note, dark=dark)],
    }
    return finished([trace], layout, height=height, margins=MARGINS, dark=dark)
