"""The badge that says where a panel's numbers come from.

In: one of `viz_core.palette.SOURCES`. Out: a small rounded label. Used by: the lessons.
"""

import streamlit as st

from ui.frame import is_dark
from ui.language import _
from viz_core.palette import palette


def badge(source: str) -> None:
    """Show where the numbers beside it come from.

    Args:
        source: one of `viz_core.palette.SOURCES`.
    """
    words = {
        "trained here": _("trained here"),
        "pretrained": _("pretrained"),
        "untrained": _("untrained"),
        "what-if": _("what-if"),
        "exact": _("exact"),
    }
    hue = palette(dark=is_dark()).sources[source]
    look = f"color:{hue};border:1.5px solid {hue};border-radius:99px;padding:1px 10px;font-size:16px"
    st.html(f'<span style="{look}">{words[source]}</span>')
