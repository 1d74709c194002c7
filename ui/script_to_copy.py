"""A script to copy, made and sent only when somebody opens it.

In: a heading and a function that writes the script. Out: a closed part of the page. A page without an open
one does not make its visitor fetch Streamlit's syntax highlighter, 0.6 MB with the font of code.
"""

from collections.abc import Callable

import streamlit as st


def script_to_copy(
    label: str, write: Callable[[], str], *, key: str, words: str = "", line_numbers: bool = False
) -> None:
    """Offer a Python script.

    Args:
        label: heading of the closed part, already translated.
        write: gives the script; called while the part is open.
        key: unique on the page; `st.session_state[key]` says whether the part is open.
        words: one sentence above the script.
        line_numbers: whether each line has its number beside it.
    """
    with st.expander(label, key=key, on_change="rerun") as shown:
        if shown.open:
            if words:
                st.caption(words)
            st.code(write(), language="python", height=420, line_numbers=line_numbers)
