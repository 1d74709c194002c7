"""What several figures share: our looks, labels that do not overlap, reference lines.

In: values and sizes in pixels. Out: parts of Plotly figures.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, wraps
from typing import Any, ParamSpec

import numpy as np
import plotly.graph_objects as go

from viz_core.arrays import Array, Floats
from viz_core.figures.palette import TEXT_SIZE, palette, template
from viz_core.words import N_, Translate

# Height of one line of a label, in pixels.
LINE = 1.3 * TEXT_SIZE
# Thin, so that a line for comparison never passes for the network's own.
REFERENCE_WIDTH = 1.75
# In drawing order.
DIRECTION_WORDS = {"bidirectional": N_("both"), "forward": N_("forward"), "backward": N_("backward")}
# Where lines coincide, each shows between the dashes of the next.
DASHES = {"bidirectional": "solid", "forward": "4px,4px", "backward": "8px,8px"}
# What stands for a line before its name; whatever is neither solid nor dotted is dashed.
DASHED, DOTTED, DASH_DOTTED = "7px,5px", "2px,4px", "9px,4px,2px,4px"
PIECES = {"solid": "—", "dash": "- -", "dot": "···", DOTTED: "···", DASH_DOTTED: "- · -"}

Part = dict[str, Any]
# One number for each point of a line.
Numbers = Sequence[float] | Array
Given = ParamSpec("Given")


@dataclass(frozen=True, kw_only=True)
class EndLabel:
    """A few words beside the right end of a line.

    Attributes:
        y: where the line ends, in units of the y axis.
        text: the words.
        colour: the line's.
        dash: the line's, where its hue alone does not tell it apart; a piece of it stands before the words.
    """

    y: float
    text: str
    colour: str
    dash: str = ""

    @property
    def written(self) -> str:
        """The words, after a piece of the line."""
        return f"{PIECES.get(self.dash, PIECES['dash'])} {self.text}" if self.dash else self.text


def empty_figure(*, height: int, dark: bool, **margin: int) -> go.Figure:
    """A figure in our looks, to be filled part by part; height and margins in pixels."""
    return finished([], {}, height=height, margins=margin, dark=dark)


def finished(
    traces: Sequence[Part],
    layout: Part,
    *,
    height: int,
    margins: Mapping[str, int],
    dark: bool,
) -> go.Figure:
    """A figure in our looks, of all its parts at once.

    Plotly checks and copies at every change: adding part after part takes several times as long as this.

    Args:
        traces: plain dicts, each with its `type`.
        layout: a plain dict, without template, height and margins.
        height: in pixels.
        margins: in pixels, by side: l, r, t, b.
        dark: for the dark theme.
    """
    return go.Figure(unchecked(traces, layout, height=height, margins=margins, dark=dark))


def unchecked(
    traces: Sequence[Part],
    layout: Part,
    *,
    height: int,
    margins: Mapping[str, int],
    dark: bool,
) -> Part:
    """As `finished`, as a plain dict with `data` and `layout`, which Plotly's Python has not looked at.

    For pictures of a run that goes on: checking one takes longer than drawing it.
    """
    looks = {"template": _template(dark=dark), "height": height, "margin": dict(margins)}
    return {"data": list(traces), "layout": layout | looks}


@cache
def _template(*, dark: bool) -> Part:
    plain: Part = template(dark=dark).to_plotly_json()
    return plain


def checked(plain: Callable[Given, Part]) -> Callable[Given, go.Figure]:
    """The same figure as Plotly's own object, every part of it checked."""

    @wraps(plain)
    def figure(*args: Given.args, **kwargs: Given.kwargs) -> go.Figure:
        return go.Figure(plain(*args, **kwargs))

    return figure


def panel_height(height: int, margins: Mapping[str, int]) -> int:
    """What the margins leave of a figure's height, in pixels."""
    return height - margins["t"] - margins["b"]


def spread(values: Sequence[float], *, gap: float, low: float, high: float) -> list[float]:
    """Move values apart until neighbours are `gap` apart, as little as possible (least squares).

    With the values sorted, v_i - i * gap must not decrease: an isotonic regression, solved by pooling
    neighbours that violate the order (Ayer et al., 1955).

    Args:
        values: positions wanted, in any order.
        gap: least distance between two of them.
        low: lowest position allowed.
        high: highest position allowed; gives way if there is not enough room.

    Returns:
        Positions in the order of `values`.
    """
    order = np.argsort(values, kind="stable")
    pools: list[tuple[float, int]] = []
    for rank, index in enumerate(order):
        mean, size = float(values[index]) - rank * gap, 1
        while pools and pools[-1][0] >= mean:
            before, count = pools.pop()
            mean, size = (before * count + mean * size) / (count + size), count + size
        pools.append((mean, size))
    free = np.repeat([mean for mean, _ in pools], [size for _, size in pools])
    room = max(low, high - gap * (len(values) - 1))
    placed = np.empty(len(values))
    placed[order] = np.clip(free, low, room) + gap * np.arange(len(values))
    return [float(one) for one in placed]


def end_labels(
    labels: Sequence[EndLabel],
    *,
    axis: str = "",
    y_range: tuple[float, float],
    plot_height: float,
) -> list[Part]:
    """Annotations at the right edge of a panel, moved apart where lines end close together.

    Args:
        labels: what to write.
        axis: '' for the first panel, '2' for the second.
        y_range: the y axis from bottom to top.
        plot_height: height of the panel in pixels.
    """
    per_pixel = (y_range[1] - y_range[0]) / plot_height
    places = spread([one.y for one in labels], gap=LINE * per_pixel, low=y_range[0], high=y_range[1])
    return [
        {
            "text": one.written,
            "font": {"color": one.colour, "size": TEXT_SIZE},
            "xref": f"x{axis} domain",
            "yref": f"y{axis}",
            "x": 1,
            "y": place,
            "xanchor": "left",
            "xshift": 8,
            "showarrow": False,
        }
        for one, place in zip(labels, places, strict=True)
    ]


def panel_title(text: str, *, axis: str = "", note: str = "", dark: bool) -> Part:
    """A heading over a panel's left edge, with an optional remark in grey."""
    colours = palette(dark=dark)
    remark = f'  <span style="color:{colours.muted};font-weight:400">{note}</span>' if note else ""
    return {
        "text": f"<b>{text}</b>{remark}",
        "xref": f"x{axis} domain",
        "yref": f"y{axis} domain",
        "x": 0,
        "y": 1,
        "xanchor": "left",
        "yanchor": "bottom",
        "yshift": 6,
        "showarrow": False,
    }


def named_lines(
    traces: Sequence[Part],
    labels: Sequence[EndLabel],
    *,
    x: Part,
    y: Part,
    title: str,
    note: str,
    height: int,
    margins: Mapping[str, int],
    dark: bool,
    shapes: Sequence[Part] = (),
) -> go.Figure:
    """One panel of lines with a heading and a name at the end of each line.

    Args:
        traces: plain dicts, each with its `type`.
        labels: the names.
        x: the x axis, a plain dict.
        y: the y axis, with its `range`.
        title: of the picture.
        note: in grey beside it.
        height: in pixels.
        margins: in pixels, by side: l, r, t, b.
        dark: for the dark theme.
        shapes: of the layout.
    """
    names = end_labels(labels, y_range=y["range"], plot_height=panel_height(height, margins))
    layout = {
        "xaxis": x,
        "yaxis": y,
        "shapes": list(shapes),
        "annotations": [panel_title(title, note=note, dark=dark), *names],
    }
    return finished(traces, layout, height=height, margins=margins, dark=dark)


def reference_line(
    x: Sequence[float] | Floats,
    y: Sequence[float] | Floats,
    *,
    reader: str,
    hover: str,
    axis: str = "",
    dark: bool,
) -> Part:
    """A thin line in the reader's hue, dashed for a single reader: what the best such reader reaches."""
    return {
        "type": "scatter",
        "x": x,
        "y": y,
        "mode": "lines",
        "line": {
            "color": palette(dark=dark).reader(reader),
            "width": REFERENCE_WIDTH,
            "dash": DASHES[reader],
        },
        "hovertemplate": f"{hover}<extra></extra>",
        "xaxis": f"x{axis}",
        "yaxis": f"y{axis}",
        "name": f"best {reader}",
    }


def ceiling_labels(ceilings: Mapping[str, float], *, dark: bool, _: Translate) -> list[EndLabel]:
    """One label for each reader's best accuracy, for example 'forward 0.87'.

    Args:
        ceilings: reader -> accuracy; 'bidirectional' is written 'both', it is best of all three.
        dark: for the dark theme.
        _: translates.
    """
    colours = palette(dark=dark)
    return [
        EndLabel(y=best, text=f"{_(DIRECTION_WORDS[reader])} {best:.2f}", colour=colours.reader(reader))
        for reader, best in ceilings.items()
    ]
