"""The curves of a training run.

In: updates, losses and accuracies so far. Out: one figure, loss and accuracy side by side.
Used by: the Train page.
"""

from collections.abc import Mapping, Sequence
from itertools import chain
from math import floor, isfinite
from typing import Protocol

import plotly.graph_objects as go

from viz_core.figures.primitives import (
    READERS,
    ceiling_labels,
    empty_figure,
    end_labels,
    panel_title,
    reference_line,
)
from viz_core.palette import palette

MARGINS = {"l": 56, "r": 128, "t": 34, "b": 46}
# Loss on the left, accuracy on the right, where the margin has room for the names of its ceilings.
LOSS, ACCURACY = "", "2"
DOMAINS = {LOSS: (0.0, 0.43), ACCURACY: (0.52, 1.0)}


class Run(Protocol):
    """Anything that has the curves of a run, with one entry for each event."""

    @property
    def steps(self) -> Sequence[int]:
        """Updates done so far."""

    @property
    def losses(self) -> Sequence[float]:
        """Mean training loss since the event before."""

    @property
    def accuracies(self) -> Sequence[float]:
        """Share of right answers since the event before."""


def curves(
    steps: Sequence[int],
    losses: Sequence[float],
    accuracies: Sequence[float],
    *,
    total_steps: int,
    ceilings: Mapping[str, float] | None = None,
    previous: Run | None = None,
    cursor_step: int | None = None,
    direction: str = "bidirectional",
    height: int = 240,
    dark: bool = False,
) -> go.Figure:
    """Loss and accuracy over the updates of a run that may still be going on.

    Args:
        steps: updates done at each point.
        losses: training loss at each point; NaN where there is none yet.
        accuracies: share of right answers at each point; NaN where there is none yet.
        total_steps: updates of the whole run; the axis is this long from the start, the curve grows into it.
        ceilings: reader -> best possible accuracy, drawn as thin lines with their names.
        previous: an earlier run, drawn behind in grey.
        cursor_step: a moment of the run, marked by a vertical line in both panels.
        direction: of the network; gives the curve its hue.
        height: in pixels.
        dark: for the dark theme.
    """
    ceilings = ceilings or {}
    figure = empty_figure(height=height, dark=dark, **MARGINS)
    earlier = (previous.losses, previous.accuracies) if previous is not None else ([], [])
    loss_range = (0.0, _top(chain(losses, earlier[0])))
    accuracy_range = _accuracy_range(chain(accuracies, earlier[1], ceilings.values()))

    for reader in (one for one in READERS if one in ceilings):
        hover = f"best possible for {reader}: {ceilings[reader]:.3f}"
        ends = ([0, total_steps], [ceilings[reader]] * 2)
        figure.add_trace(reference_line(*ends, reader=reader, hover=hover, axis=ACCURACY, dark=dark))
    if previous is not None:
        look = {"color": palette(dark=dark).earlier, "width": 2}
        _draw_run(figure, previous.steps, *earlier, line=look, name="earlier run")
    look = {"color": palette(dark=dark).reader(direction), "width": 3}
    _draw_run(figure, steps, losses, accuracies, line=look, name="this run")
    if cursor_step is not None:
        _mark(figure, cursor_step, dark=dark)
    _set_axes(figure, total_steps, loss_range, accuracy_range)
    figure.layout.annotations = [
        panel_title("Loss", axis=LOSS, note="grey: the run before" if previous else "", dark=dark),
        panel_title(
            "Accuracy", axis=ACCURACY, note="thin lines: best possible" if ceilings else "", dark=dark
        ),
        *end_labels(
            ceiling_labels(ceilings, dark=dark),
            axis=ACCURACY,
            y_range=accuracy_range,
            plot_height=height - MARGINS["t"] - MARGINS["b"],
        ),
    ]
    return figure


def _top(losses: chain[float]) -> float:
    """A little above the highest loss."""
    return 1.06 * max((one for one in losses if isfinite(one) and one > 0), default=1.0)


def _accuracy_range(values: chain[float]) -> tuple[float, float]:
    """From a tenth below everything, but never above 0.5, so that the axis seldom moves; to just above 1."""
    lowest = min((one for one in values if isfinite(one)), default=0.5)
    low = min(0.5, floor(lowest * 10) / 10)
    return low, 1 + 0.03 * (1 - low)


def _draw_run(
    figure: go.Figure,
    steps: Sequence[int],
    losses: Sequence[float],
    accuracies: Sequence[float],
    *,
    line: dict[str, object],
    name: str,
) -> None:
    for axis, word, values in ((LOSS, "loss", losses), (ACCURACY, "accuracy", accuracies)):
        figure.add_trace(
            go.Scatter(
                x=list(steps),
                y=list(values),
                mode="lines",
                line=line,
                name=name,
                xaxis=f"x{axis}",
                yaxis=f"y{axis}",
                hovertemplate=f"{name}, update %{{x:,}}: {word} %{{y:.4f}}<extra></extra>",
            )
        )


def _mark(figure: go.Figure, step: int, *, dark: bool) -> None:
    """A vertical line at one moment, through both panels."""
    line = {"color": palette(dark=dark).text, "width": 1.5, "dash": "dot"}
    figure.layout.shapes = [
        {
            "type": "line",
            "xref": f"x{axis}",
            "yref": f"y{axis} domain",
            "x0": step,
            "x1": step,
            "y0": 0,
            "y1": 1,
        }
        | {"line": line}
        for axis in (LOSS, ACCURACY)
    ]


def _set_axes(
    figure: go.Figure,
    total_steps: int,
    loss_range: tuple[float, float],
    accuracy_range: tuple[float, float],
) -> None:
    for axis, y_range in ((LOSS, loss_range), (ACCURACY, accuracy_range)):
        figure.layout[f"xaxis{axis}"] = {
            "domain": DOMAINS[axis],
            "anchor": f"y{axis}",
            "range": (0, total_steps),
            "title": {"text": "updates", "standoff": 2},
            "tickformat": ",",
            "nticks": 6,
        }
        figure.layout[f"yaxis{axis}"] = {"anchor": f"x{axis}", "range": y_range, "nticks": 6}
    figure.layout[f"yaxis{ACCURACY}"].tickformat = ".1f"
    figure.layout.hovermode = "x"
    figure.layout.uirevision = f"{total_steps}"
