"""All units of one reader over one sequence, in groups, beside those of another network.

In: states and what each unit goes with. Out: a figure.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from viz_core.arrays import Floats
from viz_core.checks import check_integer
from viz_core.figures.palette import palette
from viz_core.figures.primitives import Part, finished, panel_title
from viz_core.words import Translate

MARGINS = {"l": 176, "r": 88, "t": 40, "b": 56}
# Room between the two panels, for the words beside the second one's groups.
GAP = 0.24


@dataclass(frozen=True, kw_only=True, eq=False)
class UnitMap:
    """The units of one network, in the order in which they are drawn.

    Attributes:
        title: whose they are.
        states: `(time, units)`, from -1 to 1.
        units: their numbers, from 1; those of the first map are the `customdata` of its cells.
        hovers: a few words about each unit.
        groups: words and number of units of each group, from the top.
    """

    title: str
    states: Floats
    units: Sequence[int]
    hovers: Sequence[str]
    groups: Sequence[tuple[str, int]]


def unit_maps(
    maps: Sequence[UnitMap],
    *,
    chosen: int,
    reader: str,
    note: str,
    height: int = 340,
    dark: bool = False,
    _: Translate = str,
) -> go.Figure:
    """Two panels side by side, a row for each unit; lines part the groups, a frame marks a row of the first.

    Args:
        maps: of the network and of the one it is compared with, with the same numbers of steps and units.
        chosen: the row that is marked, from 0.
        reader: 'forward' or 'backward'; the titles wear its hue.
        note: in grey beside the first title: what the colours are.
        height: in pixels.
        dark: for the dark theme.
        _: translates.

    Raises:
        ValueError: not two maps, or no such row.
    """
    check_integer("maps", len(maps), 2, 2)
    time, units = maps[0].states.shape
    check_integer("chosen", chosen, 0, units - 1)
    colours = palette(dark=dark)
    traces, shapes, notes = [], [], []
    axes: Part = {}
    half = (1 - GAP) / 2
    for place, one in enumerate(maps):
        axis = "2" if place else ""
        traces.append(_heatmap(one, axis, dark=dark, _=_))
        shapes += _borders(one.groups, axis, time, colours.text)
        hue = colours.reader(reader)
        title = f'<span style="color:{hue}">{one.title}</span>'
        notes.append(panel_title(title, note="" if place else note, axis=axis, dark=dark))
        axes |= _axes(one.groups, axis, (place * (half + GAP), place * (half + GAP) + half), units, _)
    frame = {
        "x0": 0.5,
        "x1": time + 0.5,
        "y0": chosen - 0.5,
        "y1": chosen + 0.5,
        "fillcolor": "rgba(0,0,0,0)",
    }
    shapes.append({"type": "rect", "line": {"color": colours.text, "width": 3}, **frame})
    layout = {**axes, "shapes": shapes, "annotations": notes}
    return finished(traces, layout, height=height, margins=MARGINS, dark=dark)


def _heatmap(one: UnitMap, axis: str, *, dark: bool, _: Translate) -> Part:
    time, units = one.states.shape
    words = _("step {step}: {value}").format(step="%{x}", value="%{z:.3f}")
    return {
        "type": "heatmap",
        "x": np.arange(1, time + 1),
        "y": np.arange(units),
        "z": np.round(one.states.T, 4),
        "text": [[said] * time for said in one.hovers],
        "customdata": None if axis else [[unit] * time for unit in one.units],
        "zmin": -1,
        "zmid": 0,
        "zmax": 1,
        "colorscale": palette(dark=dark).diverging,
        "hovertemplate": f"%{{text}}<br>{words}<extra></extra>",
        "xaxis": f"x{axis}",
        "yaxis": f"y{axis}",
        "showscale": bool(axis),
        "colorbar": {"thickness": 14, "outlinewidth": 0, "nticks": 5},
    }


def _borders(groups: Sequence[tuple[str, int]], axis: str, time: int, colour: str) -> list[Part]:
    ends = np.cumsum([count for _, count in groups])[:-1]
    across = {"type": "line", "xref": f"x{axis}", "yref": f"y{axis}", "x0": 0.5, "x1": time + 0.5}
    return [
        across | {"y0": end - 0.5, "y1": end - 0.5, "line": {"color": colour, "width": 2}} for end in ends
    ]


def _axes(
    groups: Sequence[tuple[str, int]], axis: str, domain: tuple[float, float], units: int, _: Translate
) -> Part:
    ends = np.cumsum([0] + [count for _, count in groups])
    middles = [float(first + last - 1) / 2 for first, last in zip(ends[:-1], ends[1:], strict=True)]
    return {
        f"xaxis{axis}": {
            "title": {"text": _("timestep")},
            "nticks": 8,
            "showgrid": False,
            "domain": domain,
            "anchor": f"y{axis}",
        },
        f"yaxis{axis}": {
            "tickvals": middles,
            "ticktext": [words for words, _count in groups],
            "range": (units - 0.5, -0.5),
            "showgrid": False,
            "anchor": f"x{axis}",
        },
    }
