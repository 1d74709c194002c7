"""States with padding on the right, and how far they have moved from those without.

In: states of both readers on a padded sequence, and their differences at the real steps. Out: one figure.
"""

from collections.abc import Mapping

import numpy as np
import plotly.graph_objects as go

from viz_core.arrays import Floats
from viz_core.checks import check_shape
from viz_core.figures.palette import TEXT_SIZE, Palette, palette
from viz_core.figures.primitives import empty_figure, panel_title
from viz_core.words import Translate

MARGINS = {"l": 64, "r": 24, "t": 40, "b": 52}
# From the bottom: y domains of the backward drift and states, then of the forward ones.
DOMAINS = {"backward": ((0.0, 0.14), (0.17, 0.43)), "forward": ((0.57, 0.71), (0.74, 1.0))}
AXES = {"forward": ("", "2"), "backward": ("3", "4")}


def padding_figure(
    states: Mapping[str, Floats],
    drift: Mapping[str, Floats],
    *,
    titles: Mapping[str, str],
    row_titles: tuple[str, str],
    padding_label: str,
    height: int = 470,
    dark: bool = False,
    _: Translate = str,
) -> go.Figure:
    """For each reader its states as a map, and under it the greatest change at each real step.

    Args:
        states: reader -> `(time + padding, units)`.
        drift: reader -> padded minus plain, `(time, units)`.
        titles: reader -> heading of its two panels.
        row_titles: what stands beside a map and beside the changes.
        padding_label: what the shaded steps are called.
        height: in pixels.
        dark: for the dark theme.
        _: translates.

    Raises:
        ValueError: a reader's drift has more units or other steps than its states.
    """
    figure = empty_figure(height=height, dark=dark, **MARGINS)
    colours = palette(dark=dark)
    top = max(float(np.abs(moved).max(initial=0.0)) for moved in drift.values())
    for reader, (map_axis, bar_axis) in AXES.items():
        time, units = drift[reader].shape
        check_shape("states", states[reader], {"time": None, "units": units})
        figure.add_traces(
            [_map(states[reader], map_axis, colours, _), *_bars(drift[reader], bar_axis, reader, colours, _)]
        )
        named = (*row_titles, _("timestep"))
        _axes(figure, reader, steps=len(states[reader]), units=units, top=top, titles=named)
        heading = f'<span style="color:{colours.reader(reader)}">{titles[reader]}</span>'
        figure.add_annotation(panel_title(heading, axis=map_axis, dark=dark))
    _shade(figure, time, len(states["forward"]), padding_label, colours)
    return figure


def _axes(
    figure: go.Figure, reader: str, *, steps: int, units: int, top: float, titles: tuple[str, str, str]
) -> None:
    map_axis, bar_axis = AXES[reader]
    bars, cells = DOMAINS[reader]
    shared = {"range": (0.5, steps + 0.5), "showgrid": False, "nticks": 24}
    last = reader == "backward"
    figure.layout[f"xaxis{map_axis}"] = {**shared, "anchor": f"y{map_axis}", "showticklabels": False}
    figure.layout[f"xaxis{bar_axis}"] = {
        **shared,
        "anchor": f"y{bar_axis}",
        "showticklabels": last,
        "title": {"text": titles[2] if last else ""},
    }
    figure.layout[f"yaxis{map_axis}"] = {
        "domain": cells,
        "anchor": f"x{map_axis}",
        "range": (units + 0.5, 0.5),
        "showticklabels": False,
        "showgrid": False,
        "title": {"text": titles[0]},
    }
    figure.layout[f"yaxis{bar_axis}"] = {
        "domain": bars,
        "anchor": f"x{bar_axis}",
        "range": (0, 2.1 * (top or 1.0)),
        "showticklabels": False,
        "showgrid": False,
        "title": {"text": titles[1]},
    }


def _map(states: Floats, axis: str, colours: Palette, _: Translate) -> go.Heatmap:
    words = _("step {step}, unit {unit}: {value}").format(step="%{x}", unit="%{y}", value="%{z:.4f}")
    return go.Heatmap(
        x=np.arange(1, len(states) + 1),
        y=np.arange(1, states.shape[1] + 1),
        z=states.T,
        zmin=-1,
        zmid=0,
        zmax=1,
        colorscale=colours.diverging,
        showscale=False,
        xgap=2,
        ygap=1,
        xaxis=f"x{axis}",
        yaxis=f"y{axis}",
        hovertemplate=f"{words}<extra></extra>",
    )


def _bars(drift: Floats, axis: str, reader: str, colours: Palette, _: Translate) -> list[go.Bar]:
    words = _("step {step}: greatest change {value}").format(step="%{x}", value="%{y:.3g}")
    largest = np.abs(drift).max(axis=1)
    return [
        go.Bar(
            x=np.arange(1, len(largest) + 1),
            y=largest,
            marker={"color": colours.reader(reader)},
            text=[_printed(value) for value in largest],
            textposition="outside",
            textfont={"size": TEXT_SIZE},
            cliponaxis=False,
            xaxis=f"x{axis}",
            yaxis=f"y{axis}",
            hovertemplate=f"{words}<extra></extra>",
        )
    ]


def _printed(value: float) -> str:
    """Zero only where it is exactly zero."""
    if value == 0:
        return "0"
    return f"{value:.2f}" if value >= 0.005 else "<.01"


def _shade(figure: go.Figure, time: int, steps: int, label: str, colours: Palette) -> None:
    if steps == time:
        return
    figure.add_shape(
        type="rect",
        xref="x",
        yref="paper",
        x0=time + 0.5,
        x1=steps + 0.5,
        y0=0,
        y1=1,
        fillcolor=colours.muted,
        opacity=0.16,
        line={"width": 0},
        layer="above",
    )
    figure.add_annotation(
        text=f"<b>{label}</b>",
        xref="x",
        yref="paper",
        x=(time + steps) / 2 + 0.5,
        y=0.5,
        showarrow=False,
        font={"color": colours.text, "size": TEXT_SIZE},
    )
