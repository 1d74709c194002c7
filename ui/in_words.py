"""Options in a person's words, while the link holds their names in the config.

Streamlit 1.67 writes into the link what a bound control shows. So the bound control is not shown (the style
of the page hides it), and the one in front of it hands on what is chosen.
"""

from collections.abc import Mapping

import streamlit as st

from ui import session
from ui.language import _
from ui.links import BOUND


def in_words(label: str, words: Mapping[str, str], *, usual: str, key: str) -> str:
    """One of a few options side by side; gives its name.

    Args:
        label: already translated.
        words: name, as the link has it -> what is read on the page, not yet translated.
        usual: the name to begin with.
        key: of the bound control, and so of the value in the link.
    """
    shown = f"{key}_words"
    with st.container(key=f"behind_{key}"):
        chosen = st.segmented_control(label, list(words), default=usual, required=True, key=key, **BOUND)
    session.put({shown: chosen})
    st.segmented_control(
        label,
        list(words),
        format_func=lambda one: _(words[one]),
        required=True,
        key=shown,
        on_change=lambda: session.put({key: session.get(shown)}),
        width="stretch",
    )
    return str(chosen)
