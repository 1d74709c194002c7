"""A page with one live figure and buttons for its next version and its last one."""

import streamlit as st

from ui.frame import is_dark
from ui.live_figure import live_figure
from viz_core.figures.training import curves

st.session_state.setdefault("points", 2)
if st.button("More", key="more"):
    st.session_state.points += 1
shown = st.tabs(["First", "Second"])
steps = list(range(0, 50 * st.session_state.points, 50))
figure = curves(
    steps,
    [0.7 - 0.001 * step for step in steps],
    [0.5 + 0.001 * step for step in steps],
    total_steps=500,
    ceilings={"forward": 0.9, "backward": 0.8, "bidirectional": 1.0},
    dark=is_dark(),
)
with shown[0]:
    live_figure(figure, key="curves", alt="Loss and accuracy of the run")
with shown[1]:
    live_figure(figure, key="hidden", alt="The same, in a tab", height=300)
st.text(f"{st.session_state.points} points")
