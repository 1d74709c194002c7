"""Lecture plans: what to open, to say, to ask and to press, minute by minute.

In: the files of `docs/lectures/`. Out: one of them on the page.
"""

from pathlib import Path

import streamlit as st

from ui.in_words import in_words
from ui.language import N_, _

PLANS = Path(__file__).resolve().parents[1] / "docs" / "lectures"
MINUTES = {15: N_("15 minutes"), 45: N_("45 minutes"), 90: N_("90 minutes")}


def lecture() -> None:
    """Choose a length, and read its plan."""
    words = {str(minutes): said for minutes, said in MINUTES.items()}
    minutes = in_words(_("Length"), words, usual="45", key="lecture_minutes", width="content")
    st.markdown(plan(int(minutes)))


def plan(minutes: int) -> str:
    """The plan for a length, one of `MINUTES`, without its heading."""
    text = (PLANS / f"{minutes}_minutes.md").read_text(encoding="utf-8")
    return text.partition("\n")[2]
