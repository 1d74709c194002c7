"""The curves of a training run.

In: updates, losses and accuracies so far. Out: one figure, loss and accuracy side by side.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from math import floor, isfinite
from typing import Protocol

from viz_core.figures.palette import palette
from viz_core.figures.primitives import (
    DIRECTION_WORDS,
    Numbers,
    Part,
    ceiling_labels,
    checked,
    end_labels,
    panel_height,
    panel_title,
    reference_line,
    unchecked,
)
from viz_core.words import Translate

MARGINS = {"l": 56, "r": 128, "t": 28, "b": 26}
# Loss on the left, accuracy on the right, where the margin has room for the names of its ceilings. In the gap
# are half of the last mark, which is wider by its word, and the accuracies beside their axis.
LOSS, ACCURACY = "", "2"
DOMAINS = {LOSS: (0.0, 0.41), ACCURACY: (0.53, 1.0)}


class Run(Protocol):
    """Anything that has the curves of a run, with one entry for each event."""

    @property
    def steps(self) -> Numbers:
        """Updates done so far."""

    @property
    def losses(self) -> Numbers:
        """Mean training loss since the event before."""

    @property
    def accuracies(self) -> Numbers:
        """Share of right answers since the event before."""


@dataclass(frozen=True, kw_only=True)
class _Line:
    """How the curves of one run are drawn."""

    name: str
    colour: str
    width: float


def plain_curves(
    steps: Numbers,
    losses: Numbers,
    accuracies: Numbers,
    *,
    total_steps: int,
    ceilings: Mapping[str, float] | None = None,
    previous: Run | None = None,
    cursor_step: int | None = None,
    waiting: str = "",
    direction: str = "bidirectional",
    height: int = 240,
    dark: bool = False,
    _: Translate = str,
) -> Part:
    """Loss and accuracy over the updates of a run that may still be going on.

    Args:
        steps: updates done at each point.
        losses: training loss at each point; NaN where there is none yet.
        accuracies: share of right answers at each point; NaN where there is none yet.
        total_steps: updates of the whole run; the axis is this long from the start, the curve grows into it.
        ceilings: reader -> best possible accuracy, drawn as thin lines with their names.
        previous: an earlier run, drawn behind in grey.
        cursor_step: a moment of the run, marked by a vertical line in both panels.
        waiting: stands in place of the loss and its axes as long as there is none.
        direction: of the network; gives the curve its hue.
        height: in pixels.
        dark: for the dark theme.
        _: translates.
    """
    ceilings = ceilings or {}
    colours = palette(dark=dark)
    earlier_losses, earlier_accuracies = (previous.losses, previous.accuracies) if previous else ([], [])
    loss_range = (0.0, _top(chain(losses, earlier_losses)))
    accuracy_range = _accuracy_range(chain(accuracies, earlier_accuracies, ceilings.values()))
    this_run = _Line(name=_("this run"), colour=colours.reader(direction), width=3)
    earlier_run = _Line(name=_("earlier run"), colour=colours.earlier, width=2)

    traces = _ceilings(ceilings, total_steps, dark=dark, _=_)
    if previous:
        traces += _run(previous.steps, earlier_losses, earlier_accuracies, line=earlier_run, _=_)
    traces += _run(steps, losses, accuracies, line=this_run, _=_)
    names = end_labels(
        ceiling_labels(ceilings, dark=dark, _=_),
        axis=ACCURACY,
        y_range=accuracy_range,
        plot_height=panel_height(height, MARGINS),
    )
    shown = any(map(isfinite, chain(losses, earlier_losses)))
    axes = _axes(total_steps, loss_range, accuracy_range, suffix=_(" updates"))
    axes[f"xaxis{LOSS}"]["visible"] = axes[f"yaxis{LOSS}"]["visible"] = shown or not waiting
    titles = _titles(bool(ceilings), previous is not None, dark=dark, _=_)
    layout = {
        **axes,
        "annotations": [*titles, *names, *([] if shown else _waiting(waiting, colour=colours.muted))],
        "shapes": _mark(cursor_step, colour=colours.text),
        "hovermode": "x",
        # A zoom is kept while the run goes on, but not from one length of run to another.
        "uirevision": f"{total_steps}",
    }
    return unchecked(traces, layout, height=height, margins=MARGINS, dark=dark)


curves = checked(plain_curves)


def _top(losses: chain[float]) -> float:
    """A little above the highest loss."""
    return 1.06 * max((one for one in losses if isfinite(one) and one > 0), default=1.0)


def _accuracy_range(values: chain[float]) -> tuple[float, float]:
    """From a tenth below everything, but never above 0.5, so that the axis seldom moves; to just above 1."""
    lowest = min((one for one in values if isfinite(one)), default=0.5)
    low = min(0.5, floor(lowest * 10) / 10)
    return low, 1 + 0.03 * (1 - low)


def _ceilings(ceilings: Mapping[str, float], total_steps: int, *, dark: bool, _: Translate) -> list[Part]:
    words = _("best possible for {reader}: {value}")
    return [
        reference_line(
            [0, total_steps],
            [ceilings[reader]] * 2,
            reader=reader,
            hover=words.format(reader=_(reader), value=f"{ceilings[reader]:.3f}"),
            axis=ACCURACY,
            dark=dark,
        )
        for reader in DIRECTION_WORDS
        if reader in ceilings
    ]


def _run(steps: Numbers, losses: Numbers, accuracies: Numbers, *, line: _Line, _: Translate) -> list[Part]:
    words = _("{run}, update {step}: {name} {value}")
    return [
        {
            "type": "scatter",
            "x": list(steps),
            "y": list(values),
            "mode": "lines",
            "line": {"color": line.colour, "width": line.width},
            "name": line.name,
            "xaxis": f"x{axis}",
            "yaxis": f"y{axis}",
            "hovertemplate": words.format(run=line.name, step="%{x:,}", name=word, value="%{y:.4f}")
            + "<extra></extra>",
        }
        for axis, word, values in ((LOSS, _("loss"), losses), (ACCURACY, _("accuracy"), accuracies))
    ]


def _titles(with_ceilings: bool, with_earlier: bool, *, dark: bool, _: Translate) -> list[Part]:
    grey = _("grey: the run before") if with_earlier else ""
    thin = _("thin lines: best possible") if with_ceilings else ""
    return [
        panel_title(_("Loss"), axis=LOSS, note=grey, dark=dark),
        panel_title(_("Accuracy"), axis=ACCURACY, note=thin, dark=dark),
    ]


def _waiting(text: str, *, colour: str) -> list[Part]:
    """A sentence where the loss will be."""
    place = {"xref": f"x{LOSS} domain", "yref": f"y{LOSS} domain", "x": 0, "y": 0.5, "xanchor": "left"}
    return [{"text": text, "font": {"color": colour}, "showarrow": False, **place}] if text else []


def _mark(step: int | None, *, colour: str) -> list[Part]:
    """A vertical line at one moment, through both panels."""
    if step is None:
        return []
    line = {"color": colour, "width": 1.5, "dash": "dot"}
    ends = {"x0": step, "x1": step, "y0": 0, "y1": 1}
    return [
        {"type": "line", "xref": f"x{axis}", "yref": f"y{axis} domain", "line": line, **ends}
        for axis in (LOSS, ACCURACY)
    ]


def _axes(
    total_steps: int, loss_range: tuple[float, float], accuracy_range: tuple[float, float], *, suffix: str
) -> dict[str, Part]:
    axes: dict[str, Part] = {}
    for axis, y_range, form in ((LOSS, loss_range, ""), (ACCURACY, accuracy_range, ".1f")):
        axes[f"xaxis{axis}"] = {
            "domain": DOMAINS[axis],
            "anchor": f"y{axis}",
            "range": (0, total_steps),
            "tickformat": ",",
            "ticksuffix": suffix,
            "showticksuffix": "last",
            "tickangle": 0,
            "nticks": 4,  # the last one is wider by its word
        }
        axes[f"yaxis{axis}"] = {"anchor": f"x{axis}", "range": y_range, "nticks": 6, "tickformat": form}
    return axes
