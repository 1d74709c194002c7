"""'My last run' on pages of lessons: the run on the Train page, or that of whoever leads the class.

In: what a page can show. Out: a run, and a slider over the moments of its training.
"""

from collections.abc import Callable, Sequence

import streamlit as st

from ui import session
from ui.classroom import show_class
from ui.language import _
from ui.links import BOUND
from viz_core.config import ExperimentConfig
from viz_core.training.job import Job

# Moments that a slider needs.
FEWEST = 2


def last_run(fits: Callable[[ExperimentConfig], bool]) -> Job | None:
    """The newest run that fits; if this browser leads a class, whoever follows sees it, too.

    Args:
        fits: whether the page can show such a network.
    """
    job = session.newest_run(fits)
    if job is not None and session.is_own(job):
        show_class(job)
    return job


def moment_slider(key: str, steps: Sequence[int], opens: int | None = None) -> int:
    """The place of the chosen moment among some.

    Args:
        key: of the control.
        steps: updates done at each, rising.
        opens: updates at which it opens, and the choice is kept in the link; None for a run, which opens at
            its newest moment and has no place in a link.
    """
    chosen: int = st.select_slider(
        _("Updates done"),
        list(steps),
        value=steps[-1] if opens is None else opens,
        format_func=lambda one: f"{one:,}",
        key=f"{key}_{steps[-1]}" if opens is None else key,
        **({} if opens is None else BOUND),
    )
    return list(steps).index(chosen)
