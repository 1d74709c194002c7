"""The two ends of every lesson: the one thing to see, and three questions to try.

In: sentences. Out: a part of a page.
"""

import streamlit as st

from ui.language import _


def one_thing(text: str) -> None:
    """Open a lesson with the one thing to see, large enough for the last row."""
    st.markdown(f"#### {text}", anchors=False)


def questions(asked: dict[str, str]) -> None:
    """Close a lesson: each question with its answer folded away.

    Args:
        asked: question -> answer, both already translated.
    """
    st.markdown(_("#### Try it"), anchors=False)
    for number, (question, answer) in enumerate(asked.items(), start=1):
        with st.expander(f"{number}. {question}"):
            st.markdown(answer)
