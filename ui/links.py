"""Links carry every control: whoever opens one sees the same picture.

Out: `BOUND`, the arguments that bind a widget to the link under its key; `drop_unreadable`, which takes
out of a link what no control can read; `page_link`, a link to another page of the app.
"""

import math
from collections.abc import Mapping
from typing import Any

import streamlit as st

from ui import session
from ui.language import CHOICE, language, usual_language

BOUND: dict[str, Any] = {"bind": "query-params", "persist_state": "session"}


def drop_unreadable() -> None:
    """Keep from the controls what they cannot read in a link: nothing at all, and numbers without end.

    A control that always stands at one of its values would stand at none, and one for whole numbers
    would raise an `OverflowError`; Streamlit 1.67 refuses neither. Such a control opens at its default.
    """
    with session.link_values() as said:
        for name in [name for name, values in said.items() if any(map(_is_unreadable, values))]:
            del said[name]


def page_link(file: str, *, values: Mapping[str, str] | None = None, **looks: Any) -> None:
    """Draw a link to another page; opened in a new tab, that page is in the language of this one.

    Args:
        file: path of the page from the repository's root.
        values: what its controls shall stand at.
        looks: as for `st.page_link`.
    """
    spoken = language()
    said = {} if spoken == usual_language() else {CHOICE: spoken}
    st.page_link(file, query_params=said | dict(values or {}) or None, **looks)


def _is_unreadable(value: str) -> bool:
    try:
        return not value or math.isinf(float(value))
    except ValueError:
        return False
