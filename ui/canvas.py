"""A place to draw a digit with mouse, finger, pen or keyboard.

In: nothing. Out: the strokes, each a list of points from 0 to 1, once the pen is lifted.
Its script lies in `static/canvas/`.
"""

from typing import Any

from ui.component import component
from ui.language import _

_mount = component("canvas", html='<div class="digit-canvas"></div>')


def canvas(*, key: str) -> Any:
    """Show the canvas.

    Returns:
        Strokes as `viz_core.data.strokes.image_of` takes them; None or an empty list when nothing is drawn.
    """
    words = {
        "label": _(
            "Draw a digit here: the arrow keys move the pen, the space bar puts it down and lifts it; what "
            "you draw is read as soon as you lift it"
        ),
        "hint": _("Draw a digit"),
        "clear": _("Clear"),
    }
    return _mount(key=key, data={"words": words}, on_strokes_change=lambda: None).get("strokes")
