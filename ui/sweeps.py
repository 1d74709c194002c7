"""Which sweeps go on at this server: who started them, how far they are, and a button to stop one's own.

In: the sweeps. Out: a part of the Lab page that refreshes itself while there are any.
"""

import streamlit as st

from ui.language import _
from ui.process import once
from ui.refreshing import refreshed_while
from ui.visitor import badge_of, visitor
from ui.visitor_words import sentence
from viz_core.experiments.sweeps import NotTheirs, Started, Sweeps

REFRESH_SECONDS = 2.0


@once
def sweeps() -> Sweeps:
    """One for the process, whoever clears what cache: a sweep that nobody could find could not be stopped."""
    return Sweeps()


def sweeps_going_on() -> None:
    """List them; nothing is drawn where there are none."""
    if sweeps().going_on():
        st.markdown(_("**Sweeps on this server**"))
        refreshed_while(lambda: bool(sweeps().going_on()), _listed, every=REFRESH_SECONDS)


def _listed() -> None:
    for number, one in enumerate(sweeps().going_on()):
        with st.container(horizontal=True, vertical_alignment="center"):
            if st.button(_("Stop"), key=f"sweep_stop_{number}_{id(one)}", disabled=not _may_stop(one)):
                stop(one)
            progress = one.sweep.progress
            st.markdown(
                f"{badge_of(one.owner)} {_(one.title)} · "
                + _("{done} of {total} runs").format(done=progress.done, total=progress.total)
            )


def _may_stop(one: Started) -> bool:
    return visitor().may_change(one.owner)


def stop(one: Started) -> None:
    """Stop a sweep, or say why not."""
    try:
        sweeps().stop(one, by=visitor())
    except NotTheirs as problem:
        st.error(sentence(problem))
