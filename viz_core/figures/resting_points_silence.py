"""Who keeps which answer while nothing happens: one line for each answer.

In: shares by answer over empty steps. Out: a figure.
"""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go

from viz_core.figures.palette import palette
from viz_core.figures.primitives import EndLabel, named_lines

MARGINS = {"l": 64, "r": 96, "t": 40, "b": 56}
Y_RANGE = (-0.05, 1.06)
# An answer that fewer than these still give at the end counts as lost.
KEPT = 0.9


def silence_lines(
    kept: Mapping[str, npt.NDArray[np.floating]],
    *,
    title: str,
    note: str,
    axes: tuple[str, str],
    height: int = 300,
    dark: bool = False,
) -> go.Figure:
    """Shares of sequences that still give their answer; lines of lost answers are red.

    Args:
        kept: name of an answer -> share after 0, 1, … empty steps, `(steps,)`.
        title: of the picture.
        note: in grey beside it.
        axes: names of the two axes.
        height: in pixels.
        dark: for the dark theme.
    """
    colours = palette(dark=dark)
    traces, labels = [], []
    for name, shares in kept.items():
        hue = colours.merged if shares[-1] >= KEPT else colours.wrong
        traces.append(
            {
                "type": "scatter",
                "mode": "lines",
                "x": np.arange(len(shares)),
                "y": np.round(shares, 4),
                "line": {"color": hue, "width": 3},
                "name": name,
                "hovertemplate": f"{name}, %{{x}}: %{{y:.2f}}<extra></extra>",
            }
        )
        labels.append(EndLabel(y=float(shares[-1]), text=name, colour=hue))
    return named_lines(
        traces,
        labels,
        x={"title": {"text": axes[0]}},
        y={"title": {"text": axes[1]}, "range": Y_RANGE, "tickvals": (0, 0.5, 1)},
        title=title,
        note=note,
        height=height,
        margins=MARGINS,
        dark=dark,
    )
