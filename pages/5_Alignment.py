"""Which backward state belongs to which input, and what becomes of it if nobody cares."""

import streamlit as st

from ui.frame import open_page
from ui.language import _
from ui.lesson import one_thing, questions
from ui.lessons.alignment import choose, last_state, padding, two_lanes

open_page(_("Alignment"))
one_thing(_("The backward reader reads the last input first: flip before you merge."))

choice = choose()
if choice.view == "lanes":
    two_lanes(choice)
elif choice.view == "last":
    last_state(choice)
    st.markdown(
        _(
            "**Look at** how far each row reaches. The backward reader ends at step 1: there it has read "
            "everything. At step T it has only begun. Healthy: both halves of the joined vector have read "
            "the whole sequence."
        )
    )
else:
    padding(choice)
    st.markdown(
        _(
            "**Look at** the orange differences. The forward reader meets the padding last, so its states "
            "at the real steps stay exactly as they were. The backward reader must crawl through all of it "
            "first and arrives with a state that is no longer zero. Switch the mask on: masked steps are "
            "skipped, and every difference is exactly 0 again. Healthy: 0 everywhere."
        )
    )

questions(
    {
        _("Forget the flip on signed walk. Why does it hardly matter there?"): _(
            "The running sum is known to the forward reader alone, so training gave the backward states "
            "little weight: shuffling them changes little. On balance and brackets half of the evidence is "
            "in the backward states."
        ),
        _("Without the flip the middle of the sequence suffers least. Why?"): _(
            "Place t holds the backward state of step T + 1 − t. In the middle the two are neighbours, "
            "whose states have read almost the same inputs; at the ends they are farthest apart."
        ),
        _("Would padding on the **left** spare the backward reader?"): _(
            "Yes, but then the forward reader crawls through it first. Whichever side is padded, one of the "
            "two readers needs the mask."
        ),
    }
)
