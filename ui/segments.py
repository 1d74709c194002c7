"""A row of options side by side, with words for their names, bound to the link.

In: names and their words. Out: the name of the chosen one.
"""

from collections.abc import Mapping
from typing import Any, Literal

import streamlit as st

from ui.language import _
from ui.links import BOUND


def segments(
    label: str,
    options: Mapping[str, str],
    usual: str,
    key: str,
    *,
    place: Any = st,
    width: Literal["content", "stretch"] = "stretch",
) -> str:
    """Draw the row.

    Args:
        label: already translated.
        options: name -> what is read on the page, not yet translated.
        usual: the name to begin with.
        key: of the control, and of its value in the link.
        place: the part of the page to draw it in.
        width: of the row.
    """
    chosen = place.segmented_control(
        label,
        list(options),
        default=usual,
        format_func=lambda one: _(options[one]),
        required=True,
        key=key,
        width=width,
        **BOUND,
    )
    return str(chosen)
