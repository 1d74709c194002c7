"""Badges that say where a panel's numbers come from: nothing simulated is ever shown as a network's.

In: one of `viz_core.figures.palette.SOURCES`. Out: a small label on the page.
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
    "fresh weights": N_(
        "The numbers come from weights drawn at random, as training begins with: nothing has been learned."
    ),
    "set by hand": N_("The numbers come from weights that were chosen by hand: nobody trained them."),
    "what-if": N_("The numbers come from a trained network that somebody has changed by hand."),
    "exact": N_("The numbers are computed from the task itself: no network is involved."),
}

NAMES = {
    "trained here": N_("trained here"),
    "pretrained": N_("pretrained"),
    "from a file": N_("from a file"),
    "untrained": N_("untrained"),
    "fresh weights": N_("fresh weights"),
    "set by hand": N_("set by hand"),
    "what-if": N_("what-if"),
    "exact": N_("exact"),
}


def source_names() -> dict[str, str]:
    """Each source as it is written on a badge."""
    return {source: _(name) for source, name in NAMES.items()}


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
