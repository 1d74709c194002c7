"""Lesson: where a reader comes to rest while nothing changes, and what it can remember there."""

import streamlit as st

from ui.frame import open_page
from ui.language import _
from ui.lesson import one_thing, questions
from ui.lessons.resting_points import at_work


@st.fragment
def page() -> None:
    """All that a control changes."""
    at_work()
    st.markdown(
        _(
            "Each reader of a first layer is a map from one state to the next, hₜ = F(hₜ₋₁, x) (backward: "
            "from t + 1 to t). Points belong to an input that never changes; a sequence only visits their "
            "surroundings. *Proved* means: by interval arithmetic over all states, for these weights as they "
            "are stored (bounds widened by 3·10⁻¹⁵ of their size, not rounded in a direction)."
        )
    )


open_page(_("Resting points"))
one_thing(_("A reader that remembers for long has several places to rest."))
page()

questions(
    {
        _("Move an input slowly away from 0. What happens to the points, and when is a pulse too weak?"): _(
            "A stable point and an unstable one move towards each other, meet and vanish. Until then a state "
            "near that point stays near it, however long the pulse lasts: too weak a pulse never flips the "
            "switch. Once the point is gone, the state moves on to another one, if the pulse lasts long "
            "enough."
        ),
        _("Switch to the backward reader. Why has it one point only?"): _(
            "The answer lies in the past, so training asked nothing of it. With one stable point, silence "
            "brings every state back to the same place, and nothing can be kept there."
        ),
        _(
            "With two switches, choose a saddle. Which of its eigenvalues lies outside the circle, and what "
            "does it part?"
        ): _(
            "The one along its way out. The states that run into the saddle form the border between what "
            "belongs to one stable point and to the next: a pulse flips the switch when it carries the "
            "state across."
        ),
    }
)
