"""Lesson: how many later steps a bidirectional reader needs before it can answer."""

import streamlit as st

from ui.frame import open_page
from ui.language import _
from ui.lesson import one_thing, questions
from ui.lessons.how_much_future import every_task, room

open_page(_("How much future"))
one_thing(_("A few steps of the future are often enough, if the reader was trained for it."))

room()
st.markdown(
    _(
        "**Look at** the red line: the network was trained on whole sequences; now its backward reader "
        "begins k steps ahead of each answer. Healthy: it stays at the thin line, the best possible. Where "
        "it falls below, the reader has used the end of the sequence as its clock; training under the same "
        "cut (purple) repairs that. Accuracies are those of 5,000 fresh sequences: a point may lie above the "
        "thin line by luck of the draw, by a few thousandths."
    )
)
st.markdown(_("#### The best possible, for all tasks"), anchors=False)
every_task()
st.markdown(
    _(
        "*Enough*: the least look-ahead that brings 95 % of what the future can bring. At k = 0 only the "
        "past is known; with all of it both readers are whole."
    )
)

questions(
    {
        _("Casino: how late must an answer come to be nearly as good as with the whole future?"): _(
            "About five steps. The hidden state changes every twenty steps on average, so what a bit says "
            "about the state fades with the distance: later ones hardly count."
        ),
        _("Balance: why is no look-ahead short of everything enough?"): _(
            "Every later number weighs as much as the next one. What has not been read leaves its whole "
            "weight in doubt, and the accuracy climbs until nothing is left unread."
        ),
        _("Mirror sum: why does the cut network do worse than one that reads no future at all?"): _(
            "Its backward reader has learned how far the sum must have come at each distance from the end. "
            "Cut, it begins in the middle and takes that place for the end: it counts from the wrong clock. "
            "Trained under the cut it learns what the sum so far says about the rest."
        ),
    }
)
