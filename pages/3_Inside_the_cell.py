"""What a cell does at one step, and what it carries on to the next."""

import streamlit as st

from ui.frame import open_page
from ui.language import _
from ui.lesson import one_thing, questions, side_by_side
from ui.lessons.inside_the_cell import at_work, choose, last_or_all, remembered


@st.fragment
def page() -> None:
    """All that a control changes."""
    choice = choose()
    at_work(choice)
    side_by_side(lambda: last_or_all(choice), lambda: remembered(choice))


open_page(_("Inside the cell"))
one_thing(_("Gates are valves: they decide what the carry track keeps."))
page()

questions(
    {
        _(
            "With weights set by hand, type a sequence that fills the LSTM's latch (unit 1) and empties it "
            "twice."
        ): _(
            "For example `1 0 -1 0 1 0 -1 0`. At +1 the input gate opens and 1 is written; at −1 the forget"
            " gate shuts, and 0.0025 of the carry track is left. Zeros in between change nothing: the "
            "forget gate stays open."
        ),
        _("LSTM's unit 3, set by hand, keeps its secret until asked. Which state knows before h does?"): _(
            "The cell state c, on the carry track: the output gate o is shut (0.0025), so h is near 0 while"
            " c is near 1. Only −1 opens the gate. This is why an LSTM hands on two states, not one."
        ),
        _(
            "SimpleRNN's echo, set by hand, fades at every step. Can a SimpleRNN remember a pulse for ever?"
        ): _(
            "Yes, with a recurrent weight above 1: h = tanh(2h) then has a second resting point, near 0.96."
            " But such a unit cannot be emptied by a gate; the input must outvote it. And while it is "
            "saturated, tanh′ is near 0, so that it hardly learns. Gates keep and learn at the same time."
        ),
    }
)
