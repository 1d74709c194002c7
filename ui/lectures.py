"""Lecture plans: what to open, to say, to ask and to press, minute by minute.

In: a length. Out: its plan on the page, which a clicker walks from now on.
"""

import streamlit as st

from ui.language import _
from ui.links import BOUND
from ui.plans import MINUTES, USUAL, plan
from ui.presenting import walk


def lecture() -> None:
    """Choose a length, and read its plan."""
    minutes = st.segmented_control(
        _("Length"),
        list(MINUTES),
        default=USUAL,
        required=True,
        key="lecture_minutes",
        format_func=lambda length: _(MINUTES[length]),
        **BOUND,
    )
    st.caption(
        _(
            "The key P shows any page as a hall sees it, and back again; Page Down and Page Up, "
            "or a clicker, then walk through this plan."
        )
    )
    st.markdown(plan(minutes))
    walk(minutes)
