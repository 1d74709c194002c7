"""Lesson: errors travel back through time, against the reading direction of each reader."""

import streamlit as st

from ui.frame import open_page
from ui.language import _
from ui.lesson import one_thing, questions
from ui.lessons.errors_flowing_back import choose, long_sequences, plays

open_page(_("Errors flowing back"))
one_thing(_("The backward reader's errors flow rightwards."))

choice = choose()
plays(choice)
st.markdown(
    _(
        "**Look at** the dashed arrows: the backward reader is not back-propagation. It is a second "
        "reader, and its own errors flow rightwards. Healthy: bars of similar height at every state; a 0 "
        "stands where no error comes at all, because that state had no part in the answer."
    )
)
st.latex(
    r"\overrightarrow{\delta}_{t}=\frac{\partial L}{\partial \overrightarrow{h}_t}"
    r"\quad\text{needs}\quad\overrightarrow{\delta}_{t+1},"
    r"\qquad\qquad"
    r"\overleftarrow{\delta}_{t}=\frac{\partial L}{\partial \overleftarrow{h}_t}"
    r"\quad\text{needs}\quad\overleftarrow{\delta}_{t-1}"
)

long_sequences(choice)
st.markdown(
    _(
        "**Look at** the slopes: each step back multiplies the error by about the same number, so lines are "
        "nearly straight on this axis. Healthy: nearly flat. A line that leaves below has vanished, one that "
        "leaves above has exploded. Blue lines belong to the forward reader, orange ones to the backward "
        "reader. Weights are freshly drawn (32 units, seed 0), never trained; only the recurrent kernels "
        "are scaled to ρ, gate by gate, and the bias of the keeping gate is raised."
    )
)

questions(
    {
        _("Set ρ to 0.5, then to 3, with a SimpleRNN. What is the largest ρ that is safe?"): _(
            "Each step back multiplies by Vᵀ and by the slope of tanh, 1 − h², which is below 1. With ρ "
            "< 1 (the drawn kernel is orthogonal, so ρ is also its greatest stretch) the error must "
            "vanish; with ρ well above 1 it may explode. No setting is right for every sequence: ρ = 1 "
            "still loses a little at each step, because of tanh."
        ),
        _("Raise the gate bias to 5. Which lines become flat, and why?"): _(
            "GRU and LSTM: with the gate near 1 the old state is handed on nearly unchanged, and so is "
            "its error; along LSTM's carry track c this is the constant error carousel. Over many steps "
            "LSTM's errors even grow a little, because the ways through its other gates add up. "
            "SimpleRNN has no such gate and does not move."
        ),
        _("Take the loss at step 1. Which reader hears of it, and at how many steps?"): _(
            "The forward reader at step 1 only: its later states had no part in that answer. The "
            "backward reader at all steps: it had read the whole sequence when it reached step 1, so the "
            "error runs all the way to the right."
        ),
    }
)
