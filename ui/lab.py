"""Runs an experiment and shows its answer as it comes.

In: an experiment and its seeds. Out: a part of the page that refreshes itself while runs are under way.
Sweeps belong to the server: whoever opens the same experiment sees the same grid fill.
"""

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from ui import session
from ui.frame import is_dark
from ui.in_words import listed_in_words
from ui.lab_controls import more_seeds
from ui.lab_earlier import nothing_yet
from ui.lab_results import answer, files, open_in_train
from ui.language import _, language
from ui.live_figure import live_figure
from ui.refreshing import refreshed_while
from ui.stored_runs import store
from ui.sweeps import stop, sweeps
from ui.visitor import visitor
from ui.visitor_words import sentence
from viz_core.experiments.grid import Experiment
from viz_core.experiments.pictures import curves_figure, grid_figure, lines_figure, pareto_figure
from viz_core.experiments.results import Results, stored_results
from viz_core.experiments.sweep import Progress, SweepState
from viz_core.experiments.sweeps import Started
from viz_core.runs.store import Store, StoreError

REFRESH_SECONDS = 1.0


def follow_experiment(experiment: Experiment, seeds: range) -> None:
    """Buttons, grid, answer."""
    refreshed_while(
        lambda: _going_on(sweeps().of(experiment)),
        lambda: _answered(experiment, seeds),
        every=REFRESH_SECONDS,
    )


def _going_on(started: Started | None) -> bool:
    return started is not None and started.going_on


def _answered(experiment: Experiment, seeds: range) -> None:
    started = sweeps().of(experiment)
    try:
        found = stored_results(experiment, seeds, store())
    except StoreError as problem:
        st.error(sentence(problem))
        return
    _buttons(experiment, seeds, started, found)
    if started is not None and started.sweep.progress.error:
        st.error(_(started.sweep.progress.error))
    if not _going_on(started) and not any(one.runs for one in found.cells):
        nothing_yet(found, seeds)
        return
    live_figure(_grid(found, is_dark(), language()), key="lab_grid", alt=_("Accuracy of every cell"))
    answer(found)
    _pictures(found, seeds)
    files(found)
    open_in_train(found)


def _buttons(experiment: Experiment, seeds: range, started: Started | None, found: Results) -> None:
    active = _going_on(started)
    may_stop = active and started is not None and visitor().may_change(started.owner)
    done, total = sum(len(one.runs) for one in found.cells), len(seeds) * len(found.cells)
    with st.container(horizontal=True, vertical_alignment="center"):
        label = _("Resume") if 0 < done < total else _("Run")
        if st.button(label, type="primary", key="lab_run", disabled=active or done == total):
            _start(experiment, seeds)
        help_text = _("Keeps what is done") if may_stop or not active else _("Somebody else started it")
        if st.button(_("Stop"), key="lab_stop", disabled=not may_stop, help=help_text) and started:
            stop(started)
        help_text = _("Narrower intervals; what is done is not run again")
        if st.button(_("5 more seeds"), key="lab_more", on_click=more_seeds, help=help_text):
            st.rerun()
        st.progress(done / total, text=_status(done, total, started))


def _start(experiment: Experiment, seeds: range) -> None:
    try:
        sweeps().start(experiment, seeds, by=visitor(), jobs=session.jobs(), store=store())
    except (ValueError, StoreError) as problem:
        st.error(sentence(problem))
        return
    st.rerun()


def _status(done: int, total: int, started: Started | None) -> str:
    text = _("{done} of {total} runs").format(done=done, total=total)
    if started is None:
        return text
    progress = started.sweep.progress
    words = {
        SweepState.RUNNING: _running(progress),
        SweepState.STOPPED: _("stopped; what is done is kept"),
        SweepState.FAILED: _("ended early"),
    }
    return " · ".join(part for part in (text, words.get(progress.state, "")) if part)


def _running(progress: Progress) -> str:
    if not progress.active:
        return _("waiting for a training process")
    text = _("{count} training now").format(count=progress.active)
    if progress.seconds_left is not None:
        text += _(" · about {minutes:.0f} min left").format(minutes=max(1, progress.seconds_left / 60))
    return text


def _pictures(found: Results, seeds: range) -> None:
    """Fronts, lines and curves, as far as there is something to draw."""
    dark, spoken = is_dark(), language()
    if found.experiment.pareto and (figure := _front(found, dark, spoken)):
        live_figure(figure, key="lab_front", alt=_("Accuracy against parameters and against time"))
    if figure := _lines(found, dark, spoken):
        live_figure(figure, key="lab_lines", alt=_("Accuracy along the axis of numbers"))
    if any(one.runs for one in found.cells):
        _curves(found, seeds)


def _curves(found: Results, seeds: range) -> None:
    rows = {one.row: index for index, row in enumerate(found.rows) for one in row if one.runs}
    key = f"lab_row_{found.experiment.name}"
    words = {one: one for one in rows}
    row = listed_in_words(_("Learning curves of the row"), words, usual=next(iter(rows)), key=key)
    if figure := _curves_of(found, rows[row], seeds, store(), is_dark(), language()):
        live_figure(figure, key="lab_curves", alt=_("Training accuracy with bands"))


# What is drawn of the same results is drawn once for all who look. `spoken` is the language of `_`.


@lru_cache(maxsize=32)
def _grid(found: Results, dark: bool, spoken: str) -> Mapping[str, Any]:
    return _as_json(grid_figure(found, dark=dark, _=_))


@lru_cache(maxsize=32)
def _front(found: Results, dark: bool, spoken: str) -> Mapping[str, Any] | None:
    figure = pareto_figure(found, dark=dark, _=_)
    return None if figure is None else _as_json(figure)


@lru_cache(maxsize=32)
def _lines(found: Results, dark: bool, spoken: str) -> Mapping[str, Any] | None:
    figure = lines_figure(found, dark=dark, _=_)
    return None if figure is None else _as_json(figure)


@lru_cache(maxsize=32)
def _curves_of(
    found: Results, index: int, seeds: range, kept: Store, dark: bool, spoken: str
) -> Mapping[str, Any] | None:
    configs = [config for one in found.rows[index] for config in one.cell.seeded(seeds)]
    figure = curves_figure(found, index, kept.curves(configs), dark=dark, _=_)
    return None if figure is None else _as_json(figure)


def _as_json(figure: go.Figure) -> Mapping[str, Any]:
    return dict(json.loads(figure.to_json()))
