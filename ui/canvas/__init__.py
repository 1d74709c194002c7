"""A place to draw a digit with mouse, finger or pen.

In: nothing. Out: the strokes, each a list of points from 0 to 1, once the pen is lifted.
"""

from pathlib import Path
from typing import Any

import streamlit as st

from ui.language import _

HERE = Path(__file__).parent

_mount = st.components.v2.component(
    "digit_canvas",
    html='<div class="digit-canvas"></div>',
    css=(HERE / "canvas.css").read_text(encoding="utf-8"),
    js=(HERE / "canvas.js").read_text(encoding="utf-8"),
)


def canvas(*, key: str) -> Any:
    """Show the canvas.

    Returns:
        Strokes as `viz_core.data.strokes.image_of` takes them; None or an empty list when nothing is drawn.
    """
    words = {
        "label": _("Draw a digit here; what you draw is read as soon as you lift the pen"),
        "hint": _("Draw a digit"),
        "clear": _("Clear"),
    }
    return _mount(key=key, data={"words": words}, on_strokes_change=lambda: None).get("strokes")
