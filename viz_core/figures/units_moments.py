"""Moments of one unit: its line over a sequence with a stretch, rows of sequences, and what was read before.

In: states, symbols, places. Out: figures.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from viz_core.arrays import Floats
from viz_core.checks import check_integer
from viz_core.figures.palette import palette
from viz_core.figures.primitives import (
    DASH_DOTTED,
    DASHED,
    DOTTED,
    EndLabel,
    Part,
    finished,
    named_lines,
    panel_title,
)
from viz_core.words import Translate

MARGINS = {"l": 64, "r": 16, "t": 40, "b": 56}
LAG_MARGINS = {"l": 72, "r": 160, "t": 40, "b": 56}
ROW_HEIGHT = 36
# With more steps the symbols do not fit into their cells.
MOST_SYMBOLS = 26
# Of each feature that is read.
DASHES = ("solid", DASHED, DASH_DOTTED)


@dataclass(frozen=True, kw_only=True, eq=False)
class Row:
    """One sequence with a marked part.

    Attributes:
        name: written at its left.
        symbols: one for each step.
        states: of the unit, `(time,)`.
        first: first marked step, from 0.
        last: last marked step, included.
    """

    name: str
    symbols: Sequence[str]
    states: Floats
    first: int
    last: int


def sequence_rows(
    rows: Sequence[Row], *, title: str, note: str, dark: bool = False, _: Translate = str
) -> go.Figure:
    """A row for each sequence: the symbols, coloured by the state of the unit; a frame around what is marked.

    Args:
        rows: at least one, all of one length; the first stands at the top.
        title: of the picture.
        note: in grey beside it.
        dark: for the dark theme.
        _: translates.

    Raises:
        ValueError: there is no row.
    """
    check_integer("rows", len(rows), 1, 100)
    colours = palette(dark=dark)
    states = np.array([one.states for one in rows])
    time = states.shape[1]
    limit = float(np.abs(states).max()) or 1.0
    words = _("step {step}: {value}").format(step="%{x}", value="%{z:.3f}")
    heatmap = {
        "type": "heatmap",
        "x": np.arange(1, time + 1),
        "y": np.arange(len(rows)),
        "z": np.round(states, 3),
        "text": [list(one.symbols) for one in rows],
        "texttemplate": "%{text}" if time <= MOST_SYMBOLS else "",
        "textfont": {"size": 14, "color": colours.text},
        "zmin": -limit,
        "zmid": 0,
        "zmax": limit,
        # The state scale, weak enough for words to stand on it.
        "colorscale": [(0.0, colours.negative), (0.5, colours.background), (1.0, colours.positive)],
        "opacity": 0.5,
        "showscale": False,
        "ygap": 4,
        "hovertemplate": f"%{{text}}, {words}<extra></extra>",
    }
    frames = [
        {
            "type": "rect",
            "x0": one.first + 0.5,
            "x1": one.last + 1.5,
            "y0": place - 0.42,
            "y1": place + 0.42,
            "line": {"color": colours.text, "width": 2.5},
            "fillcolor": "rgba(0,0,0,0)",
        }
        for place, one in enumerate(rows)
    ]
    layout = {
        "xaxis": {"title": {"text": _("timestep")}, "nticks": 12, "showgrid": False},
        "yaxis": {
            "tickvals": list(range(len(rows))),
            "ticktext": [one.name for one in rows],
            "range": (len(rows) - 0.5, -0.5),
            "showgrid": False,
        },
        "shapes": frames,
        "annotations": [panel_title(title, note=note, dark=dark)],
    }
    height = MARGINS["t"] + MARGINS["b"] + ROW_HEIGHT * len(rows)
    return finished([heatmap], layout, height=height, margins=MARGINS, dark=dark)


def stretch_line(
    states: Floats,
    symbols: Sequence[str],
    *,
    threshold: float,
    first: int,
    last: int,
    reader: str,
    title: str,
    note: str,
    height: int = 300,
    dark: bool = False,
) -> go.Figure:
    """One unit over one sequence, the threshold, and the stretch.

    Args:
        states: `(time,)`.
        symbols: of the sequence, under the line where they fit.
        threshold: dashed.
        first: first step of the stretch, from 0.
        last: its last step, included.
        reader: whose hue the line wears.
        title: of the picture.
        note: in grey beside it.
        height: in pixels.
        dark: for the dark theme.
    """
    colours = palette(dark=dark)
    steps = np.arange(1, len(states) + 1)
    line = {
        "type": "scatter",
        "mode": "lines+markers",
        "x": steps,
        "y": np.round(states, 4),
        "line": {"color": colours.reader(reader), "width": 3},
        "marker": {"size": 8},
        "hovertemplate": "%{x}: %{y:.3f}<extra></extra>",
    }
    fits = len(states) <= MOST_SYMBOLS
    dashed = {"color": colours.muted, "width": 2, "dash": "6px,5px"}
    layout = {
        "xaxis": {"tickvals": steps, "ticktext": list(symbols)} if fits else {"nticks": 12},
        "yaxis": {"range": (-1.08, 1.08), "tickvals": (-1, -0.5, 0, 0.5, 1)},
        "shapes": [
            {
                "type": "line",
                "xref": "x domain",
                "x0": 0,
                "x1": 1,
                "y0": threshold,
                "y1": threshold,
                "line": dashed,
            },
            {
                "type": "rect",
                "yref": "y domain",
                "x0": first + 0.5,
                "x1": last + 1.5,
                "y0": 0,
                "y1": 1,
                "fillcolor": colours.faint,
                "opacity": 0.6,
                "layer": "below",
                "line": {"width": 0},
            },
        ],
        "annotations": [panel_title(title, note=note, dark=dark)],
    }
    return finished([line], layout, height=height, margins=MARGINS, dark=dark)


def lag_lines(
    lines: Sequence[tuple[str, Floats]],
    usual: Floats,
    *,
    reader: str,
    title: str,
    note: str,
    axes: tuple[str, str],
    usual_name: str,
    height: int = 360,
    dark: bool = False,
) -> go.Figure:
    """The mean input 0, 1, … steps before a moment: the unit, the same before training; dotted, any moment.

    Args:
        lines: name and means `(lags, features)` of the trained unit and of the untrained one.
        usual: the mean before any moment, `(lags, features)`.
        reader: whose hue the trained lines wear.
        title: of the picture.
        note: in grey beside it.
        axes: names of the two axes.
        usual_name: what the dotted level is called.
        height: in pixels.
        dark: for the dark theme.
    """
    colours = palette(dark=dark)
    drawn = [
        (name, means, colours.reader(reader) if not place else colours.earlier, 4 - 1.5 * place)
        for place, (name, means) in enumerate(lines)
    ]
    drawn.append((usual_name, usual, colours.muted, 2))
    traces, labels = [], []
    for name, means, colour, width in drawn:
        for feature in range(means.shape[1]):
            called = f"{name} x{feature + 1}" if means.shape[1] > 1 else name
            dash = DOTTED if means is usual else DASHES[feature]
            look = {"color": colour, "width": width, "dash": dash}
            traces.append(_lag_line(called, means[:, feature], look))
            labels.append(EndLabel(y=float(means[0, feature]), text=called, colour=colour, dash=dash))
    values = np.concatenate([means.ravel() for _, means, _, _ in drawn])
    margin = 0.12 * (np.ptp(values) or 1.0)
    ends = (float(values.min() - margin), float(values.max() + margin))
    deepest = max(len(means) for _, means, _, _ in drawn) - 1
    return named_lines(
        traces,
        labels,
        x={"title": {"text": axes[0]}, "range": (deepest + 0.2, -0.2), "dtick": 1},
        y={"title": {"text": axes[1]}, "range": ends},
        title=title,
        note=note,
        height=height,
        margins=LAG_MARGINS,
        dark=dark,
    )


def _lag_line(name: str, means: Floats, look: Part) -> Part:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": np.arange(len(means)),
        "y": np.round(means, 4),
        "line": look,
        "name": name,
        "marker": {"size": 7},
        "hovertemplate": f"{name}, %{{x}}: %{{y:.3f}}<extra></extra>",
    }
