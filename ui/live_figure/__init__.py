"""A Plotly figure that may change while it is being looked at.

In: a figure and a key. Out: a picture that keeps its zoom and its place on the page from one version to the
next, which `st.plotly_chart` does not: it replaces the element whenever the data change.
Its script lies in `static/live_figure/`.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from ui import session
from ui.component import component
from ui.frame import is_dark
from ui.language import _
from ui.live_figure.library import library_address
from ui.numbers_words import numbers_words
from ui.saving_words import saving_words
from viz_core.figures.palette import palette

_mount = component(
    "live_figure",
    html='<div class="live-figure-frame"><div class="live-figure" role="figure"></div>'
    '<p class="live-figure-words" role="status" hidden></p></div>',
    # Plotly puts its own style sheet into the document's head.
    isolate_styles=False,
    imports=["../numbers/button.js", "../saving/button.js", "../saving/lettering.js"],
)


def live_figure(
    figure: go.Figure | Mapping[str, Any],
    *,
    key: str,
    alt: str,
    height: int | None = None,
    live: dict[str, Any] | None = None,
    on_click: Callable[[str], None] | None = None,
) -> None:
    """Show a figure, or its next version.

    Args:
        figure: with its template, in the colours of the present theme; or the same as JSON has it, with
            `data` and `layout`.
        key: names the picture; the same key on the next run updates it in place.
        alt: what it shows, in words, for those who do not see it.
        height: in pixels where the page's type has 16; None takes the figure's own. Both grow together.
        live: where newer versions come from (`ui.channel.Feed.live`), without the page running again.
        on_click: called before the page runs again with the `id` of the mark that was pressed, or with the
            `customdata` of the cell of a heatmap; where both are missing nothing happens.
    """
    if isinstance(figure, Mapping):
        drawn, own_height = json.dumps(figure, separators=(",", ":")), figure["layout"].get("height")
    else:
        drawn, own_height = figure.to_json(), figure.layout.height
    shown = _mount(
        key=key,
        height=height or own_height or "content",
        data={
            "figure": drawn,
            "height": height or own_height,
            "alt": alt,
            "library": library_address(figure),
            "background": palette(dark=is_dark()).background,
            "name": key,
            "live": live,
            "clicks": on_click is not None,
            "words": {
                "numbers": numbers_words(),
                "saving": saving_words(),
                "failed": _("This browser cannot draw the picture; a newer one can."),
                "again": _("The picture could not be drawn ({problem}). It is being tried again."),
            },
        },
        on_theme_change=lambda: None,  # without a callback the result has no `theme`
        on_clicked_change=lambda: _choose(key, on_click),
    )
    if shown.theme:
        st.rerun()  # the reader changed the theme: the whole page, not only this fragment, must know


def _choose(key: str, on_click: Callable[[str], None] | None) -> None:
    """Hand on what was pressed."""
    clicked = session.get(key)["clicked"]
    if on_click is not None and clicked:
        on_click(str(clicked))
