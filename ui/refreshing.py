"""A part of a page that is drawn again and again while something goes on.

In: what draws it, and whether that still goes on. Out: the part, and the whole page once it has ended.
"""

from collections.abc import Callable

import streamlit as st

from ui import session


def refreshed_while(going_on: Callable[[], bool], draw: Callable[[], None], *, every: float) -> None:
    """Draw a part now, and every so many seconds while something goes on."""
    active = going_on()
    st.fragment(_part, run_every=every if active else None)(going_on, draw, active)


def _part(going_on: Callable[[], bool], draw: Callable[[], None], was_active: bool) -> None:
    has_ended = was_active and not going_on()
    draw()  # first: Streamlit forgets the values of controls that a part has not drawn before it starts anew
    if has_ended:
        st.rerun()  # the whole page must know, and the timer must stop


def while_training(draw: Callable[[], None], *, every: float) -> None:
    """The same while a run of this person is active."""
    refreshed_while(lambda: session.active_run() is not None, draw, every=every)
