"""Beliefs: over one sequence, over training, against what happened, and in a plane of states.

In: probabilities, bits, states. Out: figures.
"""

from collections.abc import Mapping, Sequence
from math import log10

import numpy as np
import plotly.graph_objects as go

from viz_core.arrays import Floats
from viz_core.figures.palette import palette
from viz_core.figures.primitives import (
    EndLabel,
    Numbers,
    Part,
    end_labels,
    finished,
    named_lines,
    panel_height,
    panel_title,
)
from viz_core.figures.training_updates import updates_axis
from viz_core.words import Translate

MARGINS = {"l": 72, "r": 168, "t": 40, "b": 56}
SQUARE = {"l": 72, "r": 16, "t": 40, "b": 56}
PLANES = {"l": 72, "r": 88, "t": 40, "b": 56}
PROBABILITY, QUARTERS = (-0.04, 1.04), (0, 0.25, 0.5, 0.75, 1)
# Shares of the height: bits above, accuracies below.
ABOVE, BELOW = (0.42, 1.0), (0.0, 0.3)


def belief_lines(
    symbols: Sequence[str],
    lines: Mapping[str, tuple[str, Floats]],
    *,
    states: Sequence[int] | None,
    title: str,
    note: str,
    axes: tuple[str, str],
    height: int = 360,
    dark: bool = False,
) -> go.Figure:
    """Probabilities of state 1 over one sequence.

    Args:
        symbols: of the sequence, under each step.
        lines: 'exact', 'forward' (the exact one of the past) and 'network' -> name, and `(time,)`.
        states: the hidden states as marks at the edges; None where nobody knows them.
        title: of the picture.
        note: in grey beside it.
        axes: names of the two axes.
        height: in pixels.
        dark: for the dark theme.
    """
    colours = palette(dark=dark)
    looks: dict[str, Part] = {
        "forward": {"color": colours.forward, "width": 2, "dash": "7px,5px"},
        "exact": {"color": colours.text, "width": 6},
        "network": {"color": colours.merged, "width": 3},
    }
    steps = np.arange(1, len(symbols) + 1)
    traces = [_line(steps, values, name, looks[kind], ".3f") for kind, (name, values) in lines.items()]
    labels = [
        EndLabel(y=float(values[-1]), text=name, colour=looks[kind]["color"])
        for kind, (name, values) in lines.items()
    ]
    if states is not None:
        marker = {"symbol": "square", "size": 11, "color": colours.target}
        traces.append(
            {"type": "scatter", "mode": "markers", "x": steps, "y": list(states), "marker": marker}
            | {"cliponaxis": False, "hovertemplate": "%{x}: %{y}<extra></extra>"}
        )
    return named_lines(
        traces,
        labels,
        x={"title": {"text": axes[0]}, "tickvals": steps, "ticktext": list(symbols), "tickangle": 0},
        y={"title": {"text": axes[1]}, "range": PROBABILITY, "tickvals": QUARTERS},
        title=title,
        note=note,
        height=height,
        margins=MARGINS,
        dark=dark,
    )


def belief_training(
    steps: Sequence[int],
    bits: Sequence[float],
    accuracy: Sequence[float],
    *,
    levels: Mapping[str, float],
    ceiling: float,
    present: int,
    names: tuple[str, str, str],
    ceiling_name: str,
    axis: str,
    height: int = 440,
    dark: bool = False,
) -> go.Figure:
    """Above, bits on a logarithmic axis; below, accuracy; both over the updates, on a logarithmic axis, too.

    Args:
        steps: updates done at each moment.
        bits: at each moment.
        accuracy: likewise.
        levels: name -> bits of readers that need no training, dashed.
        ceiling: the best accuracy there is, dashed.
        present: the moment that is marked, an index.
        names: of the network, and the titles of the two panels.
        ceiling_name: what the dashed accuracy is called.
        axis: name of the x axis.
        height: in pixels.
        dark: for the dark theme.
    """
    colours = palette(dark=dark)
    places, across = updates_axis(steps, axis)
    line = {"color": colours.merged, "width": 3}
    said = [f"{step:,}" for step in steps]
    traces = [
        _line(places, bits, names[0], line, ".4f") | {"customdata": said},
        _line(places, accuracy, names[0], line, ".4f") | {"customdata": said, "yaxis": "y2"},
    ]
    for one in traces:
        one["hovertemplate"] = one["hovertemplate"].replace("%{x}", "%{customdata}")
    values = [*bits, *levels.values()]
    ends = (log10(min(values)) - 0.15, log10(max(values)) + 0.15)
    low, high = min(*accuracy, ceiling), max(*accuracy, ceiling)
    right = (low - 0.1 * (high - low), high + 0.15 * (high - low))
    labels = [EndLabel(y=log10(bits[-1]), text=names[0], colour=colours.merged)]
    labels += [EndLabel(y=log10(level), text=name, colour=colours.muted) for name, level in levels.items()]
    below = [
        EndLabel(y=accuracy[-1], text=f"{accuracy[-1]:.4f}", colour=colours.merged),
        EndLabel(y=ceiling, text=ceiling_name, colour=colours.muted),
    ]
    plot = panel_height(height, MARGINS)
    mark = {"type": "line", "x0": places[present], "x1": places[present], "yref": "paper", "y0": 0, "y1": 1}
    layout = {
        "xaxis": {**across, "anchor": "y2"},
        "yaxis": {"type": "log", "range": ends, "domain": ABOVE, "dtick": 1, "tickformat": "~r"},
        "yaxis2": {"range": right, "domain": BELOW, "nticks": 4},
        "shapes": [
            *(_level(level, "y", colours.muted) for level in levels.values()),
            _level(ceiling, "y2", colours.muted),
            mark | {"line": {"color": colours.muted, "width": 1.5, "dash": "4px,4px"}},
        ],
        "annotations": [
            panel_title(names[1], dark=dark),
            panel_title(names[2], dark=dark) | {"yref": "y2 domain"},
            *end_labels(labels, y_range=ends, plot_height=plot * (ABOVE[1] - ABOVE[0])),
            *(
                one | {"yref": "y2"}
                for one in end_labels(below, y_range=right, plot_height=plot * (BELOW[1] - BELOW[0]))
            ),
        ],
    }
    return finished(traces, layout, height=height, margins=MARGINS, dark=dark)


def calibration_plane(
    said: Floats,
    happened: Floats,
    exact: Floats,
    counts: Sequence[int],
    *,
    title: str,
    note: str,
    axes: tuple[str, str],
    names: tuple[str, str],
    height: int = 400,
    dark: bool = False,
) -> go.Figure:
    """What was said against what happened, in bins; on the diagonal an answer means what it says.

    Args:
        said: mean probability in each bin.
        happened: share of state 1 in each.
        exact: mean exact posterior in each.
        counts: how many answers each has.
        title: of the picture.
        note: in grey beside it.
        axes: names of the two axes.
        names: of the dots and of the rings.
        height: in pixels.
        dark: for the dark theme.
    """
    colours = palette(dark=dark)
    dots = {"color": colours.merged, "size": 13}
    rings = {"color": colours.text, "size": 20, "symbol": "circle-open", "line": {"width": 2.5}}
    traces = [
        {
            "type": "scatter",
            "mode": "markers",
            "x": np.round(said, 4),
            "y": np.round(values, 4),
            "marker": marker,
            "name": name,
            "customdata": list(counts),
            "hovertemplate": f"{name}: %{{x:.3f}}, %{{y:.3f}} (%{{customdata:,}})<extra></extra>",
        }
        for name, values, marker in zip(names, (happened, exact), (dots, rings), strict=True)
    ]
    return _diagonal_square(traces, axes, title, note, layer="below", height=height, dark=dark)


def exact_against_said(
    exact: Floats,
    said: Floats,
    *,
    title: str,
    note: str,
    axes: tuple[str, str],
    height: int = 400,
    dark: bool = False,
) -> go.Figure:
    """The network's probability of each answer against the exact one; all on the diagonal would cost no bit.

    Args:
        exact: the exact posterior of state 1, `(answers,)`.
        said: the network's.
        title: of the picture.
        note: in grey beside it.
        axes: names of the two axes.
        height: in pixels.
        dark: for the dark theme.
    """
    dots = {
        "type": "scatter",
        "mode": "markers",
        "x": np.round(exact, 3),
        "y": np.round(said, 3),
        "marker": {"size": 6, "color": palette(dark=dark).merged, "opacity": 0.5},
        "hovertemplate": "%{x:.3f}: %{y:.3f}<extra></extra>",
    }
    return _diagonal_square([dots], axes, title, note, layer="above", height=height, dark=dark)


def _diagonal_square(
    traces: Sequence[Part],
    axes: tuple[str, str],
    title: str,
    note: str,
    *,
    layer: str,
    height: int,
    dark: bool,
) -> go.Figure:
    """Probability against probability; the dashed diagonal lies 'below' the traces or 'above' them."""
    axis: Part = {"range": (-0.03, 1.03), "tickvals": QUARTERS}
    dashed = {"color": palette(dark=dark).muted, "width": 2, "dash": "6px,5px"}
    diagonal = {"type": "line", "x0": 0, "y0": 0, "x1": 1, "y1": 1, "layer": layer, "line": dashed}
    layout = {
        "xaxis": axis | {"title": {"text": axes[0]}, "constrain": "domain"},
        "yaxis": axis | {"title": {"text": axes[1]}, "scaleanchor": "x"},
        "shapes": [diagonal],
        "annotations": [panel_title(title, note=note, dark=dark)],
    }
    return finished(traces, layout, height=height, margins=SQUARE, dark=dark)


def belief_planes(
    planes: Sequence[tuple[str, str, tuple[str, str], Floats, Floats]],
    *,
    scale: str,
    height: int = 400,
    dark: bool = False,
    _: Translate = str,
) -> go.Figure:
    """Two panels of states in a plane, coloured by a belief.

    Args:
        planes: of each panel title, note, names of its axes, states `(states, 2)` and log-odds `(states,)`.
        scale: name of the colours.
        height: in pixels.
        dark: for the dark theme.
        _: translates.
    """
    colours = palette(dark=dark)
    limit = max(float(np.abs(belief).max()) for *_rest, belief in planes)
    layout: Part = {"annotations": []}
    traces = []
    for place, (title, note, axes, states, belief) in enumerate(planes):
        axis = "2" if place else ""
        marker = {
            "size": 6,
            "color": np.round(belief, 2),
            "colorscale": colours.diverging,
            "cmin": -limit,
            "cmax": limit,
            "line": {"width": 0.5, "color": colours.muted},
        }
        if place:
            bar = {"thickness": 14, "outlinewidth": 0, "nticks": 5, "title": {"text": scale}}
            marker |= {"showscale": True, "colorbar": bar}
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": np.round(states[:, 0], 3),
                "y": np.round(states[:, 1], 3),
                "marker": marker,
                "hovertemplate": "%{x:.2f}, %{y:.2f}: %{marker.color:.2f}<extra></extra>",
                "xaxis": f"x{axis}",
                "yaxis": f"y{axis}",
            }
        )
        domain = (0.57 * place, 0.57 * place + 0.43)
        layout[f"xaxis{axis}"] = {"title": {"text": axes[0]}, "domain": domain, "anchor": f"y{axis}"}
        layout[f"yaxis{axis}"] = {"title": {"text": axes[1]}, "anchor": f"x{axis}"}
        layout["annotations"].append(panel_title(title, note=note, axis=axis, dark=dark))
    return finished(traces, layout, height=height, margins=PLANES, dark=dark)


def _line(x: Numbers, y: Numbers, name: str, look: Part, form: str) -> Part:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": np.round(y, 5),
        "line": look,
        "name": name,
        "hovertemplate": f"{name}, %{{x}}: %{{y:{form}}}<extra></extra>",
    }


def _level(y: float, axis: str, colour: str) -> Part:
    line = {"color": colour, "width": 1.5, "dash": "4px,4px"}
    return {
        "type": "line",
        "xref": "x domain",
        "yref": axis,
        "x0": 0,
        "x1": 1,
        "y0": y,
        "y1": y,
        "line": line,
    }
