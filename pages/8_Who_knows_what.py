"""Lesson: which input moves which answer, and what happens when the future is hidden or has not come."""

import streamlit as st

from ui.frame import open_page
from ui.language import _
from ui.lesson import one_thing, questions
from ui.lessons.who_knows_what import choose, show


@st.fragment
def page() -> None:
    """All that a control changes."""
    show(choose())


open_page(_("Who knows what"))
one_thing(_("No forward answer knows the future; a bidirectional one does."))
page()

questions(
    {
        _("In the maps, click an entry above the diagonal of the forward map. Why is it exactly 0?"): _(
            "Answer t is computed from h→ₜ, which has read inputs 1 to t and nothing else. There is no "
            "way from a later input to this answer, so no weight, however trained, can make the entry "
            "different from 0."
        ),
        _("In the maps, choose two layers and click again. Does a deeper forward stack see farther?"): _(
            "No: a stack of forward layers keeps its triangle. Two bidirectional layers fill the square "
            "as one does, but the way is no longer a single lane: layer 1 carries the input to both "
            "ends, and layer 2 fetches it from everywhere."
        ),
        _(
            "In *Step by step*, find a sequence where the bidirectional network takes nothing back. Is it "
            "fit for live use?"
        ): _(
            "With brackets, one in which no opening bracket finds a partner, as in ) ) ( (: an answer at a "
            "closing bracket depends on the past alone. But nobody knows that before the end has come: for "
            "live use take a forward network, or let a bidirectional one wait for a fixed number of steps."
        ),
    }
)
