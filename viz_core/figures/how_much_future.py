"""How right a reader can be that knows only the next k steps, over k.

In: accuracies by look-ahead. Out: a figure.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from viz_core.checks import check_integer
from viz_core.figures.palette import Palette, palette
from viz_core.figures.primitives import EndLabel, Part, named_lines

MARGINS = {"l": 72, "r": 168, "t": 40, "b": 56}
# Room above and below the lines, in accuracy.
ROOM = 0.04


@dataclass(frozen=True, kw_only=True)
class Line:
    """Accuracies over the look-aheads.

    Attributes:
        kind: 'exact', 'cut' or 'retrained'.
        name: what the picture calls it, translated.
        values: one for each look-ahead.
    """

    kind: str
    name: str
    values: Sequence[float]


def future_lines(
    steps: Sequence[int],
    lines: Sequence[Line],
    *,
    chosen: int,
    title: str,
    note: str,
    axis: str,
    height: int = 400,
    dark: bool = False,
) -> go.Figure:
    """One line for each reader, a dashed level at the whole future, and a mark at the chosen look-ahead.

    The level is that of the first line.

    Args:
        steps: look-aheads, rising.
        lines: the first one is the exact best, where that is known.
        chosen: which look-ahead is marked, an index into `steps`.
        title: of the picture.
        note: in grey beside it.
        axis: name of the x axis.
        height: in pixels.
        dark: for the dark theme.

    Raises:
        ValueError: a line of another length, or no such look-ahead.
    """
    check_integer("chosen", chosen, 0, len(steps) - 1)
    for line in lines:
        check_integer(f"values of {line.kind}", len(line.values), len(steps), len(steps))
    colours = palette(dark=dark)
    reached = [value for line in lines for value in line.values]
    ends = (min(reached) - ROOM, max(reached) + ROOM)
    labels = [
        EndLabel(y=float(line.values[-1]), text=line.name, colour=_colour(line.kind, colours))
        for line in lines
    ]
    return named_lines(
        # The exact line is drawn last: where all coincide, it lies above the others.
        [_trace(steps, line, chosen, colours) for line in reversed(lines)],
        labels,
        x={
            "title": {"text": axis},
            "range": (steps[0] - 0.3, steps[-1] + 0.3),
            "tickvals": list(steps),
        },
        y={"range": ends},
        title=title,
        note=note,
        height=height,
        margins=MARGINS,
        dark=dark,
        shapes=[_across(lines[0].values[-1], colours), _down(steps[chosen], colours)],
    )


def _colour(kind: str, colours: Palette) -> str:
    return {"exact": colours.text, "cut": colours.backward, "retrained": colours.merged}[kind]


def _trace(steps: Sequence[int], line: Line, chosen: int, colours: Palette) -> Part:
    colour = _colour(line.kind, colours)
    exact = line.kind == "exact"
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": list(steps),
        "y": list(line.values),
        "name": line.name,
        "line": {"color": colour, "width": 2 if exact else 3, "dash": "solid" if exact else "7px,5px"},
        "marker": {
            "color": colour,
            "symbol": {"exact": "circle", "cut": "x", "retrained": "diamond"}[line.kind],
            "size": [14 if place == chosen else 8 for place in range(len(steps))],
        },
        "hovertemplate": f"{line.name}, k = %{{x}}: %{{y:.3f}}<extra></extra>",
    }


def _across(level: float, colours: Palette) -> Part:
    line = {"color": colours.muted, "width": 1.5, "dash": "4px,4px"}
    return {"type": "line", "xref": "x domain", "x0": 0, "x1": 1, "y0": level, "y1": level, "line": line}


def _down(step: int, colours: Palette) -> Part:
    line = {"color": colours.muted, "width": 1.5, "dash": "4px,4px"}
    return {"type": "line", "yref": "y domain", "x0": step, "x1": step, "y0": 0, "y1": 1, "line": line}
