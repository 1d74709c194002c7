"""A small place for the lecturer: the key, and with it every run and sweep of this server.

In: the key that the server printed when it started. Out: a part of the Lab page. The key is never a part of a
link, and whoever gave it has it for this tab only.
"""

import streamlit as st

from ui import session
from ui.language import N_, _
from ui.visitor import badge_of, visitor
from ui.visitor_words import sentence
from viz_core.access.lecturer_key import TooManyAttempts, lecturer_key
from viz_core.config import ExperimentConfig, GuestConfig
from viz_core.experiments.sweeps import Sweeps
from viz_core.training.job import Job
from viz_core.training.jobs import Jobs
from viz_core.training.reports import JobState

# What the owner of a run reads, in a language of their own.
ENDED = N_("The lecturer ended this run; what it learned is kept.")


def announce() -> str:
    """What the server says in its terminal when it starts."""
    return _("Lecturer's key (enter it in the Lab, under “For the lecturer”): {key}").format(
        key=lecturer_key().text
    )


def lecturer_place(sweeps: Sweeps) -> None:
    """Ask for the key, or show what it opens."""
    with st.expander(_("For the lecturer")):
        if session.get("lecturer", False):
            _opened(sweeps)
        else:
            _asked()


def _asked() -> None:
    st.caption(
        _(
            "With the key that this server printed in its terminal at its start you may stop every run and "
            "sweep, empty the queue, and remove saved runs."
        )
    )
    with st.form("lecturer_form", border=False):
        given = st.text_input(
            _("Lecturer's key"), type="password", max_chars=40, key="lecturer_key", autocomplete="off"
        )
        if st.form_submit_button(_("Use the key")):
            _try(given or "")


def _try(given: str) -> None:
    try:
        right = lecturer_key().accepts(given, visitor=visitor().name)
    except TooManyAttempts as problem:
        st.error(sentence(problem))
        return
    if right:
        session.put({"lecturer": True})
        st.rerun()
    st.error(_("`key` must be the one that this server printed when it started; got another."))


def _opened(sweeps: Sweeps) -> None:
    jobs = session.jobs()
    with st.container(horizontal=True):
        if st.button(_("Stop every run"), key="lecturer_stop_runs"):
            stop_all(jobs)
        if st.button(_("Empty the queue"), key="lecturer_empty_queue"):
            jobs.empty_queue(note=ENDED)
        if st.button(_("Stop every sweep"), key="lecturer_stop_sweeps"):
            for one in sweeps.going_on():
                sweeps.stop(one, by=visitor())
        if st.button(_("Close"), key="lecturer_close"):
            session.put({"lecturer": False})
            st.rerun()
    st.fragment(_runs, run_every=2.0)()


def _runs() -> None:
    """Every run that somebody watches or waits for; those of sweeps are stopped with their sweep."""
    runs = [job for job in session.jobs().active() if not job.background]
    if not runs:
        st.caption(_("Nobody trains at the moment."))
    for job in runs:
        with st.container(horizontal=True, vertical_alignment="center"):
            if st.button(_("Stop"), key=f"lecturer_stop_{job.id}"):
                session.jobs().end(job, note=ENDED)
            st.markdown(f"{badge_of(job.owner or '')} {_described(job)}")


def _described(job: Job) -> str:
    training = job.config.training
    if job.state is JobState.QUEUED:
        where = _("place {place} in the queue").format(place=job.queue_place)
    else:
        where = _("update {step:,} of {steps:,}").format(step=job.updates, steps=training.steps)
    return f"{_network(job.config)} · {where}"


def _network(config: ExperimentConfig) -> str:
    if isinstance(config, GuestConfig):
        return _("a network of Your network, {count:,} parameters").format(count=config.parameters)
    model = config.model
    return f"{model.direction} {model.cell}({model.units}) × {model.layers}"


def stop_all(jobs: Jobs) -> None:
    """Stop every run that somebody started; what it learned is kept, and its page says who ended it."""
    for job in jobs.active():
        if not job.background:
            jobs.end(job, note=ENDED)
