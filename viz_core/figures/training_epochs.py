"""The curves of a run on a data set, epoch by epoch: training against validation.

In: the metrics of each epoch, and the means over a few updates between them. Out: one figure, loss and
accuracy side by side.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Protocol

from viz_core.figures.palette import palette
from viz_core.figures.primitives import (
    EndLabel,
    Numbers,
    Part,
    end_labels,
    panel_height,
    panel_title,
    unchecked,
)
from viz_core.figures.training import ACCURACY, DOMAINS, LOSS
from viz_core.words import Translate

MARGINS = {"l": 56, "r": 128, "t": 34, "b": 46}


class EpochMetrics(Protocol):
    """What is known of a finished epoch."""

    @property
    def epoch(self) -> int:
        """Counted from 1."""

    @property
    def loss(self) -> float:
        """Mean over the epoch's training."""

    @property
    def accuracy(self) -> float:
        """Mean over the epoch's training."""

    @property
    def validation_loss(self) -> float:
        """At the end of the epoch."""

    @property
    def validation_accuracy(self) -> float:
        """At the end of the epoch."""


@dataclass(frozen=True, kw_only=True)
class _Panel:
    """One of the two panels: its axis, what it shows, as a title and within a sentence, and its range."""

    axis: str
    title: str
    word: str
    running: Numbers
    training: list[float]
    validation: list[float]
    y_range: tuple[float, float]


def plain_epoch_curves(
    metrics: Sequence[EpochMetrics],
    *,
    total_epochs: int,
    updates: Numbers,
    losses: Numbers,
    accuracies: Numbers,
    updates_per_epoch: int,
    exact: Sequence[float] = (),
    direction: str = "bidirectional",
    height: int = 240,
    dark: bool = False,
    _: Translate = str,
) -> Part:
    """Loss and accuracy of training and validation.

    Args:
        metrics: of the epochs finished so far.
        total_epochs: of the whole run; the axis is this long from the start.
        updates: updates done at each point of the losses between the epochs.
        losses: running training loss, between the epochs.
        accuracies: running share of right answers.
        updates_per_epoch: turns updates into epochs.
        exact: of an encoder-decoder, the share of validation sequences right from end to end, by epoch.
        direction: of the network; gives the validation curve its hue.
        height: in pixels.
        dark: for the dark theme.
        _: translates.
    """
    epochs = [one.epoch for one in metrics]
    running = [one / updates_per_epoch for one in updates]
    panels = (
        _Panel(
            axis=LOSS,
            title=_("Loss"),
            word=_("loss"),
            running=losses,
            training=[one.loss for one in metrics],
            validation=[one.validation_loss for one in metrics],
            y_range=(0.0, _top([*losses, *(one.validation_loss for one in metrics)])),
        ),
        _Panel(
            axis=ACCURACY,
            title=_("Accuracy"),
            word=_("accuracy"),
            running=accuracies,
            training=[one.accuracy for one in metrics],
            validation=[one.validation_accuracy for one in metrics],
            y_range=(_low([*accuracies, *(one.validation_accuracy for one in metrics), *exact]), 1.01),
        ),
    )
    traces = [part for panel in panels for part in _lines(panel, epochs, running, direction, dark=dark, _=_)]
    traces += [_exact_line(exact, dark=dark, _=_)] if exact else []
    layout: Part = {"annotations": [], "hovermode": "x", "uirevision": f"{total_epochs}"}
    for panel in panels:
        layout |= _axes(panel, total_epochs, _("epochs"))
        layout["annotations"].append(panel_title(panel.title, axis=panel.axis, dark=dark))
    layout["annotations"] += _names(panels[1], direction, height, exact, dark=dark, _=_)
    return unchecked(traces, layout, height=height, margins=MARGINS, dark=dark)


def _top(values: Sequence[float]) -> float:
    return 1.06 * max((one for one in values if isfinite(one)), default=1.0)


def _low(values: Sequence[float]) -> float:
    return min(0.5, min((one for one in values if isfinite(one)), default=0.5))


def _lines(
    panel: _Panel, epochs: list[int], running: list[float], direction: str, *, dark: bool, _: Translate
) -> list[Part]:
    """Means within an epoch thin and grey, training as points, validation as a line in the reader's hue."""
    colours = palette(dark=dark)
    hue, at = colours.reader(direction), {"epoch": "%{x}", "name": panel.word, "value": "%{y:.4f}"}
    training = _("training, epoch {epoch}: {name} {value}").format(**at)
    validation = _("validation, epoch {epoch}: {name} {value}").format(**at)
    axes = {"type": "scatter", "xaxis": f"x{panel.axis}", "yaxis": f"y{panel.axis}"}
    return [
        axes
        | {
            "name": "running",
            "x": running,
            "y": list(panel.running),
            "mode": "lines",
            "line": {"color": colours.earlier, "width": 1.5},
            "hoverinfo": "skip",
        },
        axes
        | {
            "name": "training",
            "x": epochs,
            "y": panel.training,
            "mode": "markers",
            "marker": {"color": colours.muted, "size": 10},
            "hovertemplate": f"{training}<extra></extra>",
        },
        axes
        | {
            "name": "validation",
            "x": epochs,
            "y": panel.validation,
            "mode": "lines+markers",
            "line": {"color": hue, "width": 3},
            "marker": {"color": hue, "size": 8},
            "hovertemplate": f"{validation}<extra></extra>",
        },
    ]


def _exact_line(exact: Sequence[float], *, dark: bool, _: Translate) -> Part:
    colour = palette(dark=dark).text
    words = _("validation, epoch {epoch}: {value} right from end to end")
    return {
        "type": "scatter",
        "xaxis": f"x{ACCURACY}",
        "yaxis": f"y{ACCURACY}",
        "name": "exact",
        "x": list(range(1, len(exact) + 1)),
        "y": list(exact),
        "mode": "lines+markers",
        "line": {"color": colour, "width": 3, "dash": "6px,4px"},
        "marker": {"color": colour, "size": 8},
        "hovertemplate": words.format(epoch="%{x}", value="%{y:.4f}") + "<extra></extra>",
    }


def _axes(panel: _Panel, total_epochs: int, title: str) -> dict[str, Part]:
    return {
        f"xaxis{panel.axis}": {
            "domain": DOMAINS[panel.axis],
            "anchor": f"y{panel.axis}",
            "range": (0, total_epochs * 1.02),
            "title": {"text": title, "standoff": 2},
            "dtick": max(1, total_epochs // 5),
        },
        f"yaxis{panel.axis}": {"anchor": f"x{panel.axis}", "range": panel.y_range, "nticks": 6},
    }


def _names(
    panel: _Panel, direction: str, height: int, exact: Sequence[float], *, dark: bool, _: Translate
) -> list[Part]:
    """The curves by name, at their newest points."""
    if not panel.validation:
        return []
    colours = palette(dark=dark)
    labels = [
        EndLabel(y=values[-1], text=f"{name} {values[-1]:.2f}", colour=colour)
        for name, values, colour in (
            (_("training"), panel.training, colours.muted),
            (_("validation"), panel.validation, colours.reader(direction)),
            (_("exact"), exact, colours.text),
        )
        if values
    ]
    plot_height = panel_height(height, MARGINS)
    return end_labels(labels, axis=ACCURACY, y_range=panel.y_range, plot_height=plot_height)
