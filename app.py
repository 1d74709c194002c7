"""The application: its server when started, its home page when visited.

`streamlit run app.py` imports this file once to find `app`, and runs it again for each visit of Home.
"""

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from ui.frame import open_page
from ui.language import _
from ui.player import player
from ui.rooms import room_links
from ui.server import settings
from ui.watch import pretrained_view

if get_script_run_ctx(suppress_warning=True) is None:
    app = st.App(__file__, **settings(__file__))
else:
    open_page(
        _("Bidirectional RNNs, alive"),
        lead=_(
            "Two readers walk through the same sequence, one from each end. Watch what each of them knows."
        ),
    )
    payload = pretrained_view("cumulative_sum", seed=3)
    player(payload, key="home_player", autoplay=True, compact=True)
    st.markdown(
        _(
            "**Look at the first steps:** the blue reader has seen little, the orange one nearly everything. "
            "The network, a bidirectional LSTM with 50 units, was trained to say when the running sum of its "
            "inputs reaches a quarter of their number. Healthy: one clean switch from 0 to 1, at the mark."
        )
    )
    room_links()
