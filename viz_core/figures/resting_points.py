"""Where one reader rests: the plane of two units, the cobweb of one, the unit circle, points over an input.

In: states, displacements and eigenvalues as arrays, words in the reader's language. Out: figures.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go

from viz_core.arrays import Floats
from viz_core.figures.palette import TEXT_SIZE, palette
from viz_core.figures.primitives import Part, finished, panel_title

MARGINS = {"l": 64, "r": 16, "t": 40, "b": 56}
# Filled: it attracts; hollow: some or all directions repel.
SYMBOLS = {"stable": "circle", "saddle": "diamond-open", "source": "circle-open"}
BOX = (-1.08, 1.08)
# Between a point, with its ring, and its number.
GAP = "\N{NO-BREAK SPACE}" * 2


@dataclass(frozen=True, kw_only=True, eq=False)
class Mark:
    """One resting point.

    Attributes:
        state: `(units,)`.
        kind: a key of `SYMBOLS`.
        label: its number, as the page calls it.
        hover: what it says under the pointer.
    """

    state: Floats
    kind: str
    label: str
    hover: str


def plane(
    axis: Floats,
    moved: Floats,
    nullclines: Sequence[Floats],
    marks: Sequence[Mark],
    *,
    chosen: int,
    reader: str,
    title: str,
    note: str,
    units: tuple[str, str],
    height: int = 420,
    dark: bool = False,
) -> go.Figure:
    """Two units against each other, with an arrow from each state to where it goes.

    Args:
        axis: of the arrows' grid, `(count,)`.
        moved: displacements, `(count, count, 2)`.
        nullclines: for each unit, pieces `(pieces, 2, 2)` of the line on which it stays; the first wears the
            reader's hue, the second is grey.
        marks: the resting points.
        chosen: which of them wears a ring.
        reader: 'forward' or 'backward'.
        title: of the picture.
        note: how sure the points are, in grey beside the title.
        units: names of the two axes.
        height: in pixels.
        dark: for the dark theme.
    """
    colours = palette(dark=dark)
    hues = (colours.reader(reader), colours.muted)
    lines = [
        _line(_broken(pieces), colour=hue, dash="solid", width=2, name=name)
        for pieces, hue, name in zip(nullclines, hues, units, strict=True)
    ]
    traces = [
        _arrows(axis, moved, colours.earlier),
        *lines,
        *points_and_ring(marks, chosen, reader, dark=dark),
    ]
    layout = {
        "xaxis": {"title": {"text": units[0]}, "range": BOX, "dtick": 0.5, "constrain": "domain"},
        "yaxis": {"title": {"text": units[1]}, "range": BOX, "dtick": 0.5, "scaleanchor": "x"},
        "showlegend": False,
        "annotations": [panel_title(title, note=note, dark=dark)],
    }
    return finished(traces, layout, height=height, margins=MARGINS, dark=dark)


def cobweb(
    curve: tuple[Floats, Floats],
    corners: Floats,
    marks: Sequence[Mark],
    *,
    chosen: int,
    reader: str,
    title: str,
    note: str,
    axes: tuple[str, str],
    height: int = 420,
    dark: bool = False,
) -> go.Figure:
    """One unit: where a state goes, against the diagonal on which it would stay.

    Args:
        curve: states and where each goes, `(states,)` each.
        corners: of the staircase, `(corners, 2)`.
        marks: the resting points, on the diagonal.
        chosen: which of them wears a ring.
        reader: 'forward' or 'backward'.
        title: of the picture.
        note: how sure the points are, in grey beside the title.
        axes: names of the two axes: before and after a step.
        height: in pixels.
        dark: for the dark theme.
    """
    colours = palette(dark=dark)
    ends = np.array([-1.0, 1.0])
    traces = [
        _line(np.stack([ends, ends], axis=1), colour=colours.muted, dash="4px,4px", width=1.5, name=""),
        _line(np.stack(curve, axis=1), colour=colours.reader(reader), dash="solid", width=3, name=""),
        _line(corners, colour=colours.text, dash="solid", width=1.25, name=""),
        *points_and_ring(marks, chosen, reader, dark=dark),
    ]
    layout = {
        "xaxis": {"title": {"text": axes[0]}, "range": BOX, "dtick": 0.5, "constrain": "domain"},
        "yaxis": {"title": {"text": axes[1]}, "range": BOX, "dtick": 0.5, "scaleanchor": "x"},
        "showlegend": False,
        "annotations": [panel_title(title, note=note, dark=dark)],
    }
    return finished(traces, layout, height=height, margins=MARGINS, dark=dark)


def unit_circle(
    eigenvalues: npt.NDArray[np.complexfloating],
    *,
    reader: str,
    title: str,
    words: tuple[str, str],
    height: int = 300,
    dark: bool = False,
) -> go.Figure:
    """Eigenvalues in the complex plane: inside the circle a disturbance dies out, outside it grows.

    Args:
        eigenvalues: `(n,)`.
        reader: 'forward' or 'backward'.
        title: of the picture.
        words: names of the two axes.
        height: in pixels.
        dark: for the dark theme.
    """
    colours = palette(dark=dark)
    turn = np.linspace(0, 2 * np.pi, 121)
    circle = np.stack([np.cos(turn), np.sin(turn)], axis=1)
    reach = 1.15 * max(1.0, float(np.abs(eigenvalues).max(initial=0)))
    dots = {
        "type": "scatter",
        "mode": "markers",
        "x": eigenvalues.real,
        "y": eigenvalues.imag,
        "marker": {"size": 13, "color": colours.reader(reader), "line": {"width": 1, "color": colours.text}},
        "customdata": np.abs(eigenvalues),
        "hovertemplate": "λ = %{x:.3f} %{y:+.3f}i, |λ| = %{customdata:.3f}<extra></extra>",
    }
    layout = {
        "xaxis": {"title": {"text": words[0]}, "range": (-reach, reach), "constrain": "domain"},
        "yaxis": {"title": {"text": words[1]}, "range": (-reach, reach), "scaleanchor": "x"},
        "showlegend": False,
        "annotations": [panel_title(title, dark=dark)],
    }
    traces = [_line(circle, colour=colours.muted, dash="solid", width=1.5, name=""), dots]
    return finished(traces, layout, height=height, margins=MARGINS, dark=dark)


def over_input(
    inputs: Floats,
    heights: Floats,
    stable: npt.NDArray[np.bool_],
    *,
    present: float,
    reader: str,
    title: str,
    note: str,
    axes: tuple[str, str],
    names: Mapping[bool, str],
    height: int = 300,
    dark: bool = False,
) -> go.Figure:
    """One unit's resting values against an input, with a line at the present one.

    Args:
        inputs: the input of each point, `(points,)`.
        heights: the unit's value there, `(points,)`.
        stable: `(points,)`; the others are drawn hollow.
        present: the input that the other pictures show.
        reader: 'forward' or 'backward'.
        title: of the picture.
        note: in grey beside the title.
        axes: names of the two axes.
        names: what stable and unstable points are called under the pointer.
        height: in pixels.
        dark: for the dark theme.
    """
    colours = palette(dark=dark)
    traces = [
        {
            "type": "scatter",
            "mode": "markers",
            "x": inputs[stable == one],
            "y": heights[stable == one],
            "marker": {
                "size": 7,
                "color": colours.reader(reader),
                "symbol": "circle" if one else "circle-open",
            },
            "hovertemplate": f"%{{x:.2f}}: %{{y:.3f}}, {names[one]}<extra></extra>",
        }
        for one in (True, False)
    ]
    line = {"type": "line", "x0": present, "x1": present, "yref": "y domain", "y0": 0, "y1": 1}
    layout = {
        "xaxis": {"title": {"text": axes[0]}, "zeroline": False},
        "yaxis": {"title": {"text": axes[1]}, "range": BOX, "dtick": 0.5},
        "showlegend": False,
        "shapes": [line | {"line": {"color": colours.muted, "width": 1.5, "dash": "4px,4px"}}],
        "annotations": [panel_title(title, note=note, dark=dark)],
    }
    return finished(traces, layout, height=height, margins=MARGINS, dark=dark)


def _line(places: Floats, *, colour: str, dash: str, width: float, name: str) -> Part:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": np.round(places[:, 0], 4),
        "y": np.round(places[:, 1], 4),
        "line": {"color": colour, "dash": dash, "width": width},
        "name": name,
        "hoverinfo": "skip",
    }


def _broken(pieces: Floats) -> Floats:
    """Pieces one after the other, with a gap after each, `(3 * pieces, 2)`."""
    gaps = np.full((len(pieces), 1, 2), np.nan)
    return np.concatenate([pieces, gaps], axis=1).reshape(-1, 2)


def _arrows(axis: Floats, moved: Floats, colour: str) -> Part:
    """Arrows of one length by direction; the longer the way, the larger they are drawn."""
    x, y = np.meshgrid(axis, axis)
    way = np.hypot(moved[..., 0], moved[..., 1]).ravel()
    return {
        "type": "scatter",
        "mode": "markers",
        "x": np.round(x.ravel(), 3),
        "y": np.round(y.ravel(), 3),
        "marker": {
            "symbol": "arrow",
            "angle": np.round(np.degrees(np.arctan2(moved[..., 0], moved[..., 1])).ravel(), 1),
            "size": np.round(6 + 9 * np.minimum(way, 1) ** 0.5, 1),
            "color": colour,
        },
        "hoverinfo": "skip",
    }


def points_and_ring(marks: Sequence[Mark], chosen: int, reader: str, *, dark: bool) -> list[Part]:
    """The ring round the chosen point, and all points with their numbers; a point's `id` counts from 1."""
    colours = palette(dark=dark)
    places = np.array([np.broadcast_to(one.state, 2) for one in marks]).reshape(-1, 2)
    hue, ring = colours.reader(reader), places[chosen : chosen + 1]
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "x": ring[:, 0],
            "y": ring[:, 1],
            "marker": {"size": 26, "symbol": "circle-open", "color": colours.text, "line": {"width": 2}},
            "hoverinfo": "skip",
        },
        {
            "type": "scatter",
            "mode": "markers+text",
            "x": places[:, 0],
            "y": places[:, 1],
            "text": [f"{GAP}<b>{one.label}</b>{GAP}" for one in marks],
            "textposition": ["middle right" if x < 0.8 else "middle left" for x in places[:, 0]],
            "textfont": {"size": TEXT_SIZE, "color": colours.text},
            "marker": {
                "size": 14,
                "symbol": [SYMBOLS[one.kind] for one in marks],
                "color": hue,
                "line": {"width": 2.5, "color": hue},
            },
            "ids": [str(place + 1) for place in range(len(marks))],
            "customdata": [one.hover for one in marks],
            "hovertemplate": "%{customdata}<extra></extra>",
        },
    ]
