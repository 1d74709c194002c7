"""What a page has a worker compute: pictures that would hold up the web process, each once for all who look.

In: a run or a name, a function of `viz_core`, its arguments. Out: the result, once it is there, and a part of
the page that is drawn again when it comes.
"""

from collections.abc import Callable, Hashable, Sequence
from typing import Any

import numpy as np
import streamlit as st

from ui import session
from ui.language import _
from ui.process import once
from ui.refreshing import refreshed_while
from viz_core.access.line import Line
from viz_core.training.history import Snapshot
from viz_core.training.job import Job
from viz_core.watching.asides import LEAST_AT_ONCE, MOST_WAITING, Asides
from viz_core.watching.stage import is_moving

# Results of moments that are a few numbers each, and of states, up to a megabyte each.
MOST_SMALL, MOST_LARGE = 8_000, 128
# How often a page looks for a result, and for those of another's run that goes on.
LOOK_SECONDS, FOLLOW_SECONDS = 0.4, 2.0


@once
def _line() -> Line:
    """Whose turn it is to have something computed: one visitor's many wishes wait for others' first."""
    return Line(places=LEAST_AT_ONCE, most_waiting=MOST_WAITING)


@once
def small_results() -> Asides:
    """Results of a few kilobytes."""
    return Asides(kept=MOST_SMALL, line=_line())


@once
def large_results() -> Asides:
    """Results of up to a megabyte."""
    return Asides(kept=MOST_LARGE, line=_line())


def draw_result(
    store: Asides,
    name: Hashable,
    function: Callable[..., Any],
    arguments: tuple[Any, ...],
    draw: Callable[[Any], None],
    *,
    worker: str = "",
) -> None:
    """Draw what a worker computes of a network that does not change, as soon as it is there.

    Args:
        store: one of those above.
        name: of everything that the result depends on.
        function: importable on the workers.
        arguments: of it.
        draw: called with the result.
        worker: of the run whose network it is; empty for any.
    """

    def look() -> None:
        store.ask(name, session.cluster(), worker, function, {name: arguments})
        found = store.result(name)
        missing(store, name, is_open=store.is_open(name, name)) if found is None else draw(found)

    drawn_until(lambda: not store.is_open(name, name), look)


def draw_newest(
    store: Asides,
    job: Job,
    what: Hashable,
    function: Callable[..., Any],
    rest: tuple[Any, ...],
    draw: Callable[[Snapshot, Any], None],
) -> None:
    """Draw what a worker computes of the newest moment of a run, as soon as there is any.

    Args:
        store: one of those above.
        job: the run.
        what: of everything else that the result depends on.
        function: called with config, weights and the rest; importable on the workers.
        rest: of its arguments.
        draw: called with a moment and its result.
    """

    def look() -> None:
        found = of_newest(store, job, what, function, *rest)
        if found is not None:
            draw(*found)
        else:
            missing(store, group_of(job, what), is_open=newest_is_open(store, job, what))

    drawn_until(lambda: not newest_is_open(store, job, what), look, job=job)


def of_newest(
    store: Asides, job: Job, what: Hashable, function: Callable[..., Any], *rest: Any
) -> tuple[Snapshot, Any] | None:
    """What a worker has computed of the newest moment of a run; asks for that of the present one.

    Args:
        store: one of those above.
        job: the run.
        what: of everything else that the result depends on.
        function: called with the config, the weights and the rest; importable on the workers.
        rest: of its arguments.

    Returns:
        A moment and its result; None before there is any.
    """
    kept = job.snapshots
    name, call = _name(job, what, kept[-1]), (job.config, kept[-1].weights, *rest)
    store.ask(group_of(job, what), session.cluster(), job.worker, function, {name: call})
    for one in reversed(kept):
        if (found := store.result(_name(job, what, one))) is not None:
            return one, found
    return None


def newest_is_open(store: Asides, job: Job, what: Hashable) -> bool:
    """Whether a result for the present moment of a run is still to come."""
    return store.is_open(group_of(job, what), _name(job, what, job.snapshots[-1]))


def of_moments(
    store: Asides,
    job: Job,
    what: Hashable,
    function: Callable[..., Any],
    *rest: Any,
    moments: Sequence[Snapshot],
    at_once: int,
) -> dict[int, Any]:
    """What workers have computed of some moments of a run, by rising step; asks for some that are missing.

    Args:
        store: one of those above.
        job: the run.
        what: of everything else that the results depend on.
        function: called with config, weights and the rest; importable on the workers.
        rest: of its arguments.
        moments: of the run, by rising step.
        at_once: for how many of them one request asks; the first and the last that are missing come first.
    """
    group = group_of(job, what)
    gaps = [one for one in moments if store.is_open(group, _name(job, what, one))]
    places = np.linspace(0, len(gaps) - 1, at_once).round().astype(int).tolist() if gaps else []
    some = [gaps[place] for place in sorted(set(places))]
    calls = {_name(job, what, one): (job.config, one.weights, *rest) for one in some}
    store.ask(group, session.cluster(), job.worker, function, calls)
    found = {one.step: store.result(_name(job, what, one)) for one in moments}
    return {step: one for step, one in found.items() if one is not None}


def count_open(store: Asides, job: Job, what: Hashable, moments: Sequence[Snapshot]) -> int:
    """How many of some moments of a run have no result yet."""
    return sum(store.is_open(group_of(job, what), _name(job, what, one)) for one in moments)


def group_of(job: Job, what: Hashable) -> Hashable:
    """What all moments of a run are asked for under."""
    return job.id, what


def _name(job: Job, what: Hashable, moment: Snapshot) -> Hashable:
    return job.id, what, moment.step


def drawn_until(is_complete: Callable[[], bool], draw: Callable[[], None], *, job: Job | None = None) -> None:
    """Draw a part of a page now, and again until all of it has been computed.

    While a run of this person goes on nothing is added: its page is drawn again anyway.

    Args:
        is_complete: says so, at once.
        draw: draws what is there.
        job: the run that is shown; of one that goes on there is always something new.
    """
    every = LOOK_SECONDS if job is None or not is_moving(job) else FOLLOW_SECONDS
    refreshed_while(lambda: session.active_run() is None and not is_complete(), draw, every=every)


def missing(store: Asides, group: Hashable, *, is_open: bool) -> None:
    """Say in place of a picture that it is being computed, or why it is not.

    Args:
        store: one of those above.
        group: under which it was asked for.
        is_open: whether it is still to come.
    """
    if error := session.cluster().error:
        st.warning(_(error))
    elif is_open:
        st.info(_("Being computed by a training process…"))
    elif store.rests(group):
        st.warning(
            _("Two attempts of training processes to compute this failed; it is tried again in some minutes.")
        )
    else:
        st.warning(_("This could not be computed; the server's log says why."))
