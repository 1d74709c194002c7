"""Take a network over as a run, where this app builds one that computes the same.

In: a network. Out: a sentence, and a button that keeps it among the saved runs.
"""

import streamlit as st

from ui.guests.choosing import Chosen
from ui.language import _
from ui.links import page_link
from ui.saved import load
from viz_core.guests.kept import bytes_of
from viz_core.tasks import TASKS


def open_as_run(chosen: Chosen) -> None:
    """Offer it for one of the tasks that it fits; nothing where there is none."""
    tasks = chosen.opened.tasks
    if not tasks:
        st.caption(_("This app builds no network that computes the same, so the other rooms cannot show it."))
        return
    with st.container(border=True):
        st.markdown(
            _("**This app builds a network that computes the same.** As a run it is known to every room.")
        )
        left, middle, right = st.columns([3, 3, 2], vertical_alignment="bottom")
        task = left.selectbox(
            _("The task it reads"),
            tasks,
            format_func=lambda one: _(TASKS[one].title),
            key=f"run_task_{len(tasks)}",
        )
        name = middle.text_input(_("Name"), max_chars=60, key="run_name")
        if right.button(_("Open as a run"), key="open_as_run", width="stretch") and load(
            bytes_of(chosen.source), str(task), name or ""
        ):
            st.success(_("Kept: see Saved runs."))
            page_link("pages/21_Saved_runs.py", label=_("Saved runs"), icon=":material/bookmark:")
