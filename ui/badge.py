"""Badges that say where a panel's numbers come from: nothing simulated is ever shown as a network's.

In: one of `viz_core.figures.palette.SOURCES`. Out: a small label on the page.
"""

import html

import streamlit as st

from ui.frame import is_dark
from ui.language import _
from ui.source_words import MEANINGS, NAMES
from viz_core.checks import check_one_of
from viz_core.figures.palette import SOURCES, palette


def badge(source: str) -> None:
    """Show where the numbers of a panel come from.

    Args:
        source: one of `SOURCES`.

    Raises:
        ValueError: there is no such source.
    """
    st.html(badge_html(source, dark=is_dark()), width="content")


def badge_html(source: str, *, dark: bool) -> str:
    """The same label, to stand in a piece of HTML.

    Raises:
        ValueError: there is no such source.
    """
    check_one_of("source", source, SOURCES)
    colours = palette(dark=dark)
    look = f"color:{colours.background};background:{colours.sources[source]}"
    return (
        f'<span class="source-badge" data-source="{source}" style="{look}" '
        f'title="{html.escape(_(MEANINGS[source]))}">'
        f"{html.escape(_(NAMES[source]))}</span>"
    )
