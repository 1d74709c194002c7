"""Change a trained network by hand, and watch four of them learn."""

import streamlit as st

from ui.classroom import show_row
from ui.frame import open_page
from ui.language import _
from ui.lesson import one_thing, questions
from ui.lessons.switchboard import choose, what_if
from ui.lessons.switchboard_views import poll, the_film, twins


@st.fragment
def page() -> None:
    """All that a control changes."""
    choice = choose()
    show_row(choice.probe.symbols)
    {"what-if": what_if, "twins": twins, "film": the_film, "poll": poll}[choice.view](choice)


open_page(_("Switchboard"))
one_thing(_("Cut a reader, and see which answers needed it."))
page()

questions(
    {
        _("In *What if?*, leave the forward reader alone: cut ←. At which steps do the answers survive?"): _(
            "Near the end, where nearly all the evidence lies in the past. Cut → instead, and the first "
            "steps survive. The task asks which side of a step is heavier; each reader has weighed one side."
        ),
        _(
            "In *What if?*, freeze ← at update 0: is a reader that has learned nothing as good as one that "
            "is cut?"
        ): _(
            "About as good, near 0.74 for both: its states are small and say nothing about the future. "
            "Foreign states do more harm than none: a trained reader speaks with full weight, "
            "but of another sequence."
        ),
        _(
            "In *What if?*, put another sequence's backward states in. Why does half of the square turn "
            "blank?"
        ): _(
            "The backward evidence now comes from the other sequence. No input of this one can reach an "
            "answer through the backward reader, so every entry with s > t is exactly 0."
        ),
    }
)
