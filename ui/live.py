"""Follows a run: buttons, curves, the player, the answers on fresh sequences.

In: the config the controls stand at. Out: a part of the page that refreshes itself while a run is active.
Used by: the Train page; its buttons and words also by the rooms of `ui.sets`.
"""

import streamlit as st

from ui import session
from ui.frame import is_dark
from ui.language import _
from ui.live_figure import live_figure
from ui.player import player
from ui.probe import probe_controls
from ui.shelf import Kept, keep_control, kept_run
from ui.tables import exams_view
from ui.watch import view
from viz_core.config import ExperimentConfig
from viz_core.figures.training import curves
from viz_core.network.weights import Weights, initial_weights
from viz_core.pretrained import matching
from viz_core.seeds import stream
from viz_core.tasks import TASKS
from viz_core.training.history import History
from viz_core.training.job import Job
from viz_core.training.reports import JobState

REFRESH_SECONDS = 0.5
CURVES_HEIGHT = 180
NOTHING_YET = History().curve()


def follow(config: ExperimentConfig) -> None:
    """The live part of the page: the active run, else the run of this config, else the network as it is."""
    job = session.active_run() or session.run_of(config)
    active = job is not None and not job.state.over
    with st.container(key="train_room"):
        st.fragment(_room, run_every=REFRESH_SECONDS if active else None)(config, active)


def _room(config: ExperimentConfig, was_active: bool) -> None:
    job = session.active_run() or session.run_of(config)
    if was_active and (job is None or job.state.over):
        st.rerun()  # the run ended: the whole page must know, and the timer must stop
    with st.container(horizontal=True, vertical_alignment="center"):
        buttons(config, job)
        keep_control(job)
        kept = kept_run(config) if job is None else None
        step = _status_line(job, kept)
    if job is not None:
        say(job, config)
    shown = job.config if job is not None else config
    _curves(shown, job, kept, cursor_step=step)
    weights, source = _weights(shown, job, kept, step)
    picture = st.container()
    probe = probe_controls(shown.task)
    with picture:
        player(view(shown, weights, probe, source=source), key="train_player", autoplay=was_active)
    exams_view(shown, weights)


def buttons(config: ExperimentConfig, job: Job | None) -> None:
    """Train, pause, step, stop; `job` is the run they steer."""
    active = job is not None and not job.state.over
    paused = job is not None and job.state is JobState.PAUSED
    if st.button(_("Train"), type="primary", key="train", disabled=active):
        session.start(config)
        st.rerun()
    if st.button(_("Resume") if paused else _("Pause"), key="pause", disabled=not active):
        _toggle(job)
    if st.button(_("Step"), key="step", disabled=not paused, help=_("One update of the weights")):
        job.step()  # type: ignore[union-attr]
    if st.button(_("Stop"), key="stop", disabled=not active, help=_("Keeps what was learned")):
        job.stop()  # type: ignore[union-attr]


def _status_line(job: Job | None, kept: Kept | None) -> int | None:
    """What the run is doing: a bar while it goes on; else a slider back through its history.

    Returns:
        The step that the slider stands at; None for the newest.
    """
    with st.container(key="status"):
        if kept is not None:
            st.markdown(kept.words)
            return None
        if job is None:
            st.markdown(_("Press **Train**. The thin lines are the best any reader can do."))
            return None
        steps = [snapshot.step for snapshot in job.snapshots]
        if job.state is not JobState.PAUSED and not job.state.over or len(steps) < 2:
            st.progress(job.progress, text=status(job))
            return None
        key = f"history_{job.id}_{steps[-1]}"
        step = st.select_slider(
            status(job),
            steps,
            value=steps[-1],
            format_func=lambda one: f"{one:,}",
            key=key,
            help=_("Drag to go back in time"),
        )
        return None if step == steps[-1] else step


def _toggle(job: Job | None) -> None:
    if job is not None:
        (job.resume if job.state is JobState.PAUSED else job.pause)()
        st.rerun(scope="fragment")


def status(job: Job) -> str:
    """One short line: what the run is doing, and how long it will take."""
    if job.state is JobState.QUEUED:
        return _("Waiting: place {place} in the queue").format(place=job.queue_place)
    words = {
        JobState.STARTING: _("Starting the training process: a few seconds, once"),
        JobState.PREPARING: _("Preparing the run: the first one on a computer takes a few seconds"),
        JobState.FINISHED: _("Finished"),
        JobState.STOPPED: _("Stopped; what it learned is kept"),
        JobState.FAILED: _("Ended early"),
    }
    if job.state in words and not len(job.history.steps):
        return words[job.state]
    return _counts(job, words.get(job.state))


def _counts(job: Job, word: str | None) -> str:
    curve = job.history
    text = _("loss {loss:.4f} · accuracy {accuracy:.3f}").format(
        loss=curve.losses[-1], accuracy=curve.accuracies[-1]
    )
    if job.state is JobState.FINISHED:
        text += _(" over the last epoch")
    else:
        place = {"step": curve.steps[-1], "steps": job.config.training.steps}
        text = _("update {step:,} of {steps:,}").format(**place) + f" · {text}"
    if word is None and job.state is JobState.RUNNING and job.seconds_left is not None:
        text += _(" · {seconds:.0f} s left").format(seconds=job.seconds_left)
    paused = _("Paused") if job.state is JobState.PAUSED else None
    return " · ".join(part for part in (word or paused, text) if part)


def say(job: Job, config: ExperimentConfig) -> None:
    """Whatever a person must know about this run, in one sentence."""
    if job.error:
        st.error(job.error)
    if not job.state.over and job.config != config:
        st.info(_("The changed settings take effect with the next press of Train."))


def _curves(config: ExperimentConfig, job: Job | None, kept: Kept | None, *, cursor_step: int | None) -> None:
    """Loss and accuracy so far; before the first press only the best that is possible."""
    curve = job.history if job is not None else NOTHING_YET if kept is None else kept.curve
    before = session.run_before(job) if job is not None else None
    total = config.training.steps if job is None else job.config.training.steps
    curve = curve.by_updates(total)
    figure = curves(
        curve.steps,
        curve.losses,
        curve.accuracies,
        ceilings=TASKS[config.task.name].ceilings(config.task),
        total_steps=config.training.steps,
        previous=before.history.by_updates(total) if before is not None else None,
        cursor_step=cursor_step,
        waiting=_("The loss will be drawn here."),
        direction=config.model.direction,
        height=CURVES_HEIGHT,
        dark=is_dark(),
    )
    alt = _("Loss and accuracy of the run, update by update, below the best that is possible")
    live_figure(figure, key="train_curves", height=CURVES_HEIGHT, alt=alt)


def _weights(
    config: ExperimentConfig, job: Job | None, kept: Kept | None, step: int | None
) -> tuple[Weights, str]:
    """The weights to show, and where they come from."""
    if job is not None and job.snapshots:
        kept = {snapshot.step: snapshot.weights for snapshot in job.snapshots}
        return kept.get(step, kept[max(kept)]), "trained here"
    if kept is not None:
        return kept.weights, kept.source
    if (network := matching(config)) is not None:
        return network.weights, "pretrained"
    task = TASKS[config.task.name]
    rng = stream(config.training.seed, "weights")
    first = initial_weights(config.model, features=task.features, outputs=task.outputs, rng=rng)
    return first, "untrained"
