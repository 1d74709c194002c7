"""Pareto fronts: how much accuracy a price buys.

In: points with a price, an accuracy and a name. Out: one panel for each kind of price, its front as a line
with every point on it named.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log10

import plotly.graph_objects as go

from viz_core.figures.palette import TEXT_SIZE, palette
from viz_core.figures.primitives import LINE, Part, finished, panel_height, panel_title, spread

MARGINS = {"l": 64, "r": 16, "t": 38, "b": 54}
DOMAINS = ((0.0, 0.47), (0.55, 1.0))
# Room for names on the right of each panel, as a share of its logarithmic range.
ROOM = 0.75


@dataclass(frozen=True, kw_only=True)
class Point:
    """One network, or the mean of several.

    Attributes:
        name: written beside it when it lies on the front.
        price: above zero.
        accuracy: share of right answers.
        half: half the width of the interval around the accuracy; NaN for none.
        on_front: whether nothing cheaper is as accurate.
    """

    name: str
    price: float
    accuracy: float
    half: float
    on_front: bool


@dataclass(frozen=True, kw_only=True)
class Panel:
    """Points with one kind of price, for example 'parameters'."""

    title: str
    price: str
    points: Sequence[Point]


def pareto(
    panels: Sequence[Panel], *, ceiling: float | None = None, height: int = 420, dark: bool = False
) -> go.Figure:
    """Draw two fronts side by side, prices on logarithmic axes.

    Args:
        panels: two of them.
        ceiling: the best possible, a thin line.
        height: in pixels.
        dark: for the dark theme.
    """
    lowest = min([point.accuracy for panel in panels for point in panel.points] + [0.95])
    y_range = (lowest - 0.1 * (1 - lowest), 1 + 0.15 * (1 - lowest))
    traces: list[Part] = []
    layout: Part = {"annotations": [], "shapes": [], "uirevision": "pareto"}
    for k, panel in enumerate(panels):
        axis = "" if k == 0 else str(k + 1)
        traces += _marks(panel, axis, dark=dark)
        layout["annotations"] += [
            panel_title(panel.title, axis=axis, dark=dark),
            *_names(panel, axis, y_range, panel_height(height, MARGINS), dark=dark),
        ]
        layout["shapes"] += _ceiling(ceiling, axis, palette(dark=dark).text)
        layout[f"xaxis{axis}"] = _price_axis(panel, axis, DOMAINS[k])
        layout[f"yaxis{axis}"] = {"anchor": f"x{axis}", "range": y_range, "tickformat": ".2f"}
    return finished(traces, layout, height=height, margins=MARGINS, dark=dark)


def _ordered(panel: Panel) -> list[Point]:
    return sorted((point for point in panel.points if point.on_front), key=lambda point: point.price)


def _price_axis(panel: Panel, axis: str, domain: tuple[float, float]) -> Part:
    prices = [point.price for point in panel.points] or [1.0, 10.0]
    low, high = log10(min(prices)), log10(max(prices))
    span = max(high - low, 0.5)
    return {
        "type": "log",
        "domain": domain,
        "anchor": f"y{axis}",
        "title": {"text": panel.price},
        "range": (low - 0.05 * span, high + ROOM * span),
        "dtick": 1,
    }


def _marks(panel: Panel, axis: str, *, dark: bool) -> list[Part]:
    """All points in grey, then the front as a line with markers, its intervals as bars."""
    colours = palette(dark=dark)
    rest = [point for point in panel.points if not point.on_front]
    front = _ordered(panel)
    place = {"type": "scatter", "xaxis": f"x{axis}", "yaxis": f"y{axis}"}
    grey = {"mode": "markers", "marker": {"size": 9, "color": colours.earlier}, "name": "others"}
    line = {
        "mode": "lines+markers",
        "line": {"shape": "hv", "width": 2, "color": colours.right},
        "marker": {"size": 12, "color": colours.right},
        "error_y": {"array": [point.half for point in front], "color": colours.right, "thickness": 2},
        "name": "front",
    }
    return [place | looks | _data(points) for looks, points in ((grey, rest), (line, front))]


def _data(points: Sequence[Point]) -> Part:
    return {
        "x": [point.price for point in points],
        "y": [point.accuracy for point in points],
        "text": [point.name for point in points],
        "hovertemplate": "%{text}<br>%{x:,.3~g}: %{y:.3f}<extra></extra>",
    }


def _names(panel: Panel, axis: str, y_range: tuple[float, float], height: float, *, dark: bool) -> list[Part]:
    """Names of the front's points in a column on the right, each led to its point by a line."""
    front = _ordered(panel)
    colours = palette(dark=dark)
    per_pixel = (y_range[1] - y_range[0]) / height
    low, high = y_range[0] + LINE * per_pixel / 2, y_range[1] - LINE * per_pixel / 2
    places = spread([point.accuracy for point in front], gap=LINE * per_pixel, low=low, high=high)
    return [
        {
            "text": point.name,
            "xref": f"x{axis}",
            "yref": f"y{axis}",
            "x": log10(point.price),
            "y": point.accuracy,
            "axref": f"x{axis}",
            "ayref": f"y{axis}",
            "ax": _column(panel),
            "ay": place,
            "xanchor": "left",
            "showarrow": True,
            "arrowhead": 0,
            "arrowwidth": 1,
            "arrowcolor": colours.muted,
            "standoff": 8,
            "font": {"size": TEXT_SIZE, "color": colours.text},
            "bgcolor": colours.background,
        }
        for point, place in zip(front, places, strict=True)
    ]


def _column(panel: Panel) -> float:
    """Where the names begin, as the logarithm of a price: right of every point."""
    prices = [log10(point.price) for point in panel.points]
    return max(prices) + 0.1 * max(max(prices) - min(prices), 0.5)


def _ceiling(best: float | None, axis: str, colour: str) -> list[Part]:
    if best is None:
        return []
    line = {"color": colour, "width": 1.5, "dash": "dot"}
    ends = {"x0": 0, "x1": 1, "y0": best, "y1": best}
    return [{"type": "line", "xref": f"x{axis} domain", "yref": f"y{axis}", "line": line, **ends}]
