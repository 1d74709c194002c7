"""Runs kept by name: watch, compare, export, delete; networks from files."""

import streamlit as st

from ui.frame import open_page
from ui.language import _
from ui.links import page_link
from ui.saved_runs import actions, bin_control, choose, players, upload
from ui.stored_runs import saved_runs
from ui.visitor_words import sentence
from viz_core.runs.store import StoreError

open_page(_("Saved runs"), lead=_("Networks that were kept on this server, each under a name."))

try:
    names = list(saved_runs().names())
    if names:
        chosen, number = choose(names)
        if chosen:
            actions(chosen[0])
            players(chosen, number)
    else:
        st.info(_("Nothing is kept yet: train a network and press **Keep**, or load a file."))
        page_link("pages/1_Train.py", label=_("Train a network"), icon=":material/play_circle:")
    bin_control()
    upload()
except StoreError as problem:
    st.error(sentence(problem))
