"""Take a network over as a run, where this app builds one that computes the same; take it home as a file.

In: a network. Out: a sentence, and a button that keeps it among the saved runs, or makes its file.
"""

import streamlit as st

from ui import session
from ui.guests.choosing import Chosen
from ui.language import _
from ui.links import page_link
from ui.saved_runs import answer, load
from viz_core.guests.kept import bytes_of
from viz_core.runs import keras_export
from viz_core.tasks import TASKS


def take_home(chosen: Chosen) -> None:
    """Offer what it has learned here as a `.keras` file."""
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(_("Make a .keras file"), key="guest_export"):
            weights = tuple(chosen.opened.guest.arrays.values())
            data = answer(keras_export.export_guest, chosen.source, weights)
            session.put({"guest_made": (chosen.key, data)})
        key, data = session.get("guest_made", ("", None))
        if data is not None and key == chosen.key:
            st.download_button(_("Download"), data, "network.keras", key="guest_download")
        st.markdown(_("The network with the weights that it has learned here."))


def open_as_run(chosen: Chosen) -> None:
    """Offer it for one of the tasks that it fits; nothing where there is none."""
    tasks = chosen.opened.tasks
    if not tasks:
        st.caption(_("This app builds no network that computes the same, so the other pages cannot show it."))
        return
    with st.container(border=True):
        st.markdown(
            _("**This app builds a network that computes the same.** As a run every page can show it.")
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
