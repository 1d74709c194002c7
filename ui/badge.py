"""Badges that say where a panel's numbers come from: nothing simulated is ever shown as a network's.

In: one of `viz_core.figures.palette.SOURCES`. Out: a small label on the page.
Used by: every page, beside each of its pictures and tables.
"""

import html

import streamlit as st

from ui.frame import is_dark
from ui.language import N_, _
from viz_core.checks import check_one_of
from viz_core.figures.palette import SOURCES, palette

MEANINGS = {
    "trained here": N_("The numbers come from a network that was trained on this server."),
    "pretrained": N_("The numbers come from a network that was trained beforehand and came with the app."),
    "from a file": N_("The numbers come from a network in a file that somebody brought."),
    "untrained": N_(
        "The numbers come from a network with its first random weights: it has learned nothing yet."
    ),
    "what-if": N_("The numbers come from a network that somebody has changed by hand."),
    "exact": N_("The numbers are computed from the task itself: no network is involved."),
}


def badge(source: str) -> None:
    """Show where the numbers of a panel come from.

    Args:
        source: one of `SOURCES`.

    Raises:
        ValueError: there is no such source.
    """
    check_one_of("source", source, SOURCES)
    colour = palette(dark=is_dark()).sources[source]
    st.html(
        f'<span class="source-badge" style="color:{colour}" title="{html.escape(_(MEANINGS[source]))}">'
        f"{html.escape(_(source))}</span>",
        width="content",
    )
