"""How a bidirectional network reads: forward, backward, merge, answer."""

import streamlit as st

from ui.frame import open_page
from ui.language import _
from ui.lesson import one_thing, questions, side_by_side
from ui.lessons.how_it_reads import at_work, choose, parameters, two_sentences


@st.fragment
def page() -> None:
    """All that a control changes."""
    choice = choose()
    at_work(choice)
    side_by_side(lambda: two_sentences(choice), lambda: parameters(choice))


open_page(_("How it reads"))
one_thing(_("At every step two readers meet: one knows the past, one the future."))
page()

questions(
    {
        _(
            "With “… Teddy bears”, choose “Compare” and press play. Which network answers first at “Teddy”, "
            "and why?"
        ): _(
            "The plain RNN: it answers as it reads, as soon as it has read three words. The bidirectional "
            "network first reads all four words forward, then all four backward, and only then merges. Its "
            "better answer costs waiting."
        ),
        _(
            "With weights set by hand, choose “Plain”. Which of the two sentences does the forward reader "
            "alone get wrong at “Teddy”?"
        ): _(
            "“Teddy bears”: it leans towards a person, in both sentences. It must say the same in both, "
            "because it has read the same three words; no training can change that."
        ),
        _("With two layers, which inputs does the forward reader of layer 2 know at step 1?"): _(
            "All of them: what it reads there is [h→₁ ; h←₁] of layer 1, and h←₁ has read everything. "
            "From the second layer on, “forward” is only the order of reading."
        ),
    }
)
