"""Options in a person's words, while the link holds their names in the config.

Streamlit 1.67 writes into the link what a bound control shows. So the bound control is not shown (the style
of the page hides it), and the one in front of it hands on what is chosen.
"""

from collections.abc import Mapping, Sequence
from typing import Any

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
    with _behind(key):
        chosen = st.segmented_control(label, list(words), default=usual, required=True, key=key, **BOUND)
    st.segmented_control(label, list(words), required=True, width="stretch", **_in_front(key, chosen, words))
    return str(chosen)


def listed_in_words(label: str, words: Mapping[str, str], *, usual: str, key: str, **looks: Any) -> str:
    """One of a list of options; gives its name. Arguments as for `in_words`; `looks` of `st.selectbox`."""
    names = list(words)
    with _behind(key):
        chosen = st.selectbox(label, names, names.index(usual), key=key, **BOUND)
    st.selectbox(label, names, **_in_front(key, chosen, words), **looks)
    return str(chosen)


def several_in_words(label: str, words: Mapping[str, str], *, usual: Sequence[str], key: str) -> list[str]:
    """Some of a list of options; gives their names. Arguments as for `in_words`, `usual` more than one."""
    with _behind(key):
        chosen = st.multiselect(label, list(words), list(usual), key=key, **BOUND)
    st.multiselect(label, list(words), **_in_front(key, chosen, words))
    return list(chosen)


def _behind(key: str) -> st.delta_generator.DeltaGenerator:
    """Where the bound control stands, which is not shown."""
    return st.container(key=f"behind_{key}")


def _in_front(key: str, chosen: object, words: Mapping[str, str]) -> dict[str, Any]:
    """What makes a control show the choice of the bound one in words, and hand on another."""
    shown = f"{key}_words"
    session.put({shown: chosen})
    return {
        "format_func": lambda one: _(words[one]),
        "key": shown,
        "on_change": lambda: session.put({key: session.get(shown)}),
    }
