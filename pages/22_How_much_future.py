"""Lesson: how many steps ahead a reader must look, and what it costs to wait for them."""

import streamlit as st

from ui.frame import open_page
from ui.language import _
from ui.lesson import one_thing, questions
from ui.lessons.how_much_future import choose, show


@st.fragment
def page() -> None:
    """All that a control changes."""
    show(choose())


open_page(_("How much future"))
one_thing(_("A few steps of future may be enough; some tasks need the end."))
page()

questions(
    {
        _("Choose the casino, then the balance. Which of them could caption a live broadcast?"): _(
            "The casino: what lies far ahead says next to nothing about the present step, so a few steps of "
            "delay buy nearly all of the gain. For the balance each later number weighs as much as the next "
            "one: whoever answers before the end gives accuracy away."
        ),
        _("Brackets at k = 0: why is the cut network worse than a forward network could be?"): _(
            "Its backward reader always began at the end of the sequence, so its state also said how far "
            "away the end is. Begun somewhere else, that state says something that is not true, and the "
            "output layer believes it. Trained with this look-ahead, the network is as good as the best "
            "forward reader."
        ),
        _("A microphone gives 100 steps a second. What does a look-ahead of 20 steps cost?"): _(
            "Each answer comes 20 steps, a fifth of a second, late. A bidirectional network on the whole "
            "recording answers only after its end, however long it is. A look-ahead of k lies in between: "
            "with a backward reader that begins anew for each answer, k steps ahead, or with a forward "
            "network whose targets are delayed by k steps."
        ),
    }
)
