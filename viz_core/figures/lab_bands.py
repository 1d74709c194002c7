"""Lines with bands: a mean and the interval around it.

In: for each line its points with low and high ends. Out: one panel, each line named at its end.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite, log10

import plotly.graph_objects as go

from viz_core.figures.palette import palette
from viz_core.figures.primitives import EndLabel, Part, end_labels, finished, panel_height, panel_title

MARGINS = {"l": 64, "r": 256, "t": 38, "b": 54}
DIRECTIONS = ("forward", "backward", "bidirectional")
OPACITY = 0.18
DASHES = ("solid", "dash", "dot")


@dataclass(frozen=True, kw_only=True)
class Band:
    """One line.

    Attributes:
        name: written at its end; a direction's name gives it that reader's hue.
        x: places.
        mean: the line.
        low: lower end of the interval; NaN where there is none.
        high: upper end of the interval.
        key: the name in English, where `name` is in another language.
    """

    name: str
    x: Sequence[float]
    mean: Sequence[float]
    low: Sequence[float]
    high: Sequence[float]
    key: str = ""


def bands(
    lines: Sequence[Band],
    *,
    title: str,
    x_title: str,
    ceiling: float | None = None,
    logarithmic: bool = False,
    height: int = 320,
    dark: bool = False,
) -> go.Figure:
    """Shares of right answers as lines with bands.

    Args:
        lines: in the order of the legend that the names at their ends replace.
        title: heading of the panel.
        x_title: what the horizontal axis counts.
        ceiling: the best possible, a thin line.
        logarithmic: whether the horizontal axis is.
        height: in pixels.
        dark: for the dark theme.
    """
    hues = _hues({line.name: line.key or line.name for line in lines}, dark=dark)
    lowest = min([one for line in lines for one in line.mean] + [0.9])
    y_range = (lowest - 0.02 - 0.1 * (1 - lowest), 1.02)
    traces = [part for line in lines for part in _band(line, *hues[line.name])]
    worn = [hues[line.name][0] for line in lines]
    ends = []
    for line in lines:
        colour, dash = hues[line.name]
        told = dash if worn.count(colour) > 1 else ""
        if len(line.x):
            ends.append(EndLabel(y=line.mean[-1], text=line.name, colour=colour, dash=told))
    labels = end_labels(ends, y_range=y_range, plot_height=panel_height(height, MARGINS))
    layout = {
        "annotations": [panel_title(title, dark=dark), *labels],
        "xaxis": {"title": {"text": x_title}, **_x_axis(lines, logarithmic)},
        "yaxis": {"range": y_range, "tickformat": ".2f"},
        "shapes": _ceiling(ceiling, palette(dark=dark).text),
        "hovermode": "x",
        "uirevision": title,
    }
    return finished(traces, layout, height=height, margins=MARGINS, dark=dark)


def _hues(keys: Mapping[str, str], *, dark: bool) -> dict[str, tuple[str, str]]:
    """Colour and dash of each line: readers have theirs, others take the rest in turn."""
    colours = palette(dark=dark)
    wheel = (colours.merged, colours.right, colours.backward, colours.forward, colours.gradient, colours.text)
    hues = {}
    for k, (name, key) in enumerate(keys.items()):
        dash = DASHES[k // len(wheel) % len(DASHES)]
        first = key.split(",")[0]
        if first in DIRECTIONS:
            hues[name] = (colours.reader(first), "solid" if first == key else "dash")
        else:
            hues[name] = (wheel[k % len(wheel)], dash)
    return hues


def _band(line: Band, colour: str, dash: str) -> list[Part]:
    """The band as a closed outline, then the line over it."""
    known = [k for k, one in enumerate(line.low) if isfinite(one)]
    outline = {
        "type": "scatter",
        "x": [line.x[k] for k in known] + [line.x[k] for k in reversed(known)],
        "y": [line.high[k] for k in known] + [line.low[k] for k in reversed(known)],
        "mode": "lines",
        "line": {"width": 0},
        "fill": "toself",
        "fillcolor": _see_through(colour),
        "hoverinfo": "skip",
        "name": f"{line.name} band",
    }
    mean = {
        "type": "scatter",
        "x": list(line.x),
        "y": list(line.mean),
        "mode": "lines" if len(line.x) > 12 else "lines+markers",
        "line": {"color": colour, "width": 3, "dash": dash},
        "marker": {"size": 9},
        "hovertemplate": f"{line.name}: %{{y:.3f}}<extra></extra>",
        "name": line.name,
    }
    return [outline, mean] if known else [mean]


def _see_through(colour: str) -> str:
    red, green, blue = (int(colour[k : k + 2], 16) for k in (1, 3, 5))
    return f"rgba({red},{green},{blue},{OPACITY})"


def _x_axis(lines: Sequence[Band], logarithmic: bool) -> Part:
    """On a logarithmic axis exactly the places that were measured are marked."""
    places = sorted({x for line in lines for x in line.x})
    if not logarithmic or not places:
        return {"tickformat": ",", "rangemode": "tozero"}
    edges = (log10(places[0]) - 0.04, log10(places[-1]) + 0.04)
    return {
        "type": "log",
        "range": edges,
        "tickmode": "array",
        "tickvals": places,
        "ticktext": [f"{x:,g}" for x in places],
    }


def _ceiling(best: float | None, colour: str) -> list[Part]:
    if best is None:
        return []
    line = {"color": colour, "width": 1.5, "dash": "dot"}
    return [{"type": "line", "xref": "x domain", "x0": 0, "x1": 1, "y0": best, "y1": best, "line": line}]
