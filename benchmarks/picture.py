"""The growth of the cost as a picture.

In: the points of the growth, as in the results' JSON. Out: a figure.
"""

from math import log10
from typing import Any

import plotly.graph_objects as go

from viz_core.figures.palette import TEXT_SIZE, palette, template

NAMES = {"ours": "this engine", "keras_fit": "Keras fit"}
WIDTH, HEIGHT = 960, 540
# Panels two by two: the left and the lower end of each, and how much of the picture it takes.
PLACES = ((0.0, 0.6), (0.56, 0.6), (0.0, 0.0), (0.56, 0.0))
SIDE, RISE = 0.42, 0.36

Points = list[dict[str, Any]]

TICKS = [0.1, 0.3, 1, 3, 10, 30, 100, 300, 1000]


def picture(points: Points) -> go.Figure:
    """One panel for each thing that grows; both axes logarithmic: growth in step is a straight line."""
    axes = list(dict.fromkeys(point["axis"] for point in points))
    layout: dict[str, Any] = {"width": WIDTH, "height": HEIGHT, "annotations": []}
    traces = []
    for number, (axis, place) in enumerate(zip(axes, PLACES, strict=True), 1):
        chosen = [point for point in points if point["axis"] == axis]
        traces += [_line(chosen, name, number) for name in NAMES]
        layout |= _panel(axis, [point["size"] for point in chosen], place, number)
        if number == 1:
            layout["annotations"] = [_label(chosen, name) for name in NAMES]
    looks = {"template": template(dark=False), "margin": {"l": 84, "r": 40, "t": 24, "b": 64}}
    return go.Figure({"data": traces, "layout": layout | looks | {"paper_bgcolor": _colours().background}})


def _colours() -> Any:
    return palette(dark=False)


def _colour(name: str) -> str:
    return _colours().merged if name == "ours" else _colours().muted


def _line(points: Points, name: str, number: int) -> dict[str, Any]:
    return {
        "type": "scatter",
        "x": [point["size"] for point in points],
        "y": [point["milliseconds"][name] for point in points],
        "mode": "lines+markers",
        "line": {"color": _colour(name), "width": 3},
        "xaxis": f"x{number}",
        "yaxis": f"y{number}",
    }


def _panel(axis: str, sizes: list[int], place: tuple[float, float], number: int) -> dict[str, Any]:
    left, low = place
    named = [f"{size}" for size in sizes]
    return {
        f"xaxis{number}": {
            "type": "log",
            "title": {"text": axis},
            "domain": [left, left + SIDE],
            "anchor": f"y{number}",
            "tickvals": sizes,
            "ticktext": named,
        },
        f"yaxis{number}": {
            "type": "log",
            "title": {"text": "ms per update"},
            "domain": [low, low + RISE],
            "anchor": f"x{number}",
            "tickvals": TICKS,
        },
    }


def _label(points: Points, name: str) -> dict[str, Any]:
    """The name of a line, beside its middle."""
    middle = points[len(points) // 2]
    return {
        "text": NAMES[name],
        "x": log10(middle["size"]),
        "y": log10(middle["milliseconds"][name]),
        "xref": "x",
        "yref": "y",
        "showarrow": False,
        "yshift": 18 if name == "keras_fit" else -18,
        "xanchor": "right" if name == "keras_fit" else "left",
        "font": {"size": TEXT_SIZE, "color": _colour(name)},
    }
