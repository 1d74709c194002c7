"""Accuracy against look-ahead: the best possible, a network that was cut, networks trained under each cut.

In: accuracies by look-ahead. Out: a figure.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import plotly.graph_objects as go

from viz_core.figures.palette import palette
from viz_core.figures.primitives import (
    REFERENCE_WIDTH,
    EndLabel,
    Part,
    end_labels,
    finished,
    panel_height,
    panel_title,
)

MARGINS = {"l": 72, "r": 200, "t": 40, "b": 56}


def look_ahead_lines(
    exact: Sequence[float],
    cut: Sequence[float],
    retrained: Mapping[int, float],
    *,
    names: tuple[str, str, str],
    enough: int,
    enough_words: str,
    title: str,
    axes: tuple[str, str],
    height: int = 420,
    dark: bool = False,
) -> go.Figure:
    """One line each over the look-ahead in steps, which is also how late an answer comes.

    Args:
        exact: the best possible, for k from 0 to all.
        cut: of a network that was trained on whole sequences, likewise; may be empty.
        retrained: look-ahead -> accuracy of a network trained under it; may be empty.
        names: of the three.
        enough: a look-ahead to be marked.
        enough_words: what stands beside the mark.
        title: of the picture.
        axes: names of the two axes.
        height: in pixels.
        dark: for the dark theme.
    """
    colours = palette(dark=dark)
    steps = np.arange(len(exact))
    lines = [
        (steps, list(exact), colours.text, {"width": REFERENCE_WIDTH}, "lines"),
        (steps[: len(cut)], list(cut), colours.wrong, {"width": 3, "dash": "7px,5px"}, "lines+markers"),
        (list(retrained), list(retrained.values()), colours.merged, {"width": 3}, "lines+markers"),
    ]
    drawn = [(one, name) for one, name in zip(lines, names, strict=True) if len(one[1])]
    traces = [_line(*one, name) for one, name in drawn]
    every = [value for one, _ in drawn for value in one[1]]
    low = min(every) - 0.04
    y_range = (low, max(every) + 0.02)
    # Where the line of retrained networks ends, the others go on.
    labels = [EndLabel(y=one[1][-1], text=name, colour=one[2]) for one, name in drawn]
    mark = {"type": "line", "x0": enough, "x1": enough, "yref": "y domain", "y0": 0, "y1": 1}
    layout = {
        "xaxis": {"title": {"text": axes[0]}, "dtick": max(1, len(exact) // 10), "zeroline": False},
        "yaxis": {"title": {"text": axes[1]}, "range": y_range},
        "showlegend": False,
        "shapes": [mark | {"line": {"color": colours.muted, "width": 1.5, "dash": "4px,4px"}}],
        "annotations": [
            panel_title(title, dark=dark),
            _words(enough, low, enough_words, colours.muted),
            *end_labels(labels, y_range=y_range, plot_height=panel_height(height, MARGINS)),
        ],
    }
    return finished(traces, layout, height=height, margins=MARGINS, dark=dark)


def _line(x: Sequence[int], y: Sequence[float], colour: str, line: Part, mode: str, name: str) -> Part:
    return {
        "type": "scatter",
        "mode": mode,
        "x": x,
        "y": y,
        "line": line | {"color": colour},
        "marker": {"size": 9, "color": colour},
        "name": name,
        "hovertemplate": f"{name}, %{{x}}: %{{y:.3f}}<extra></extra>",
    }


def _words(x: int, y: float, text: str, colour: str) -> Part:
    return {
        "text": text,
        "x": x,
        "y": y,
        "xanchor": "left",
        "yanchor": "bottom",
        "xshift": 6,
        "showarrow": False,
        "font": {"color": colour},
    }
