"""Ask a question, run a grid of networks, get an answer with intervals."""

import streamlit as st

from ui.frame import open_page
from ui.lab import follow_experiment
from ui.lab_controls import experiment_controls
from ui.language import _
from ui.lecturer import lecturer_place
from ui.sweeps import sweeps, sweeps_going_on

open_page(_("Lab"), lead=_("One question, many networks, an answer that survives another seed."))

experiment, seeds = experiment_controls()
if experiment is not None:
    st.markdown(f"**{_(experiment.question)}** {_('Expected')}: {_(experiment.expectation)}")
    st.caption(_("Look at: {what}").format(what=_(experiment.look_at)))
    follow_experiment(experiment, seeds)
sweeps_going_on()
lecturer_place(sweeps())
