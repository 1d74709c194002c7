"""Options in a person's words, while the link holds their names.

Streamlit 1.67 writes into the link what a bound control shows. So the bound control is not shown (the style
of the page hides it), and the one in front of it hands on what is chosen. A link of an earlier version holds
the English words; they are read as the names they stand for.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from ui import session
from ui.language import _
from ui.links import BOUND


def in_words(
    label: str, words: Mapping[str, str], *, usual: str, key: str, place: Any = st, **looks: Any
) -> str:
    """One of a few options side by side; gives its name.

    Args:
        label: already translated.
        words: name, as the link has it -> what is read on the page, not yet translated.
        usual: the name to begin with.
        key: of the bound control, and so of the value in the link.
        place: the part of the page to draw it in.
        looks: as for `st.segmented_control`; it is as wide as its place.
    """
    with _behind(key, words, place):
        chosen = st.segmented_control(key, list(words), default=usual, required=True, key=key, **BOUND)
    shown = {"width": "stretch"} | _in_front(key, chosen, words) | looks
    place.segmented_control(label, list(words), required=True, **shown)
    return str(chosen)


def listed_in_words(
    label: str, words: Mapping[str, str], *, usual: str, key: str, place: Any = st, **looks: Any
) -> str:
    """One of a list of options; gives its name. Arguments as for `in_words`, `looks` for `st.selectbox`."""
    names = list(words)
    with _behind(key, words, place):
        chosen = st.selectbox(key, names, names.index(usual), key=key, **BOUND)
    place.selectbox(label, names, **_in_front(key, chosen, words), **looks)
    return str(chosen)


def slid_in_words(label: str, words: Mapping[str, str], *, usual: str, key: str, place: Any = st) -> str:
    """One of a row of options along a slider; gives its name. Arguments as for `in_words`."""
    names = list(words)
    with _behind(key, words, place):
        chosen = st.select_slider(key, names, value=usual, key=key, **BOUND)
    place.select_slider(label, names, **_in_front(key, chosen, words))
    return str(chosen)


def several_in_words(label: str, words: Mapping[str, str], *, usual: Sequence[str], key: str) -> list[str]:
    """Some of a list of options; gives their names. Arguments as for `in_words`, `usual` more than one."""
    with _behind(key, words, st):
        chosen = st.multiselect(key, list(words), list(usual), key=key, **BOUND)
    st.multiselect(label, list(words), placeholder=_("Choose options"), **_in_front(key, chosen, words))
    return list(chosen)


def _behind(key: str, words: Mapping[str, str], place: Any) -> st.delta_generator.DeltaGenerator:
    """Where the bound control stands, which is not shown; it reads names, and the English words for them."""
    names = {word: name for name, word in words.items()} | {name: name for name in words}
    with session.link_values() as said:
        if key in said:
            said[key] = [names.get(one, one) for one in said[key]]
    session.hold_choice(key)
    hidden: st.delta_generator.DeltaGenerator = place.container(key=f"behind_{key}")
    return hidden


def _in_front(key: str, chosen: object, words: Mapping[str, str]) -> dict[str, Any]:
    """What makes a control show the choice of the bound one in words, and hand on another."""
    shown = f"{key}_words"
    session.choose(key, chosen)
    session.put({shown: chosen})
    return {
        "format_func": lambda one: _(words[one]),
        "key": shown,
        "on_change": lambda: session.put({key: session.get(shown)}),
    }
