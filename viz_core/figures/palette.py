"""All colours, and the Plotly template.

Out: `LIGHT` and `DARK`, each a `Palette`; `template(dark)` for figures.
No other Python file names a colour.

Forward is blue, backward orange, merged purple, gradients crimson, on every page. The hues were chosen by
their distance in CIELAB: every pair of roles stays at least 20 apart for readers without red, green or blue
cones (Machado et al., "A Physiologically-based Model for Simulation of Color Vision Deficiency", 2009), and
each has a contrast of at least 4.5:1 with its background, so that labels can wear the colour of their line.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from types import MappingProxyType
from typing import Any

import plotly.graph_objects as go

FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif"
TEXT_SIZE = 16
LABEL_SIZE = 18
# The most of a role's colour, in percent, that the page's background may take on where words stand on it.
TINT = 48

Stops = tuple[tuple[float, str], ...]


@dataclass(frozen=True, kw_only=True)
class Palette:
    """The colours of one theme, as `#rrggbb`.

    Attributes:
        background: of the page.
        surface: of the sidebar, widgets and tables.
        text: words, and whatever is simply the truth (targets, exact values).
        muted: words of second rank, axis ticks.
        faint: grid lines and frames.
        forward: the forward reader.
        backward: the backward reader.
        merged: both readers together.
        gradient: errors flowing back, with their arrows.
        target: the right answer, before anybody answers.
        right: an answer that hits its target.
        wrong: an answer that misses it.
        earlier: a run drawn behind the present one, for comparison.
        negative: the far end of the state scale below zero.
        zero: its neutral middle.
        positive: its far end above zero.
        sources: source of a panel's numbers -> colour of its badge.
    """

    background: str
    surface: str
    text: str
    muted: str
    faint: str
    forward: str
    backward: str
    merged: str
    gradient: str
    target: str
    right: str
    wrong: str
    earlier: str
    negative: str
    zero: str
    positive: str
    sources: Mapping[str, str]

    def reader(self, name: str) -> str:
        """The hue of 'forward', 'backward' or 'bidirectional' (both readers, merged)."""
        hues = {"forward": self.forward, "backward": self.backward, "bidirectional": self.merged}
        return hues[name]

    @property
    def diverging(self) -> Stops:
        """The state scale from -max to +max as (position from 0 to 1, colour); zero is at 0.5."""
        return ((0.0, self.negative), (0.5, self.zero), (1.0, self.positive))


LIGHT = Palette(
    background="#ffffff",
    surface="#f4f5f7",
    text="#1d2430",
    muted="#565e6b",
    faint="#d9dde3",
    forward="#0b4a94",
    backward="#c24a00",
    merged="#9d3fde",
    gradient="#8a1045",
    target="#1d2430",
    right="#007f5a",
    wrong="#a61b24",
    earlier="#868d98",
    negative="#0c686e",
    zero="#f5f5f4",
    positive="#a8322f",
    sources=MappingProxyType(
        {
            "trained here": "#00734f",
            "pretrained": "#4a5a8a",
            "from a file": "#7a3f6d",
            "untrained": "#5d6470",
            "fresh weights": "#5d6470",
            "set by hand": "#855800",
            "what-if": "#855800",
            "exact": "#1d2430",
        }
    ),
)

DARK = Palette(
    background="#14171c",
    surface="#1e232b",
    text="#e8eaed",
    muted="#a7afbb",
    faint="#343b46",
    forward="#92bdff",
    backward="#ff9a4d",
    merged="#b968ff",
    gradient="#ff4f8b",
    target="#e8eaed",
    right="#2fe0a4",
    wrong="#f4574f",
    earlier="#7d8592",
    negative="#38b0b2",
    zero="#262c35",
    positive="#f47c74",
    sources=MappingProxyType(
        {
            "trained here": "#2fe0a4",
            "pretrained": "#a9b8e8",
            "from a file": "#e0a8d3",
            "untrained": "#a7afbb",
            "fresh weights": "#a7afbb",
            "set by hand": "#f0c05a",
            "what-if": "#f0c05a",
            "exact": "#e8eaed",
        }
    ),
)

SOURCES = tuple(LIGHT.sources)


def palette(*, dark: bool) -> Palette:
    """The colours of the dark or the light theme."""
    return DARK if dark else LIGHT


@cache
def palettes() -> dict[str, dict[str, Any]]:
    """Both themes as plain values, `light` and `dark`, as a browser takes them."""
    return {"light": _plain(LIGHT), "dark": _plain(DARK)}


def _plain(theme: Palette) -> dict[str, Any]:
    named = {one.name: getattr(theme, one.name) for one in fields(theme)}
    return named | {"sources": dict(theme.sources)}


@cache
def template(*, dark: bool) -> go.layout.Template:
    """How every figure looks: type for the last row, no legend, nothing painted behind the marks.

    Set explicitly on each figure: Streamlit replaces Plotly's default template by one of placeholders.
    """
    colours = palette(dark=dark)
    axis = {
        "gridcolor": colours.faint,
        "linecolor": colours.faint,
        "zeroline": False,
        "ticks": "",
        "ticklabelstandoff": 6,
        "tickfont": {"size": TEXT_SIZE, "color": colours.muted},
        "title": {"font": {"size": LABEL_SIZE, "color": colours.text}, "standoff": 12},
        "automargin": True,
    }
    return go.layout.Template(
        layout={
            "font": {"family": FONT, "size": TEXT_SIZE, "color": colours.text},
            "title": {"font": {"size": 22, "weight": 600}, "x": 0, "xref": "paper", "xanchor": "left"},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "colorway": [colours.merged, colours.forward, colours.backward, colours.gradient],
            "colorscale": {"diverging": colours.diverging},
            "coloraxis": {"colorscale": colours.diverging, "cmid": 0},
            "showlegend": False,
            "margin": {"l": 64, "r": 24, "t": 48, "b": 56},
            "hoverlabel": {
                "bgcolor": colours.surface,
                "bordercolor": colours.muted,
                "font": {"family": FONT, "size": TEXT_SIZE, "color": colours.text},
                "align": "left",
            },
            "xaxis": axis,
            "yaxis": axis,
        }
    )
