"""Lesson: how far a network's answers lie from the exact posterior, and whether they mean what they say."""

import streamlit as st

from ui.frame import open_page
from ui.language import _
from ui.lesson import one_thing, questions
from ui.lessons.beliefs import at_work

open_page(_("Beliefs"))
one_thing(_("Accuracy stands still long before a network believes the right thing."))

at_work()
st.markdown(
    _(
        "The casino: one of two states hides behind each bit; it stays with probability 0.95 from step to "
        "step, and a bit shows it with probability 0.7. So the exact posterior is known. *Bits*: the "
        "Kullback-Leibler divergence of the network's answer from it, the mean over steps and fresh "
        "sequences; 0 means that it believes exactly what the inputs say."
    )
)

questions(
    {
        _("Accuracy has reached its ceiling. What does training still improve?"): _(
            "How sure the network is. An answer of 0.6 and one of 0.9 name the same state, so accuracy "
            "cannot tell them apart; whoever bets on them, or passes them on to another program, can."
        ),
        _("The exact reader of the past alone pays some 0.15 bits. For what?"): _(
            "For the future that it has not read. No training brings a forward network below that line; a "
            "bidirectional one crosses it early, while its accuracy is still rising."
        ),
        _("Sequence: type twenty times 1. Why does the dashed line stop short of 1?"): _(
            "Because the state may change at any step, with probability 0.05, and nobody says so. However "
            "many ones were read, the log-odds of the past stop at 3.236, a probability of 0.962. The thick "
            "line stands higher where the future agrees, and falls at the last step, which has none."
        ),
    }
)
