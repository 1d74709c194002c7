"""Lecture plans: what to open, to say, to ask and to press, minute by minute.

In: the files of `docs/lectures/`, and of its folders for other languages. Out: one of them on the page.
"""

from pathlib import Path

import streamlit as st

from ui.in_words import in_words
from ui.language import N_, _, language

PLANS = Path(__file__).resolve().parents[1] / "docs" / "lectures"
MINUTES = {15: N_("15 minutes"), 45: N_("45 minutes"), 90: N_("90 minutes")}


def lecture() -> None:
    """Choose a length, and read its plan."""
    words = {str(minutes): said for minutes, said in MINUTES.items()}
    minutes = in_words(_("Length"), words, usual="45", key="lecture_minutes", width="content")
    st.markdown(plan(int(minutes)))


def plan(minutes: int) -> str:
    """The plan for a length, one of `MINUTES`, without its heading; in English where it is not translated."""
    name = f"{minutes}_minutes.md"
    translated = PLANS / language() / name
    text = (translated if translated.is_file() else PLANS / name).read_text(encoding="utf-8")
    return text.partition("\n")[2]
