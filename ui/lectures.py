"""Lecture plans: what to open, to say, to ask and to press, minute by minute.

In: a length. Out: its plan on the page, in the reader's language, which a clicker walks from now on.
"""

import streamlit as st

from ui.in_words import in_words
from ui.language import _, language
from ui.plans import MINUTES, USUAL, plan
from ui.presenting import walk


def lecture() -> None:
    """Choose a length, and read its plan."""
    words = {str(minutes): said for minutes, said in MINUTES.items()}
    minutes = int(in_words(_("Length"), words, usual=str(USUAL), key="lecture_minutes", width="content"))
    st.caption(
        _(
            "The key P shows any page as a hall sees it, and back again; Page Down and Page Up, "
            "or a clicker, then walk through this plan."
        )
    )
    st.markdown(plan(minutes, language()))
    walk(minutes)
