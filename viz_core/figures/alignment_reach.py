"""What a state has read, beside the state itself.

In: states of one sequence, each with the inputs it has read. Out: one figure.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from viz_core.arrays import Floats
from viz_core.figures.numerals import numeral
from viz_core.figures.palette import TEXT_SIZE, Palette, palette
from viz_core.figures.primitives import empty_figure, panel_title
from viz_core.words import Translate

MARGINS = {"l": 210, "r": 16, "t": 44, "b": 16}
ROW = 66
SPLIT = 0.46
# Wider vectors have cells too narrow for two decimals.
MOST_PRINTED = 8
# From this value on, either side of 0, a field is strong enough for the colour of the page upon it.
STRONG = 0.55


@dataclass(frozen=True, kw_only=True, eq=False)
class Reach:
    """One state.

    Attributes:
        name: what to call it, for example 'h← at step 1'.
        reader: 'forward' or 'backward'.
        first: the first input it has read, from 0.
        last: the last one.
        values: `(units,)`.
    """

    name: str
    reader: str
    first: int
    last: int
    values: Floats


def reach(
    states: Sequence[Reach],
    *,
    symbols: Sequence[str],
    read_title: str,
    state_title: str,
    dark: bool = False,
    _: Translate = str,
) -> go.Figure:
    """A row for each state: the inputs it has read, in its reader's hue, and its values.

    Args:
        states: from top to bottom.
        symbols: how each step is written.
        read_title: heading of the inputs.
        state_title: heading of the values.
        dark: for the dark theme.
        _: translates.
    """
    figure = empty_figure(height=ROW * len(states) + MARGINS["t"] + MARGINS["b"], dark=dark, **MARGINS)
    figure.add_traces([_read(states, symbols, dark=dark), _values(states, dark=dark, _=_)])
    colours = palette(dark=dark)
    names = [f'<b><span style="color:{colours.reader(one.reader)}">{one.name}</span></b>' for one in states]
    rows = {"range": (len(states) - 0.5, -0.5), "showgrid": False}
    hidden = {"showticklabels": False, "showgrid": False}
    figure.layout.update(
        xaxis={"domain": (0, SPLIT), **hidden},
        xaxis2={"domain": (SPLIT + 0.03, 1), **hidden},
        yaxis={"tickvals": list(range(len(states))), "ticktext": names, **rows},
        yaxis2={"anchor": "x2", "showticklabels": False, **rows},
        annotations=[panel_title(read_title, dark=dark), panel_title(state_title, axis="2", dark=dark)],
    )
    return figure


def _read(states: Sequence[Reach], symbols: Sequence[str], *, dark: bool) -> go.Heatmap:
    """0 not read, 1 read by the forward reader, 2 by the backward one, as three plain colours."""
    colours = palette(dark=dark)
    stops = [(0, colours.surface), (0.5, colours.forward), (1, colours.backward)]
    steps = np.arange(len(symbols))
    shown = [
        np.where((steps >= one.first) & (steps <= one.last), 1 if one.reader == "forward" else 2, 0)
        for one in states
    ]
    words = [
        [
            f"<span style='color:{colours.background if mark else colours.muted}'>{symbol}</span>"
            for mark, symbol in zip(row, symbols, strict=True)
        ]
        for row in shown
    ]
    return go.Heatmap(
        z=np.array(shown),
        zmin=0,
        zmax=2,
        colorscale=stops,
        showscale=False,
        xgap=3,
        ygap=14,
        text=words,
        texttemplate="%{text}",
        textfont={"size": TEXT_SIZE},
        hoverinfo="skip",
    )


def _values(states: Sequence[Reach], *, dark: bool, _: Translate) -> go.Heatmap:
    words = _("unit {unit}: {value}").format(unit="%{x}", value="%{z:.4f}")
    values = np.array([one.values for one in states])
    colours = palette(dark=dark)
    printed = [[_written(value, colours) for value in row] for row in values]
    return go.Heatmap(
        z=values,
        zmin=-1,
        zmid=0,
        zmax=1,
        colorscale=colours.diverging,
        showscale=False,
        xgap=2,
        ygap=14,
        xaxis="x2",
        yaxis="y2",
        text=printed if values.shape[1] <= MOST_PRINTED else None,
        texttemplate="%{text}" if values.shape[1] <= MOST_PRINTED else None,
        textfont={"size": TEXT_SIZE},
        hovertemplate=f"{words}<extra></extra>",
    )


def _written(value: float, colours: Palette) -> str:
    """A number in the ink that stands out from its field."""
    ink = colours.background if abs(value) > STRONG else colours.text
    return f"<span style='color:{ink}'>{numeral(value)}</span>"
