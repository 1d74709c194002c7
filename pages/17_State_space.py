"""Lesson: the states of both readers, seen in the plane along which they vary most."""

import streamlit as st

from ui.frame import open_page
from ui.language import _
from ui.lesson import one_thing, questions
from ui.lessons.state_space import room

open_page(_("State space"))
one_thing(_("Two readers, two clocks; the answer is read off where their states meet."))

room()
st.markdown(
    _(
        "**Look at** the thread: it joins the forward state, the merged state and the backward state of one "
        "step. The forward reader came there from step 1, the backward reader from the last one. Solid line: "
        "where the answer changes within the plane. Healthy: above, colours lie apart on its two sides; "
        "below, they do not."
    )
)
st.markdown(
    _(
        "Each dot is a state of a fresh sequence; each plane is spanned by the first two principal "
        "components (PC1, PC2) of its own states, with their shares of the variance. R² says how much of "
        "the colour a straight scale laid into the plane explains. A high share of variance shows no "
        "learning: first weights often have more. What counts is the difference from the untrained row, "
        "which has read the same sequences."
    )
)

questions(
    {
        _("Balance: show forward against backward. Which way does the border between the colours run?"): _(
            "Diagonally. PC1 of each reader follows the sum it has read, and the answer compares the two "
            "sums: neither axis alone tells it, both together do. Choose “Flip-flop, both sides”, and the "
            "same picture has four corners: two places for each reader, two times two together."
        ),
        _(
            "Cumulative sum: colour by the sum so far. Is the trained network better than the untrained one?"
        ): _(
            "No. Random weights add numbers up just as well, so a sum that can be read off the states "
            "proves nothing. Compare the colour Target, or another task, before you speak of learning."
        ),
        _("Casino: the colour is the exact belief. Why is R² of the untrained network above 0.6, too?"): _(
            "The belief leans on the bits read last, and every recurrent state holds some of them. Training "
            "brings the rest: how much weight each bit has, and how fast it fades."
        ),
    }
)
