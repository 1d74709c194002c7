"""What lessons share: the one thing to see, parts beside each other, and three questions to try.

In: sentences, and what draws a part. Out: a part of a page.
"""

from collections.abc import Callable

import streamlit as st

from ui.classroom import offer
from ui.headings import heading
from ui.language import _


def one_thing(text: str) -> None:
    """Open a lesson with the one thing to see, large enough for the last row."""
    heading(text)


def side_by_side(*parts: Callable[[], None]) -> None:
    """Draw parts of a lesson in columns of the same width."""
    for column, part in zip(st.columns(len(parts), gap="large"), parts, strict=True):
        with column:
            part()


def questions(asked: dict[str, str]) -> None:
    """Close a lesson: each question with its answer folded away; a lecturer can put it to the class.

    Args:
        asked: question -> answer, both already translated.
    """
    heading(_("Try it"))
    offer(list(asked))
    for number, (question, answer) in enumerate(asked.items(), start=1):
        with st.expander(f"{number}. {question}"):
            st.markdown(answer)
