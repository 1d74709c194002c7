"""Save for what Streamlit draws itself: tables, formulas, words in colours.

In: a part of a page. Out: the same with the button of every other picture below it. Its script lies in
`static/savable/`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

import streamlit as st

from ui.component import component
from ui.saving_words import saving_words

_mount = component(
    "savable",
    html='<div class="savable"></div>',
    # The script finds what it saves around its own place.
    isolate_styles=False,
    imports=["../saving/button.js"],
)


@contextmanager
def savable(kind: Literal["table", "formula", "words"], *, key: str) -> Iterator[None]:
    """Whatever is drawn within can be saved as one picture.

    Args:
        kind: what it is called in the name of its file.
        key: unique on the page.
    """
    with st.container(key=f"savable_{key}"):
        yield
        _mount(key=f"save_{key}", data={"kind": kind, "words": saving_words()})
