"""Lesson: errors travel back through time, against the reading direction of each reader."""

import streamlit as st

from ui.frame import open_page
from ui.language import _
from ui.lesson import one_thing, questions
from ui.lessons.errors_flowing_back import choose, long_sequences, plays
from ui.savable import savable


@st.fragment
def page() -> None:
    """All that a control changes."""
    choice = choose()
    plays(choice)
    st.markdown(
        _(
            "**Look at** the dashed arrows: the backward reader is not back-propagation. It is a second "
            "reader, and its own errors flow rightwards. Healthy: bars of similar height at every state; a 0 "
            "stands where no error comes at all, because that state had no part in the answer."
        )
    )
    with savable("formula", key="back_rules"):
        st.latex(
            r"\overrightarrow{\delta}_{t}=\frac{\partial L}{\partial \overrightarrow{h}_t}"
            r"\quad\text{needs}\quad\overrightarrow{\delta}_{t+1},"
            r"\qquad\qquad"
            r"\overleftarrow{\delta}_{t}=\frac{\partial L}{\partial \overleftarrow{h}_t}"
            r"\quad\text{needs}\quad\overleftarrow{\delta}_{t-1}"
        )

    long_sequences(choice)


open_page(_("Errors flowing back"))
one_thing(_("The backward reader's errors flow rightwards."))
page()

questions(
    {
        _("Set ρ to 0.5, then to 3, with a SimpleRNN. What is the largest ρ that is safe?"): _(
            "Each step back multiplies by Vᵀ and by the slope of tanh, 1 − h², which is below 1. With ρ "
            "< 1 (the drawn kernel is orthogonal, so ρ is also its greatest stretch) the error must "
            "vanish; with ρ well above 1 it may explode. No setting is right for every sequence: ρ = 1 "
            "still loses a little at each step, because of tanh. Training finds kernels that lose less."
        ),
        _("Set the gate bias to 0 and ρ to 1, as Keras draws weights. Why does the GRU now fall fastest?"): _(
            "Its update gate then stands at z = σ(0) = ½: half of the state, and of its error, is handed on. "
            "The other way, through the candidate, passes on at most (1 − z) · r = ½ · ½. Together at most ¾ "
            "a step. An LSTM's forget gate starts at f = σ(1) = 0.73, because Keras adds 1 to its bias, and "
            "the way through its other gates adds up to o · i = ¼: nearly 1 together. A SimpleRNN has no "
            "gate to lose by, only the slope of tanh. A gate keeps nothing until it has learned to: look at "
            "the trained networks on the right."
        ),
        _("Back at a gate bias of 4: which lines are nearly flat, and why?"): _(
            "GRU and LSTM: with the gate near 1 the old state is handed on nearly unchanged, and so is "
            "its error; along LSTM's cell state c this is the constant error carousel. LSTM's errors even "
            "grow by some hundredths at each step, tenfold or more over many, because the ways through "
            "its other gates add up. SimpleRNN has no such gate and does not move."
        ),
        _("Take the loss at step 1. Which states of each reader does the error reach?"): _(
            "Of the forward reader the state at step 1 only: its later states had no part in that answer. Of "
            "the backward reader all: it had read the whole sequence when it reached step 1, so the "
            "error runs all the way to the right."
        ),
    }
)
