"""Follows a run: buttons, curves, the player, the answers on fresh sequences.

In: the config the controls stand at. Out: a part of the page whose pictures change while a run is active.
"""

from collections.abc import Hashable
from functools import partial

import streamlit as st

from ui import session
from ui.budget import can_look_inside, within_budget
from ui.channel import Feed, exams, feed
from ui.classroom import show_class
from ui.frame import is_dark
from ui.language import _, language
from ui.leaving import warn_before_leaving
from ui.live_figure import live_figure
from ui.live_part import live_part
from ui.player import player
from ui.player_payload import view
from ui.probe import probe_controls
from ui.run_status import news_of, status, status_html
from ui.shown_weights import UNTRAINED, shown_weights
from ui.stored_runs import Kept, keep_control, kept_run
from ui.tables import exams_view
from ui.train_pictures import (
    CURVES_HEIGHT,
    View,
    curves_picture,
    exam_pictures,
    moving_pictures,
)
from ui.visitor import visitor
from viz_core.config import ExperimentConfig
from viz_core.limits.budget import can_be_shown, excess
from viz_core.network.weights import Weights
from viz_core.training.history import History
from viz_core.training.job import Job
from viz_core.training.reports import JobState
from viz_core.watching.exams import Exams
from viz_core.watching.topics import Pictures

DEEP = 3
NOTHING_YET = History().curve()


def follow(config: ExperimentConfig) -> None:
    """The live part of the page: the active run, else the run of this config, else the network as it is.

    It runs again when a control in it changes and when the run comes to another stage; all that changes
    between comes over the channel.
    """
    job = session.shown_run(config)
    with st.container(key="train_live"):
        st.fragment(_live)(config, job is not None and not job.state.over)


def _live(config: ExperimentConfig, was_active: bool) -> None:
    job = session.shown_run(config)
    active = job is not None and not job.state.over
    if was_active and not active:
        st.rerun()  # the run ended: the whole page must know
    shown = job.config if job is not None else config
    row = st.container(horizontal=True, vertical_alignment="center")
    words = st.container()
    # A deep network needs the room of the curves: they follow below it (frame.css).
    pictures = st.container(key="train_deep" if shown.model.layers >= DEEP else "train_pictures")
    looks = _looks(shown, job)
    news = _feed(job, looks) if job is not None and active else None
    with row:
        buttons(config, job)
        keep_control(job if job is not None and session.is_own(job) else None)
        kept = kept_run(config) if job is None else None
        step = status_line(job, kept, news)
    with words:
        within_budget(config)
        if job is not None:
            say(job, config)
    shows = news if news and news.pictures else Feed(pictures=_at_rest(shown, job, kept, step, looks))
    with pictures:
        alt = _("Loss and accuracy of the run, update by update, below the best that is possible")
        live_figure(
            shows.pictures["curves"],
            key="train_curves",
            height=CURVES_HEIGHT,
            alt=alt,
            live=shows.live("curves"),
        )
        if can_look_inside(shown):
            payload = shows.pictures["player"]
            player(payload, key="train_player", autoplay=was_active, live=shows.live("player"))
    exams_view(shown, shows)
    if active and job is not None and job.state.over:
        st.rerun()  # it ended while this was drawn: what was sent is of its last stage, and no news follows


def _looks(shown: ExperimentConfig, job: Job | None) -> View:
    """The controls that change what is seen of a run, and what is seen beside it."""
    before = session.run_before(job) if job is not None else None
    curve = None if before is None else before.curve
    return View(probe=probe_controls(shown.task), before=curve, dark=is_dark())


def _feed(job: Job, looks: View) -> Feed:
    """The pictures of a run that goes on, and of a new exam of it."""
    probe, before = looks.probe, session.run_before(job)
    key = (probe.inputs.tobytes(), probe.symbols, before and before.id, looks.dark)
    draw = partial(moving_pictures, view=looks, cluster=session.jobs().cluster)
    return feed(job, ("train", *key), draw, news=_news)


def _news(job: Job) -> tuple[Hashable, ...]:
    return *news_of(job), exams().made(job)


def _at_rest(
    shown: ExperimentConfig, job: Job | None, kept: Kept | None, step: int | None, looks: View
) -> Pictures:
    """The pictures of a network that does not change: a run that is over or paused, at some step, or none."""
    run = job if job is not None else kept
    if run is None:
        return _before_any_run(shown, looks)
    curves = {"curves": curves_picture(shown, run.curve, looks, cursor_step=step)}
    if not can_be_shown(shown):
        return curves
    weights, source = _weights(shown, job, kept, step)
    return {
        **curves,
        "player": view(shown, weights, looks.probe, source=source),
        **exam_pictures(shown, _examined(shown, weights, source), dark=looks.dark),
    }


def _before_any_run(shown: ExperimentConfig, looks: View) -> Pictures:
    """What everybody sees who opens this link."""
    probe = looks.probe
    targets = None if probe.targets is None else probe.targets.tobytes()
    sequence = (probe.inputs.tobytes(), targets, probe.symbols)
    pictures = _opened(shown, sequence, dark=looks.dark, spoken=language(), _looks=looks)
    if not can_be_shown(shown):
        return pictures
    examined = _examined(shown, *shown_weights(shown, None))
    return {**pictures, **exam_pictures(shown, examined, dark=looks.dark)}


@st.cache_data(max_entries=32, show_spinner=False)
def _opened(
    shown: ExperimentConfig, sequence: Hashable, *, dark: bool, spoken: str, _looks: View
) -> Pictures:
    """Made once for a class that opens the same link: `sequence` and `dark` say what counts of `_looks`."""
    curves = {"curves": curves_picture(shown, NOTHING_YET, _looks)}
    if not can_be_shown(shown):
        return curves
    weights, source = shown_weights(shown, None)
    return {**curves, "player": view(shown, weights, _looks.probe, source=source)}


def _examined(shown: ExperimentConfig, weights: Weights, source: str) -> Exams | None:
    """The exams of these weights; None of weights that were never trained, whose answers are chance."""
    return None if source == UNTRAINED else exams().of(shown, weights)


def buttons(config: ExperimentConfig, job: Job | None) -> None:
    """Train, pause, step, stop; `job` is the run they steer, or another's, which is only watched."""
    if job is not None and not session.is_own(job):
        st.markdown(_("**The lecturer's run.** *Let go* to train one of your own."))
        return
    if job is not None:
        show_class(job)
    active = job is not None and not job.state.over
    paused = job is not None and job.state is JobState.PAUSED
    warn_before_leaving(active)
    may = excess(config) is None
    if st.button(_("Train"), type="primary", key="train", disabled=active or not may) and may:
        session.start(config, owner=visitor().name)
        st.rerun()
    if st.button(_("Resume") if paused else _("Pause"), key="pause", disabled=not active):
        _toggle(job)
    if st.button(_("Step"), key="step", disabled=not paused, help=_("One update of the weights")):
        job.step()  # type: ignore[union-attr]
    if st.button(_("Stop"), key="stop", disabled=not active, help=_("Keeps what was learned")):
        job.stop()  # type: ignore[union-attr]


def status_line(job: Job | None, kept: Kept | None, feed: Feed | None) -> int | None:
    """What the run is doing: a bar while it goes on; else a slider back through its history.

    Returns:
        The step that the slider stands at; None for the newest.
    """
    with st.container(key="status", gap=None):
        if kept is not None:
            st.markdown(kept.words)
            return None
        if job is None:
            st.markdown(_("Press **Train** and watch it learn."))
            return None
        steps = [snapshot.step for snapshot in job.snapshots]
        slides = (job.state is JobState.PAUSED or job.state.over) and len(steps) > 1
        step = _slider(job, steps) if slides else None
        if feed is not None or not slides:
            text = "" if slides else status_html(job)
            live = feed.live("" if slides else "status") if feed else None
            live_part(text, key="run_status", live=live, leads=True)
        return step


def _slider(job: Job, steps: list[int]) -> int | None:
    key = f"history_{job.id}_{steps[-1]}"
    step = st.select_slider(
        _("Drag back · {status}").format(status=status(job)),
        steps,
        value=steps[-1],
        format_func=lambda one: _("{step:,} updates").format(step=one),
        key=key,
    )
    return None if step == steps[-1] else step


def _toggle(job: Job | None) -> None:
    if job is not None:
        (job.resume if job.state is JobState.PAUSED else job.pause)()
        st.rerun(scope="fragment")


def say(job: Job, config: ExperimentConfig) -> None:
    """Whatever a person must know about this run, in one sentence."""
    if job.error:
        st.error(_(job.error))
    if job.note:
        st.info(_(job.note))
    if not job.state.over and job.config != config:
        st.info(_("The changed settings take effect with the next press of Train."))


def _weights(
    config: ExperimentConfig, job: Job | None, kept: Kept | None, step: int | None
) -> tuple[Weights, str]:
    """The weights to show, and where they come from."""
    if job is not None and step is not None:
        chosen = {snapshot.step: snapshot.weights for snapshot in job.snapshots}
        return chosen.get(step, chosen[max(chosen)]), "trained here"
    if kept is not None:
        return kept.weights, kept.source
    return shown_weights(config, job)
