"""A part of a page that is drawn again and again while this person's run goes on.

In: what draws it. Out: the part, and the whole page once the run has ended.
"""

from collections.abc import Callable

import streamlit as st

from ui import session


def while_training(draw: Callable[[], None], *, every: float) -> None:
    """Draw it now, and every so many seconds while a run is active."""
    active = session.active_run() is not None
    st.fragment(_drawn, run_every=every if active else None)(draw, active)


def _drawn(draw: Callable[[], None], was_active: bool) -> None:
    if was_active and session.active_run() is None:
        st.rerun()  # the run ended: the timer must stop
    draw()
