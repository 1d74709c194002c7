"""What is left of one pulse, step after step, in several cells.

In: cell -> size of the effect at each step. Out: one figure with a logarithmic axis.
"""

from collections.abc import Mapping
from math import log10

import numpy as np
import plotly.graph_objects as go

from viz_core.arrays import Floats
from viz_core.figures.palette import palette
from viz_core.figures.primitives import DOTTED, EndLabel, empty_figure, end_labels
from viz_core.words import Translate

MARGINS = {"l": 84, "r": 128, "t": 16, "b": 56}
DASHES = {"SimpleRNN": DOTTED, "GRU": "12px,6px", "LSTM": "solid"}
# Below this share of the largest effect a line leaves the picture.
LOWEST = 1e-6


def memory(
    sizes: Mapping[str, Floats], *, height: int = 340, dark: bool = False, _: Translate = str
) -> go.Figure:
    """One line for each cell; all are forward readers, so all wear that hue.

    Args:
        sizes: cell -> |effect| at each step, `(steps,)`, never negative; zeros are not drawn.
        height: in pixels.
        dark: for the dark theme.
        _: translates.
    """
    figure = empty_figure(height=height, dark=dark, **MARGINS)
    top = max((float(size.max(initial=0.0)) for size in sizes.values()), default=0.0) or 1.0
    low, high = log10(top * LOWEST), log10(top) + 0.3
    colour = palette(dark=dark).forward
    for cell, size in sizes.items():
        figure.add_trace(_line(cell, size, colour, _))
    longest = max((len(size) for size in sizes.values()), default=1) - 1
    figure.layout.xaxis = {
        "title": {"text": _("steps after the pulse")},
        "range": (0, longest),
        "nticks": 6,
        "tickangle": 0,
    }
    figure.layout.yaxis = {
        "title": {"text": _("|change in h|")},
        "type": "log",
        "range": (low, high),
        "exponentformat": "power",
        "dtick": 1,
    }
    figure.layout.annotations = end_labels(
        [
            EndLabel(y=_end(size, low, high), text=cell, colour=colour, dash=_dash(cell))
            for cell, size in sizes.items()
        ],
        y_range=(low, high),
        plot_height=height - MARGINS["t"] - MARGINS["b"],
    )
    return figure


def _dash(cell: str) -> str:
    return DASHES.get(cell, "solid")


def _end(size: Floats, low: float, high: float) -> float:
    """Where a line ends on the logarithmic axis, or its lower edge if it left the picture."""
    last = float(size[-1])
    return min(max(log10(last), low), high) if last > 0 else low


def _line(cell: str, size: Floats, colour: str, _: Translate) -> go.Scatter:
    words = _("{cell}, {steps} steps later: {value}").format(cell=cell, steps="%{x}", value="%{y:.3g}")
    return go.Scatter(
        x=np.arange(len(size)),
        y=np.where(size > 0, size, np.nan),
        mode="lines",
        line={"color": colour, "width": 3.5, "dash": _dash(cell)},
        name=cell,
        hovertemplate=f"{words}<extra></extra>",
    )
