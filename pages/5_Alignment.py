"""Which backward state belongs to which input, and what becomes of it if nobody cares."""

import streamlit as st

from ui.frame import open_page
from ui.language import N_, _
from ui.lesson import one_thing, questions
from ui.lessons.alignment import choose, last_state, padding, two_lanes

# View -> questions about what it shows.
ASKED = {
    "lanes": {
        N_("Forget the flip on signed walk. Why does it hardly matter there?"): N_(
            "The running sum is known to the forward reader alone, so training gave the backward states "
            "little weight: shuffling them changes little. On balance and brackets half of the evidence is "
            "in the backward states."
        ),
        N_("On brackets and on balance the middle suffers least without the flip. Why?"): N_(
            "Place t holds the backward state of step T + 1 − t. In the middle the two are neighbours, "
            "whose states have read almost the same inputs; at the ends they are farthest apart."
        ),
        N_("Forget the flip. What do the two states that meet at step 1 know together?"): N_(
            "h→ 1 has read the first input, the backward state beside it only the last one: nobody there has "
            "read what lies between. With the flip h← 1 stands there, which has read everything."
        ),
    },
    "last": {
        N_("Take `output[:, 0]` instead of `output[:, -1]`. Which half is right then?"): N_(
            "The backward one: at step 1 it has read everything. But now the forward half has read the first "
            "input alone. The two final states stand at opposite ends."
        ),
        N_("A network that answers from `output[:, -1]` trains without an error. What gives it away?"): N_(
            "It is hardly better than a forward layer alone: its backward half has read one input, which the "
            "forward half has read too."
        ),
        N_("Does pooling over all steps fall into the same trap?"): N_(
            "No: `GlobalMaxPooling1D` takes its numbers from every step, so both final states are among "
            "them, wherever they stand."
        ),
    },
    "padding": {
        N_("At which steps are the backward states moved most, and why?"): N_(
            "At the last ones: the padding was read just before them. The more real inputs a state has read "
            "since, the less of the padding is left in it."
        ),
        N_("Would padding on the **left** spare the backward reader?"): N_(
            "Yes, but then the forward reader reads it first. Whichever side is padded, one of the two "
            "readers needs the mask."
        ),
        N_("Why are the forward differences exactly 0, and not only small?"): N_(
            "A forward state at a real step has read the inputs up to that step and nothing else: it is "
            "computed from the same numbers, with padding behind them or without."
        ),
    },
}


@st.fragment
def page() -> None:
    """All that a control changes."""
    choice = choose()
    if choice.view == "lanes":
        two_lanes(choice)
    elif choice.view == "last":
        last_state(choice)
        st.markdown(
            _(
                "**Look at** how far each row reaches. The backward reader ends at step 1: there it has read "
                "everything. At step T it has only begun. Healthy: both halves of the joined vector have "
                "read the whole sequence."
            )
        )
    else:
        padding(choice)
        st.markdown(
            _(
                "**Look at** the orange differences. The forward reader meets the padding last, so its "
                "states at the real steps stay exactly as they were. The backward reader must read all of it "
                "first and arrives with a state that is no longer zero. Switch the mask on: masked steps are "
                "skipped, and every difference is exactly 0 again. Healthy: 0 everywhere. Teal states are "
                "below 0, red ones above, the stronger the nearer to −1 or 1."
            )
        )

    questions({_(asked): _(answer) for asked, answer in ASKED[choice.view].items()})


open_page(_("Alignment"))
one_thing(_("The backward reader reads the last input first: flip before you merge."))
page()
