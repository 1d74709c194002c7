"""Accuracy by position: where in the sequence a reader knows enough.

In: accuracies of a network and of the best possible readers, one for each time step. Out: one figure.
"""

from collections.abc import Mapping

import numpy as np

from viz_core.arrays import Floats, Ints
from viz_core.checks import check_shape
from viz_core.figures.palette import palette
from viz_core.figures.primitives import (
    DIRECTION_WORDS,
    EndLabel,
    Part,
    end_labels,
    panel_height,
    panel_title,
    reference_line,
    unchecked,
)
from viz_core.words import Translate

MARGINS = {"l": 72, "r": 132, "t": 34, "b": 56}


def plain_positions(
    accuracies: Floats | None,
    *,
    ceilings: Mapping[str, Floats],
    direction: str = "bidirectional",
    height: int = 340,
    dark: bool = False,
    _: Translate = str,
) -> Part:
    """A network's accuracy at each time step, against the best a forward, a backward and both readers can do.

    Args:
        accuracies: `(time,)`, the network's share of right answers at each step; None before it was asked.
        ceilings: reader -> `(time,)`, the best possible.
        direction: of the network; gives its line its hue.
        height: in pixels.
        dark: for the dark theme.
        _: translates.

    Raises:
        ValueError: a ceiling has another length than the accuracies.
    """
    rows = list(ceilings.values()) if accuracies is None else [accuracies, *ceilings.values()]
    for reader, best in ceilings.items():
        check_shape(f"ceilings[{reader}]", best, {"time": len(rows[0])})
    steps = np.arange(1, len(rows[0]) + 1)
    y_range = _range(rows)
    names = end_labels(
        _labels(ceilings, dark=dark, _=_), y_range=y_range, plot_height=panel_height(height, MARGINS)
    )
    layout = {
        "xaxis": {"title": {"text": _("timestep")}, "nticks": 12, "range": (0.5, len(steps) + 0.5)},
        "yaxis": {"title": {"text": _("accuracy")}, "nticks": 6, "range": y_range, "tickformat": ".2f"},
        "annotations": [
            panel_title(_("This network"), note=_("thin lines: best possible"), dark=dark),
            *names,
        ],
    }
    traces = _best(steps, ceilings, dark=dark, _=_)
    if accuracies is not None:
        traces.append(_network(steps, accuracies, colour=palette(dark=dark).reader(direction), _=_))
    return unchecked(traces, layout, height=height, margins=MARGINS, dark=dark)


def _best(steps: Ints, ceilings: Mapping[str, Floats], *, dark: bool, _: Translate) -> list[Part]:
    words = _("best possible for {reader} at step {step}: {value}")
    return [
        reference_line(
            *_visible(steps, ceilings[reader]),
            reader=reader,
            hover=words.format(reader=_(reader), step="%{x}", value="%{y:.3f}"),
            dark=dark,
        )
        for reader in DIRECTION_WORDS
        if reader in ceilings
    ]


def _visible(steps: Ints, best: Floats) -> tuple[Floats, Floats]:
    """The points of a line; a single step becomes a short one, for a point alone draws nothing."""
    if len(steps) == 1:
        return np.array([0.75, 1.25]), np.repeat(best, 2)
    return steps.astype(float), best


def _network(steps: Ints, accuracies: Floats, *, colour: str, _: Translate) -> Part:
    words = _("this network at step {step}: {value}")
    return {
        "type": "scatter",
        "x": steps,
        "y": accuracies,
        "mode": "lines+markers",
        "line": {"color": colour, "width": 3},
        "marker": {"size": 9},
        "name": "this network",
        "hovertemplate": words.format(step="%{x}", value="%{y:.3f}") + "<extra></extra>",
    }


def _range(rows: list[Floats]) -> tuple[float, float]:
    """The accuracy axis: down to a tenth below everything, up to a little above 1."""
    low = np.floor(min(float(np.nanmin(row)) for row in rows) * 10) / 10
    return float(min(low, 0.9)), float(1 + 0.04 * (1 - min(low, 0.9)))


def _labels(ceilings: Mapping[str, Floats], *, dark: bool, _: Translate) -> list[EndLabel]:
    colours, words = palette(dark=dark), _("best {reader}")
    return [
        EndLabel(
            y=float(best[-1]),
            text=words.format(reader=_(DIRECTION_WORDS[reader])),
            colour=colours.reader(reader),
        )
        for reader, best in ceilings.items()
    ]
