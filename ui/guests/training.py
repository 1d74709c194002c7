"""Train it here: a network that somebody brought goes on learning, by Keras's own `fit` on a worker.

In: a network and what it reads. Out: the part of the page with the player, what it learns from, its curves.
"""

from collections.abc import Hashable
from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from ui import session
from ui.budget import within_budget
from ui.channel import Feed, feed
from ui.controls import training_controls
from ui.frame import is_dark
from ui.guests.choosing import Chosen
from ui.guests.shown import choose_layer, place_player, show
from ui.headings import heading
from ui.in_words import in_words, listed_in_words
from ui.language import N_, _
from ui.live_figure import live_figure
from ui.run_status import news_of, status_html
from ui.sets.training import epoch_curves
from ui.sets.your_own_controls import FILE, TITLES
from ui.sets.your_own_table import table_of
from ui.train import buttons, say, status_line
from ui.train_pictures import CURVES_HEIGHT
from ui.visitor_words import sentence
from viz_core.config import GuestConfig, TaskConfig, TrainingConfig
from viz_core.data.own_sets import OWN, division
from viz_core.figures.training import plain_curves
from viz_core.guests.feeding import Fed
from viz_core.guests.guest import Guest
from viz_core.guests.learning import (
    check_may_learn,
    guest_config,
    table_to_learn,
    task_to_learn,
    tasks_to_learn,
)
from viz_core.guests.looking import look
from viz_core.guests.placing import is_quick
from viz_core.guests.playing import reading_playback
from viz_core.network.weights import Weights
from viz_core.payloads.playback import Playback
from viz_core.tasks import TASKS
from viz_core.training.history import Curve
from viz_core.training.job import Job
from viz_core.watching.plain import plain
from viz_core.watching.topics import Pictures

TABLE = "table"
USUAL = TrainingConfig(sequences=5_000, epochs=2, batch_size=32, trainer="keras")


def as_it_stands(chosen: Chosen) -> Chosen | None:
    """The network after its newest run here, or as its file has it; None while it is learning."""
    job = session.guest_run(chosen.source)
    if _active(job):
        return None
    return chosen if job is None or not job.snapshots else _after(chosen, job, job.snapshots[-1].step)


def _active(job: Job | None) -> bool:
    return job is not None and not job.state.over


def _after(chosen: Chosen, job: Job, step: int) -> Chosen:
    """The network at one moment of a run."""
    snapshot = next((one for one in job.snapshots if one.step == step), job.snapshots[-1])
    guest = chosen.opened.guest.holding(snapshot.weights)
    return replace(chosen, opened=replace(chosen.opened, guest=guest), moment=f"{job.id}/{snapshot.step}")


def follow(chosen: Chosen, fed: Fed | None) -> None:
    """The player and the training below it; drawn again by itself when a run comes to another stage."""
    st.fragment(_part)(chosen, fed, _active(session.guest_run(chosen.source)))


def _part(chosen: Chosen, fed: Fed | None, was_active: bool) -> None:
    job = session.guest_run(chosen.source)
    if was_active and not _active(job):
        st.rerun()  # the run ended: the whole page must know
    picture = st.container()
    with picture:
        place = choose_layer(chosen.opened.guest)
    news = _feed(chosen, fed, place, job) if job is not None and _active(job) else None
    heading(_("Train it here, by Keras"))
    config = _what_to_learn(chosen)
    step = _row(config, job, news)
    with picture:
        _player(chosen, fed, place, job, step, news)
    if job is not None:
        say(job, config or job.config)
        figure = news.pictures["curves"] if news and news.pictures else _curves(job, is_dark())
        alt = _("Loss and accuracy of the training, step by step")
        live_figure(figure, key="guest_curves", alt=alt, live=news.live("curves") if news else None)
    if news is not None and not _active(job):
        st.rerun()  # it ended while this was drawn: what was sent is of its last stage, and no news follows


def _row(config: GuestConfig | None, job: Job | None, news: Feed | None) -> int | None:
    """Buttons, and what the run is doing; the step that its slider stands at."""
    if config is None and job is None:
        return None
    step = None
    with st.container(horizontal=True, vertical_alignment="center"):
        buttons(config or job.config, job)  # type: ignore[union-attr]
        if job is not None:
            step = status_line(job, None, news)
    if config is not None:
        within_budget(config)
    return step


def _player(
    chosen: Chosen, fed: Fed | None, place: int, job: Job | None, step: int | None, news: Feed | None
) -> None:
    if fed is None:
        return
    if news is not None and "player" in news.pictures:
        place_player(news.pictures["player"], news.live("player"))
    elif job is not None and job.snapshots:
        show(_after(chosen, job, job.snapshots[-1].step if step is None else step), fed, place)
    else:
        show(chosen, fed, place)


def _what_to_learn(chosen: Chosen) -> GuestConfig | None:
    """A task that fits, or a table; None after a sentence where it can learn from neither."""
    guest = chosen.opened.guest
    left, right = st.columns([4, 2], vertical_alignment="bottom")
    try:
        check_may_learn(guest)
        fitting = tasks_to_learn(guest)
        titles = {one: TASKS[one].title for one in fitting} | {TABLE: N_("A table")}
        usual, key = next(iter(titles)), f"guest_learns_{len(fitting)}"
        name = listed_in_words(_("It learns from"), titles, usual=usual, key=key, place=left)
        with right.popover(_("Training"), width="stretch"):
            training = training_controls(USUAL, prefix="guest_", drawn=name != TABLE)
        task = _table(guest) if name == TABLE else task_to_learn(guest, name)
        if task is None:
            return None
        if name == TABLE:
            training = replace(training, sequences=len(division(task.source).train))
        return guest_config(guest, chosen.source, task, training)
    except ValueError as problem:
        st.info(sentence(problem))
        return None


def _table(guest: Guest) -> TaskConfig | None:
    name = in_words(_("Data"), TITLES, usual=FILE, key="guest_table")
    table = table_of(name)
    return None if table is None else table_to_learn(guest, table)


def _feed(chosen: Chosen, fed: Fed | None, place: int, job: Job) -> Feed:
    guest, before = chosen.opened.guest, session.run_before(job)
    inputs: Hashable = None if fed is None else tuple(one.tobytes() for one in fed.inputs)
    key = ("guest", inputs, place, before and before.id, is_dark())
    curve = None if before is None else before.curve
    draw = partial(_moving, guest=guest, fed=fed, place=place, before=curve, dark=is_dark())
    return feed(job, key, draw, news=news_of)


def _moving(
    job: Job, *, guest: Guest, fed: Fed | None, place: int, before: Curve | None, dark: bool
) -> Pictures:
    """Everything that the page shows of a run that goes on; in any thread."""
    curves = {"status": {"html": status_html(job)}, "curves": _picture(job, before, dark)}
    snapshots = job.snapshots
    if not snapshots or fed is None or not is_quick(guest, fed.inputs):
        return curves
    played = _played(guest, snapshots[-1].weights, fed, place)
    return curves if played is None else {**curves, "player": played}


def _played(guest: Guest, weights: Weights, fed: Fed, place: int) -> Playback | None:
    """What the player shows of these weights; None where there is too much to be played."""
    now = guest.holding(weights)
    try:
        return reading_playback(now, fed, look(now, fed.inputs), place, source="trained here", _=_)
    except ValueError:
        return None


def _curves(job: Job, dark: bool) -> dict[str, Any]:
    before = session.run_before(job)
    return _picture(job, None if before is None else before.curve, dark)


def _picture(job: Job, before: Curve | None, dark: bool) -> dict[str, Any]:
    """Loss and accuracy: update by update on a task, epoch by epoch on a table."""
    task, curve = job.config.task, job.curve
    if task.name in OWN:
        return epoch_curves(job, dark)
    figure: dict[str, Any] = plain(
        plain_curves(
            curve.steps,
            curve.losses,
            curve.accuracies,
            ceilings=TASKS[task.name].ceilings(task),
            total_steps=job.config.training.steps,
            previous=before,
            waiting=_("The loss will be drawn here."),
            height=CURVES_HEIGHT,
            dark=dark,
            _=_,
        )
    )
    return figure
