"""Headings within a page, one level below its title, so that a screen reader finds them in order."""

from typing import Literal

import streamlit as st


def heading(text: str, *, width: Literal["auto", "content"] = "auto") -> None:
    """A heading over a part of a page, smaller than `st.header`, which opens a picture of its own.

    Args:
        text: already translated; Markdown within a line.
        width: 'content' leaves room beside it.
    """
    st.markdown(f"## {text}", width=width, anchors=False)
