"""A bidirectional LSTM in NumPy: run it, check it, train it."""

import inspect

import streamlit as st

from ui.frame import open_page
from ui.language import _
from ui.lesson import one_thing, questions
from ui.lessons.from_scratch import at_work, checks, choose, learning
from ui.script_to_copy import script_to_copy
from viz_core.scratch import time_bilstm


@st.fragment
def page() -> None:
    """All that a control changes."""
    at_work(*(chosen := choose()))

    checks(chosen[0])
    learning()

    whole_file = _("The whole file, to copy")
    script_to_copy(whole_file, lambda: inspect.getsource(time_bilstm), key="whole_file", line_numbers=True)


open_page(_("From scratch"))
one_thing(_("A bidirectional LSTM fits on one page: two readers and a flip."))
page()

questions(
    {
        _("Where does the backward reader's gradient flow in time?"): _(
            "To the right. The reader went from the last step to the first, so its errors go from the first"
            " step to the last. In the code that is hidden in two flips: `dhs_b[:, ::-1]` in, `dxs_b[:, "
            "::-1]` out; between them `TimeLSTM.backward` counts down as always."
        ),
        _("Why does backward add `dh_later` to `dhs[:, t]`?"): _(
            "A hidden state is used twice: as the output at its step, and as the input of the next step. Its "
            "gradient is the sum of both. Take one away and the numeric derivative disagrees at once."
        ),
        _("What would go wrong without the last flip in `forward`?"): _(
            "Nothing would crash: the shapes fit. But entry t of the backward half would hold the state "
            "that has read the last t inputs, not the inputs from t to the end, and the head would join "
            "states that do not belong together. Such errors are silent: that is why everything here is "
            "compared."
        ),
    }
)
