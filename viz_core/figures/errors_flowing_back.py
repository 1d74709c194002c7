"""How errors fade or grow on their way back, on a logarithmic axis.

In: lengths of dL/dh_t along each reader for several kinds of state, of several networks. Out: one figure.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from viz_core.arrays import Floats
from viz_core.checks import check_one_of
from viz_core.figures.palette import TEXT_SIZE, palette
from viz_core.figures.primitives import LINE, Part, finished, panel_height, panel_title, spread
from viz_core.words import Translate

BOTH_READERS = ("forward", "backward")
# Kind of state -> dash. The hue says which reader it is.
DASHES = {"SimpleRNN": "solid", "LSTM h": "14px,6px", "LSTM c": "4px,4px", "GRU": "14px,5px,3px,5px"}
MARGINS = {"l": 78, "r": 8, "t": 40, "b": 52}
# Powers of ten: a line that leaves below has vanished, one that leaves above has exploded.
DECADES = (-12, 6)
# Share of a panel's width kept free at both sides for the names of the lines; gap between the panels.
LABEL_ROOM = 0.3
GAP = 0.04
BAND = 0.18


@dataclass(frozen=True, kw_only=True, eq=False)
class ErrorPanel:
    """Some networks of each kind.

    Attributes:
        title: what they have in common.
        lengths: kind of state (a key of `DASHES`) -> 'forward' and 'backward' -> `(networks, time)`. Exact
            zeros, where no error comes, are not drawn.
    """

    title: str
    lengths: Mapping[str, Mapping[str, Floats]]


def error_lengths(
    panels: Sequence[ErrorPanel],
    *,
    at: int | None,
    at_label: str,
    height: int = 400,
    dark: bool = False,
    _: Translate = str,
) -> go.Figure:
    """The lengths of dL/dh_t over the steps of a sequence: the median network in a band of all.

    Args:
        panels: side by side, on one scale.
        at: index of the answer whose loss is taken, counted from 0, marked by a vertical line; None for all.
        at_label: what stands at that line.
        height: in pixels.
        dark: for the dark theme.
        _: translates.

    Raises:
        ValueError: a kind that is not a key of `DASHES`.
    """
    layout: Part = {"annotations": [], "shapes": []}
    traces: list[Part] = []
    for place, panel in enumerate(panels):
        axis = str(place + 1) if place else ""
        traces += _lines(panel, axis, dark=dark, _=_)
        layout |= _axes(panel, place, len(panels), axis, _("timestep"))
        layout["annotations"] += [
            panel_title(panel.title, axis=axis, dark=dark),
            *(
                note
                for reader in BOTH_READERS
                for note in _names(panel, reader, axis, panel_height(height, MARGINS), dark=dark)
            ),
        ]
        if at is not None:
            line, words = _mark(at + 1, at_label, axis, dark=dark)
            layout["shapes"].append(line)
            layout["annotations"].append(words)
    return finished(traces, layout, height=height, margins=MARGINS, dark=dark)


def _steps(panel: ErrorPanel) -> int:
    return int(next(iter(panel.lengths.values()))[BOTH_READERS[0]].shape[1])


def _axes(panel: ErrorPanel, place: int, places: int, axis: str, title: str) -> Part:
    time = _steps(panel)
    width = (1 - GAP * (places - 1)) / places
    left = place * (width + GAP)
    room = LABEL_ROOM * max(time - 1, 1) / (1 - 2 * LABEL_ROOM)
    return {
        f"xaxis{axis}": {
            "title": {"text": title},
            "domain": (left, min(1.0, left + width)),
            "anchor": f"y{axis}",
            "range": (1 - room, time + room),
            "tickvals": _ticks(time),
            "showgrid": False,
        },
        f"yaxis{axis}": {
            "title": {"text": "" if place else "‖dL/dh<sub>t</sub>‖"},
            "anchor": f"x{axis}",
            "type": "log",
            "range": DECADES,
            "dtick": 3,
            "exponentformat": "power",
            "showticklabels": not place,
        },
    }


def _ticks(time: int) -> list[int]:
    """1, the end, and a few round numbers between."""
    step = next(one for one in (1, 2, 5, 10, 20, 50) if time <= 5 * one)
    return [1, *range(step, time - step // 2, step), time] if step > 1 else list(range(1, time + 1))


def _lines(panel: ErrorPanel, axis: str, *, dark: bool, _: Translate) -> list[Part]:
    """Bands first, so that no band lies over another kind's line."""
    bands, lines = [], []
    for kind, readers in panel.lengths.items():
        check_one_of("kind", kind, DASHES)
        for reader, values in readers.items():
            place = {"xaxis": f"x{axis}", "yaxis": f"y{axis}"}
            bands.append(_band(values, kind, reader, dark=dark) | place)
            lines.append(_line(values, kind, reader, dark=dark, _=_) | place)
    return bands + lines


def _band(values: Floats, kind: str, reader: str, *, dark: bool) -> Part:
    """From the least to the most of the networks, where the loss reaches all of them."""
    known = np.flatnonzero((values > 0).all(axis=0))
    low, high = values[:, known].min(axis=0), values[:, known].max(axis=0)
    return {
        "type": "scatter",
        "x": np.concatenate([known, known[::-1]]) + 1,
        "y": np.concatenate([high, low[::-1]]),
        "mode": "lines",
        "fill": "toself",
        "opacity": BAND,
        "line": {"width": 0},
        "fillcolor": palette(dark=dark).reader(reader),
        "hoverinfo": "skip",
        "name": f"{kind}, {reader}, all networks",
    }


def _line(values: Floats, kind: str, reader: str, *, dark: bool, _: Translate) -> Part:
    words = _("{kind}, {reader}, step {step}: {value}")
    said = words.format(kind=kind, reader=_(reader), step="%{x}", value="%{y:.2e}")
    middle = np.median(values, axis=0)
    colour = palette(dark=dark).reader(reader)
    return {
        "type": "scatter",
        "x": list(range(1, len(middle) + 1)),
        "y": [float(one) if one > 0 else None for one in middle],
        "mode": "lines" if np.count_nonzero(middle) > 1 else "markers",
        "marker": {"size": 9, "color": colour},
        "line": {"color": colour, "width": 3, "dash": DASHES[kind]},
        "name": f"{kind}, {reader}",
        "hovertemplate": f"{said}<extra></extra>",
    }


def _names(panel: ErrorPanel, reader: str, axis: str, plot_height: float, *, dark: bool) -> list[Part]:
    """The name of each line where the error has come farthest: left of forward lines, right of backward."""
    end = 0 if reader == "forward" else -1
    ends = {kind: float(np.median(readers[reader][:, end])) for kind, readers in panel.lengths.items()}
    ends = {kind: value for kind, value in ends.items() if value > 0}
    low, high = DECADES
    gap = LINE * (high - low) / plot_height
    wanted = [float(np.clip(np.log10(value), low, high)) for value in ends.values()]
    places = spread(wanted, gap=gap, low=low + gap / 2, high=high - gap / 2)
    return [
        {
            "text": kind,
            "font": {"color": palette(dark=dark).reader(reader), "size": TEXT_SIZE},
            "xref": f"x{axis}",
            "yref": f"y{axis}",
            "x": 1 if reader == "forward" else _steps(panel),
            "y": place,
            "xanchor": "right" if reader == "forward" else "left",
            "xshift": -6 if reader == "forward" else 6,
            "showarrow": False,
        }
        for kind, place in zip(ends, places, strict=True)
    ]


def _mark(step: int, text: str, axis: str, *, dark: bool) -> tuple[Part, Part]:
    colour = palette(dark=dark).gradient
    line = {"color": colour, "width": 2, "dash": "dot"}
    vertical = {"type": "line", "x0": step, "x1": step, "y0": 0, "y1": 1, "line": line}
    words = {
        "text": f"<b>{text}</b>",
        "font": {"color": colour},
        "x": step,
        "y": 0,
        "xanchor": "right" if step > 1 else "left",
        "yanchor": "bottom",
        "showarrow": False,
    }
    where = {"xref": f"x{axis}", "yref": f"y{axis} domain"}
    return vertical | where, words | where
