"""Training as one picture, and several networks' accuracy by position.

In: finished numbers by moment of training and time step. Out: one figure.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import plotly.graph_objects as go

from viz_core.arrays import Floats, Ints
from viz_core.checks import check_integer, check_shape
from viz_core.figures.palette import palette
from viz_core.figures.primitives import DASHED, EndLabel, Part, finished, named_lines, panel_title
from viz_core.words import Translate

MARGINS = {"l": 96, "r": 110, "t": 40, "b": 56}
LINES = {"l": 72, "r": 190, "t": 40, "b": 56}


def film_map(
    picture: Floats,
    *,
    updates: Sequence[int],
    moment: int,
    learned: Sequence[int | None],
    reader: str,
    title: str,
    height: int = 440,
    dark: bool = False,
    _: Translate = str,
) -> go.Figure:
    """Rows are moments of training, columns time steps, colour the probability of the right answer.

    Args:
        picture: `(moments, time)`, from 0 to 1; 0.5 is a coin.
        updates: done at each moment.
        moment: which row is outlined.
        learned: for each step the row from which it counts as learned, or None; drawn as marks.
        reader: 'forward', 'backward' or 'bidirectional', for the hue.
        title: what is filmed.
        height: in pixels.
        dark: for the dark theme.
        _: translates.

    Raises:
        ValueError: the lengths differ, or there is no such row.
    """
    check_shape("picture", picture, {"moments": len(updates), "time": len(learned)})
    check_integer("moment", moment, 0, len(updates) - 1)
    rows, steps = np.arange(len(updates)), np.arange(1, len(learned) + 1)
    layout = {
        "xaxis": {"title": {"text": _("timestep")}, "tickvals": steps, "showgrid": False},
        "yaxis": {
            "title": {"text": _("updates")},
            "tickvals": rows[::4],
            "ticktext": [f"{updates[row]:,}" for row in rows[::4]],
            "showgrid": False,
            "range": (len(updates) - 0.5, -0.5),
        },
        "annotations": [panel_title(title, note=_("◆ learned from here on"), dark=dark)],
        "shapes": [_outline(moment, len(steps), dark=dark)],
    }
    traces = [
        _film(picture, steps, rows, updates, reader, dark=dark, _=_),
        _learned(steps, learned, dark=dark),
    ]
    return finished(traces, layout, height=height, margins=MARGINS, dark=dark)


def _outline(moment: int, steps: int, *, dark: bool) -> Part:
    line = {"color": palette(dark=dark).text, "width": 3}
    sides = {"x0": 0.5, "x1": steps + 0.5, "y0": moment - 0.5, "y1": moment + 0.5}
    return {"type": "rect", "line": line, **sides}


def _film(
    picture: Floats,
    steps: Ints,
    rows: Ints,
    updates: Sequence[int],
    reader: str,
    *,
    dark: bool,
    _: Translate,
) -> Part:
    colours = palette(dark=dark)
    words = _("after {updates} updates, step {step}: {value}")
    said = words.format(updates="%{customdata:,}", step="%{x}", value="%{z:.3f}")
    return {
        "type": "heatmap",
        "x": steps,
        "y": rows,
        "z": picture,
        "customdata": np.repeat(np.array(updates)[:, np.newaxis], len(steps), axis=1),
        "zmin": 0.4,
        "zmax": 1,
        "colorscale": ((0, colours.background), (1 / 6, colours.surface), (1, colours.reader(reader))),
        "xgap": 2,
        "hovertemplate": f"{said}<extra></extra>",
        "colorbar": {
            "thickness": 14,
            "outlinewidth": 0,
            "tickvals": (0.5, 0.75, 1),
            # An empty line keeps the name from the mark of the upper end.
            "title": {"text": f"{_('p(right)')}<br>", "side": "top"},
        },
    }


def _learned(steps: Ints, learned: Sequence[int | None], *, dark: bool) -> Part:
    colours = palette(dark=dark)
    return {
        "type": "scatter",
        "mode": "markers",
        "x": steps,
        "y": [np.nan if row is None else row for row in learned],
        "marker": {
            "symbol": "diamond",
            "size": 15,
            "color": colours.background,
            "line": {"width": 2.5, "color": colours.text},
        },
        "name": "learned",
        "hoverinfo": "skip",
    }


def positions_together(
    accuracies: Mapping[str, Floats],
    *,
    readers: Mapping[str, str],
    height: int = 230,
    dark: bool = False,
    _: Translate = str,
) -> go.Figure:
    """One line for each network: its accuracy at each time step, its name at the end.

    Args:
        accuracies: name -> `(time,)`.
        readers: name -> direction, for the hue; a second line of one hue is dashed.
        height: in pixels.
        dark: for the dark theme.
        _: translates.
    """
    colours = palette(dark=dark)
    drawn: list[str] = []
    shown = [readers[name] for name in accuracies]
    traces, labels = [], []
    for name, values in accuracies.items():
        reader = readers[name]
        hue, dash = colours.reader(reader), DASHED if reader in drawn else "solid"
        traces.append(_line(name, values, hue, dash, _=_))
        told = dash if shown.count(reader) > 1 else ""
        labels.append(EndLabel(y=float(values[-1]), text=name, colour=hue, dash=told))
        drawn.append(reader)
    length = len(next(iter(accuracies.values())))
    return named_lines(
        traces,
        labels,
        x={"title": {"text": _("timestep")}, "nticks": 12, "range": (0.7, length + 0.3)},
        y={"title": {"text": _("accuracy")}, "range": (0.4, 1.04), "tickvals": (0.5, 0.75, 1)},
        title=_("Accuracy by position"),
        note=_("fresh sequences"),
        height=height,
        margins=LINES,
        dark=dark,
    )


def _line(name: str, values: Floats, hue: str, dash: str, *, _: Translate) -> Part:
    words = _("{name} at step {step}: {value}").format(name=name, step="%{x}", value="%{y:.3f}")
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": np.arange(1, len(values) + 1),
        "y": values,
        "line": {"color": hue, "width": 3, "dash": dash},
        "marker": {"size": 8},
        "name": name,
        "hovertemplate": f"{words}<extra></extra>",
    }
