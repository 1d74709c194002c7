"""Two ways of answering, compared step by step: as it should be, and with a mistake.

In: accuracies at each time step. Out: one figure.
"""

import numpy as np
import plotly.graph_objects as go

from viz_core.arrays import Floats, Ints
from viz_core.checks import check_shape
from viz_core.figures.palette import palette
from viz_core.figures.primitives import EndLabel, empty_figure, end_labels
from viz_core.words import Translate

MARGINS = {"l": 72, "r": 140, "t": 20, "b": 56}


def compared(
    right: Floats,
    mistaken: Floats,
    *,
    names: tuple[str, str],
    height: int = 320,
    dark: bool = False,
    _: Translate = str,
) -> go.Figure:
    """Two lines over the time steps.

    Args:
        right: accuracies as they should be, `(time,)`; in the hue of both readers.
        mistaken: the same with a mistake, `(time,)`; in the colour of wrong answers, dashed.
        names: what to call them, at the ends of the lines.
        height: in pixels.
        dark: for the dark theme.
        _: translates.

    Raises:
        ValueError: the two have different lengths.
    """
    check_shape("mistaken", mistaken, {"time": len(right)})
    colours = palette(dark=dark)
    figure = empty_figure(height=height, dark=dark, **MARGINS)
    steps = np.arange(1, len(right) + 1)
    hues = (colours.merged, colours.wrong)
    for values, name, hue, dash in zip((right, mistaken), names, hues, ("solid", "8px,5px"), strict=True):
        figure.add_trace(_line(steps, values, name, hue, dash, _))
    low = min(0.5, float(np.floor(min(right.min(), mistaken.min()) * 10) / 10))
    y_range = (low, 1 + 0.04 * (1 - low))
    figure.layout.xaxis = {"title": {"text": _("timestep")}, "nticks": 20, "range": (0.5, len(steps) + 0.5)}
    figure.layout.yaxis = {
        "title": {"text": _("accuracy")},
        "range": y_range,
        "nticks": 6,
        "tickformat": ".1f",
    }
    figure.layout.annotations = end_labels(
        [
            EndLabel(y=float(values[-1]), text=name, colour=hue)
            for values, name, hue in zip((right, mistaken), names, hues, strict=True)
        ],
        y_range=y_range,
        plot_height=height - MARGINS["t"] - MARGINS["b"],
    )
    return figure


def _line(steps: Ints, values: Floats, name: str, hue: str, dash: str, _: Translate) -> go.Scatter:
    words = _("{name}, step {step}: {value}").format(name=name, step="%{x}", value="%{y:.3f}")
    return go.Scatter(
        x=steps,
        y=values,
        mode="lines+markers",
        line={"color": hue, "width": 3, "dash": dash},
        marker={"size": 9},
        name=name,
        hovertemplate=f"{words}<extra></extra>",
    )
