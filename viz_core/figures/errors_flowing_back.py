"""How errors fade or grow on their way back, on a logarithmic axis.

In: lengths of dL/dh_t along each reader for several kinds of state. Out: one figure.
Used by: the lesson 'Errors flowing back'.
"""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go

from viz_core.checks import check_one_of
from viz_core.figures.palette import TEXT_SIZE, palette
from viz_core.figures.primitives import LINE, empty_figure, spread

Floats = npt.NDArray[np.floating]

# Kind of state -> dash. The hue says which reader it is.
DASHES = {"SimpleRNN": "solid", "LSTM": "14px,6px", "LSTM carry c": "4px,4px", "GRU": "14px,5px,3px,5px"}
MARGINS = {"l": 78, "r": 16, "t": 16, "b": 52}
# Powers of ten: a line that leaves below has vanished, one that leaves above has exploded.
DECADES = (-12, 6)
# Share of the width kept free at both sides for the names of the lines.
LABEL_ROOM = 0.16


def error_lengths(
    lengths: Mapping[str, Mapping[str, Floats]],
    *,
    at: int | None,
    at_label: str,
    height: int = 400,
    dark: bool = False,
) -> go.Figure:
    """The lengths of dL/dh_t over the steps of one sequence.

    Args:
        lengths: kind of state (a key of `DASHES`) -> 'forward' and 'backward' -> `(time,)`. Exact zeros,
            where no error comes, are not drawn.
        at: index of the answer whose loss is taken, counted from 0, marked by a vertical line; None for all.
        at_label: what stands at that line.
        height: in pixels.
        dark: for the dark theme.

    Raises:
        ValueError: a kind that is not a key of `DASHES`.
    """
    figure = empty_figure(height=height, dark=dark, **MARGINS)
    time = 1
    for kind, readers in lengths.items():
        check_one_of("kind", kind, DASHES)
        for reader, values in readers.items():
            time = len(values)
            figure.add_trace(_line(values, kind=kind, reader=reader, dark=dark))
    _set_axes(figure, time)
    plot_height = height - MARGINS["t"] - MARGINS["b"]
    figure.layout.annotations = [
        note for reader in ("forward", "backward") for note in _names(lengths, reader, plot_height, dark=dark)
    ]
    if at is not None:
        _mark(figure, at + 1, at_label, dark=dark)
    return figure


def _set_axes(figure: go.Figure, time: int) -> None:
    room = LABEL_ROOM * max(time - 1, 1) / (1 - 2 * LABEL_ROOM)
    figure.layout.xaxis = {
        "title": {"text": "timestep"},
        "range": (1 - room, time + room),
        "tickvals": _ticks(time),
        "showgrid": False,
    }
    figure.layout.yaxis = {
        "title": {"text": "‖dL/dh<sub>t</sub>‖"},
        "type": "log",
        "range": DECADES,
        "dtick": 3,
        "exponentformat": "power",
    }


def _ticks(time: int) -> list[int]:
    """1, the end, and round numbers between."""
    step = next(one for one in (1, 2, 5, 10, 20, 50) if time <= 10 * one)
    return [1, *range(step, time - step // 2, step), time] if step > 1 else list(range(1, time + 1))


def _line(values: Floats, *, kind: str, reader: str, dark: bool) -> go.Scatter:
    return go.Scatter(
        x=list(range(1, len(values) + 1)),
        y=[float(one) if one > 0 else None for one in values],
        mode="lines" if np.count_nonzero(values) > 1 else "markers",
        marker={"size": 9, "color": palette(dark=dark).reader(reader)},
        line={"color": palette(dark=dark).reader(reader), "width": 3, "dash": DASHES[kind]},
        name=f"{kind}, {reader}",
        hovertemplate=f"{kind}, {reader}, step %{{x}}: %{{y:.2e}}<extra></extra>",
    )


def _names(
    lengths: Mapping[str, Mapping[str, Floats]], reader: str, plot_height: float, *, dark: bool
) -> list[dict[str, object]]:
    """The name of each line where the error has come farthest: left of forward lines, right of backward."""
    end = 0 if reader == "forward" else -1
    ends = {kind: float(readers[reader][end]) for kind, readers in lengths.items() if reader in readers}
    ends = {kind: value for kind, value in ends.items() if value > 0}
    low, high = DECADES
    per_pixel = (high - low) / plot_height
    wanted = [float(np.clip(np.log10(value), low, high)) for value in ends.values()]
    gap = LINE * per_pixel
    places = spread(wanted, gap=gap, low=low + gap / 2, high=high - gap / 2)
    time = len(next(iter(lengths.values()))[reader])
    return [
        {
            "text": kind,
            "font": {"color": palette(dark=dark).reader(reader), "size": TEXT_SIZE},
            "x": 1 if reader == "forward" else time,
            "y": place,
            "xanchor": "right" if reader == "forward" else "left",
            "xshift": -8 if reader == "forward" else 8,
            "showarrow": False,
        }
        for kind, place in zip(ends, places, strict=True)
    ]


def _mark(figure: go.Figure, step: int, text: str, *, dark: bool) -> None:
    colour = palette(dark=dark).gradient
    line = {"color": colour, "width": 2, "dash": "dot"}
    figure.add_shape(type="line", x0=step, x1=step, y0=0, y1=1, yref="y domain", line=line)
    figure.add_annotation(
        text=f"<b>{text}</b>",
        font={"color": colour},
        x=step,
        y=0,
        yref="y domain",
        xanchor="right" if step > 1 else "left",
        yanchor="bottom",
        showarrow=False,
    )
