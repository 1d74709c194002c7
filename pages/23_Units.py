"""Lesson: what each unit goes with, what raises it, and how its gates stand."""

import streamlit as st

from ui.frame import open_page
from ui.language import _
from ui.lesson import one_thing, questions
from ui.lessons.units import at_work

open_page(_("Units as detectors"))
one_thing(_("Untrained units follow something, too: compare before you name one."))

at_work()
st.markdown(
    _(
        "Each row is a unit (press it to choose it), in the group of the exact quantity with which its "
        "states correlate best over many fresh sequences; within a group the strongest stand on top. A *tie* "
        "is a unit for which another quantity comes within 0.05. A correlation says what a unit goes along "
        "with, not what the network uses it for."
    )
)

questions(
    {
        _("Cumulative sum, forward: nearly all units follow the sum. Has the network learned that?"): _(
            "Hardly: of the untrained units most follow the sum, too, for a recurrent state adds up whatever "
            "it reads. Now choose the backward reader: trained, nearly all of its units follow the step, "
            "untrained a few. That is learned: the backward reader has nothing to tell, and "
            "counts instead."
        ),
        _("Two flip-flops: the gates would keep a state for less than one step. How can it remember?"): _(
            "Not by open gates. The state is renewed at each step and lands in the same place again: it "
            "rests at a stable point (see Resting points). The memory of its gates says nothing of a network "
            "that rests."
        ),
        _("Two-sided flip-flop: many units are ties. Which name is right?"): _(
            "The data do not say. The last pulse is a part of the target, so a unit that follows one follows "
            "the other. To tell them apart one needs sequences on which the two differ, or to change the "
            "unit and see which answers move (see Switchboard)."
        ),
    }
)
