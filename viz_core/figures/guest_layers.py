"""What a layer of somebody's network gives at each step, and which input moves which answer.

In: finished values. Out: figures; both are maps with the steps of the sequence from left to right.
"""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from viz_core.arrays import Floats
from viz_core.checks import check_shape
from viz_core.figures.palette import palette
from viz_core.figures.primitives import Part, finished, panel_title

MARGINS = {"l": 64, "r": 16, "t": 40, "b": 56}
# More rows than these are not drawn: nobody tells them apart.
MOST_ROWS = 128
LEAST_HEIGHT, MOST_HEIGHT = 170, 420


def layer_values(
    values: Floats, *, title: str, note: str = "", words: tuple[str, str], dark: bool = False
) -> go.Figure:
    """The numbers of a layer, one row for each feature.

    Args:
        values: `(time, features)`, or `(1, features)` where the layer gives one vector.
        title: of the picture.
        note: in grey beside it.
        words: names of the two axes, for steps and for features.
        dark: for the dark theme.

    Raises:
        ValueError: the values have other axes.
    """
    check_shape("values", values, {"time": None, "features": None})
    shown = values[:, :MOST_ROWS].T
    limit = float(np.abs(shown).max(initial=0.0)) or 1.0
    colours = palette(dark=dark)
    if shown.shape[1] == 1:
        return _bars(shown[:, 0], title=title, note=note, word=words[1], dark=dark)
    said = f"{words[0]} %{{x}}, {words[1]} %{{y}}: %{{z:.4f}}<extra></extra>"
    trace = _map(shown, (-limit, limit), colours.diverging, said)
    return _figure(trace, title=title, note=note, words=words, rows=len(shown), dark=dark)


def sensitivity_map(
    by_step: Floats,
    *,
    symbols: Sequence[str] | None,
    title: str,
    note: str,
    words: tuple[str, str],
    dark: bool = False,
) -> go.Figure:
    """How much each answer moves with each input step.

    Args:
        by_step: `(answers, time)`, norms; one row where the network answers once.
        symbols: how each step is written, or None.
        title: of the picture.
        note: in grey beside it.
        words: names of the two axes, for the steps of the input and for those of the answer.
        dark: for the dark theme.

    Raises:
        ValueError: the arrays do not fit each other.
    """
    check_shape("by_step", by_step, {"answers": None, "time": None if symbols is None else len(symbols)})
    colours = palette(dark=dark)
    said = f"{words[0]} %{{x}}, {words[1]} %{{y}}: %{{z:.4g}}<extra></extra>"
    most = float(by_step.max(initial=0.0)) or 1.0
    trace = _map(by_step, (0.0, most), ((0.0, colours.zero), (1.0, colours.gradient)), said)
    figure = _figure(trace, title=title, note=note, words=words, rows=len(by_step), dark=dark)
    if symbols is not None and len(symbols) <= 24:
        steps = [f"{one}<br>{symbol}" for one, symbol in enumerate(symbols, start=1)]
        figure.update_xaxes(tickvals=list(range(1, len(symbols) + 1)), ticktext=steps)
    return figure


def _map(values: Floats, span: tuple[float, float], colours: Sequence[tuple[float, str]], said: str) -> Part:
    rows, columns = values.shape
    return {
        "type": "heatmap",
        "x": list(range(1, columns + 1)),
        "y": list(range(1, rows + 1)),
        "z": values,
        "zmin": span[0],
        "zmax": span[1],
        "colorscale": colours,
        "hovertemplate": said,
        "colorbar": {
            "thickness": 12,
            "outlinewidth": 0,
            "tickformat": ".2~g",
            "nticks": 3 if rows < 9 else 5,
        },
    }


def _figure(
    trace: Part, *, title: str, note: str, words: tuple[str, str], rows: int, dark: bool
) -> go.Figure:
    whole = {"showgrid": False, "tickformat": "d"}
    layout = {
        "xaxis": {"title": {"text": words[0]}} | whole,
        "yaxis": {"title": {"text": words[1]}, "autorange": "reversed", "nticks": min(rows, 8)} | whole,
        "annotations": [panel_title(title, note=note, dark=dark)],
    }
    height = min(max(LEAST_HEIGHT, 110 + 14 * rows), MOST_HEIGHT)
    return finished([trace], layout, height=height, margins=MARGINS, dark=dark)


def _bars(values: Floats, *, title: str, note: str, word: str, dark: bool) -> go.Figure:
    """One vector for the whole sequence: a bar for each of its numbers."""
    trace = {
        "type": "bar",
        "x": list(range(1, len(values) + 1)),
        "y": values,
        "marker": {"color": palette(dark=dark).merged},
        "hovertemplate": f"{word} %{{x}}: %{{y:.4f}}<extra></extra>",
    }
    layout = {
        "xaxis": {"title": {"text": word}, "tickformat": "d", "nticks": min(len(values), 16)},
        "yaxis": {"zeroline": True},
        "annotations": [panel_title(title, note=note, dark=dark)],
    }
    return finished([trace], layout, height=240, margins=MARGINS, dark=dark)
