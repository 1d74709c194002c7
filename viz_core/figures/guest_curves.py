"""The curves of a training elsewhere: the loss in one panel, everything else in another.

In: points by name. Out: a figure.
"""

import html
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from viz_core.figures.palette import palette
from viz_core.figures.primitives import EndLabel, Part, end_labels, panel_height, panel_title, unchecked

Points = Mapping[str, npt.NDArray[np.float64]]
MARGINS = {"l": 64, "r": 150, "t": 40, "b": 56}
DOMAINS = {"": (0.0, 0.41), "2": (0.59, 1.0)}
MOST_LINES = 6


def guest_curves(
    curves: Points, *, titles: tuple[str, str], step: str, height: int = 280, dark: bool = False
) -> Part:
    """Draw the curves.

    Args:
        curves: name, as Keras has it -> `(points, 2)`, steps and values.
        titles: of the panel of losses, and of the panel of everything else.
        step: what the axis below is called.
        height: in pixels.
        dark: for the dark theme.
    """
    losses = {name: one for name, one in curves.items() if name.endswith("loss")}
    others = {name: one for name, one in curves.items() if name not in losses}
    traces: list[Part] = []
    layout: Part = {"annotations": []}
    for axis, title, named in (("", titles[0], losses), ("2", titles[1], others)):
        drawn = dict(list(named.items())[:MOST_LINES])
        span = _span(drawn)
        traces += [_line(name, one, axis, step, dark=dark) for name, one in drawn.items()]
        layout[f"xaxis{axis}"] = {"domain": DOMAINS[axis], "anchor": f"y{axis}", "title": {"text": step}}
        layout[f"yaxis{axis}"] = {"anchor": f"x{axis}", "range": span}
        layout["annotations"].append(panel_title(title, axis=axis, dark=dark))
        labels = [
            EndLabel(y=float(one[-1, 1]), text=html.escape(name[:24]), colour=_colour(name, dark=dark))
            for name, one in drawn.items()
        ]
        plot = panel_height(height, MARGINS)
        layout["annotations"] += end_labels(labels, axis=axis, y_range=span, plot_height=plot)
    return unchecked(traces, layout, height=height, margins=MARGINS, dark=dark)


def _span(curves: Points) -> tuple[float, float]:
    """From zero, or the least value below it, to a little above the largest."""
    values = np.concatenate([one[:, 1] for one in curves.values()]) if curves else np.array([0.0, 1.0])
    low, high = min(float(values.min()), 0.0), float(values.max())
    return low, high + 0.06 * max(high - low, 1e-9)


def _colour(name: str, *, dark: bool) -> str:
    """Validation in grey, training in the hue of a network's answers."""
    colours = palette(dark=dark)
    return colours.muted if name.startswith("val_") else colours.merged


def _line(name: str, points: npt.NDArray[np.float64], axis: str, step: str, *, dark: bool) -> Part:
    return {
        "type": "scatter",
        "x": points[:, 0].tolist(),
        "y": points[:, 1].tolist(),
        "mode": "lines+markers" if len(points) < 3 else "lines",
        "line": {"color": _colour(name, dark=dark), "width": 2.5},
        "hovertemplate": f"{step} %{{x}}: %{{y:.4f}}<extra></extra>",
        "xaxis": f"x{axis}",
        "yaxis": f"y{axis}",
        "name": html.escape(name[:24]),
    }
