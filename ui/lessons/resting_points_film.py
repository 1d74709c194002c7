"""The film in the lesson 'Resting points': points that are born while a network of two units learns.

In: a film that comes along, or the snapshots of the run on the Train page. Out: a part of a page.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import streamlit as st

from ui import session
from ui.badge import badge
from ui.frame import is_dark
from ui.in_words import in_words
from ui.language import N_, _
from ui.lessons.resting_points_parts import KINDS
from ui.links import BOUND
from ui.live_figure import live_figure
from viz_core.config import ExperimentConfig
from viz_core.figures.resting_points import Mark
from viz_core.figures.resting_points_film import film_lines, film_plane
from viz_core.lessons.resting_points import fits
from viz_core.lessons.resting_points_film import (
    CELLS,
    Moment,
    accuracies,
    lengths,
    moment,
    shipped_film,
)
from viz_core.lessons.resting_points_silence import keeps_answers
from viz_core.network.weights import Weights
from viz_core.training.job import Job

FILMS = {
    "SimpleRNN": N_("SimpleRNN(2)"),
    "GRU": N_("GRU(2)"),
    "LSTM": N_("LSTM(8)"),
    "live": N_("My last run"),
}
# Updates at which each film opens, while its points are being born.
OPENS_AT = {"SimpleRNN": 160, "GRU": 875, "LSTM": 170}


@dataclass(frozen=True, kw_only=True, eq=False)
class Shown:
    """A film, whatever it was made from.

    Attributes:
        moments: by rising step.
        accuracies: name of a length -> one for each moment; empty where they were not computed beforehand.
        units: names of the axes of the plane.
        source: as for `badge`.
        job: the run it was made from, or None.
    """

    moments: tuple[Moment, ...]
    accuracies: dict[str, tuple[float, ...]]
    units: tuple[str, str]
    source: str
    job: Job | None = None


def film_part(place: Any) -> None:
    """The scrubber, the plane at its moment, and the lines over all moments.

    Args:
        place: where the choice of the film stands.
    """
    name = in_words(_("Film of two switches"), FILMS, usual="LSTM", key="rest_film", place=place)
    shown = _film(name)
    if shown is None:
        st.info(
            _(
                "Train a SimpleRNN or GRU with 2 units on a flip-flop on the Train page (for example the "
                "preset 'Two flip-flops'); then its film is made here."
            )
        )
        return
    steps = [one.step for one in shown.moments]
    number = steps.index(_scrubbed(name, steps))
    left, right = st.columns([1, 1])
    with left:
        badge(shown.source)
        _plane(shown, number)
    with right:
        _lines(shown, number)
    st.markdown(
        _(
            "**Look at** the plane while you drag: one stable point becomes two, three, four. The LSTM "
            "answers 95 % of 25 steps while it still has one point: its memory fades, but late. Short "
            "memories need no resting points; long ones do. With two units, points and answers come "
            "together. While points are born their number flickers. Grey: stable points of earlier moments."
        )
    )


def _scrubbed(name: str, steps: list[int]) -> int:
    """The moment that is shown; a run opens at its newest, and has no place in a link."""
    live = name not in CELLS
    opens = steps[-1] if live else OPENS_AT[name]
    chosen: int = st.select_slider(
        _("Updates done"),
        steps,
        value=opens,
        format_func=lambda one: f"{one:,}",
        key=f"rest_moment_live_{steps[-1]}" if live else f"rest_moment_{name}",
        **({} if live else BOUND),
    )
    return chosen


def _film(name: str) -> Shown | None:
    if name in CELLS:
        found = shipped_film(name)
        by_length = {_("{count} steps").format(count=one): told for one, told in found.accuracies.items()}
        units = (_("hidden state, PC1"), _("hidden state, PC2")) if name == "LSTM" else _two_units()
        return Shown(moments=found.moments, accuracies=by_length, units=units, source="pretrained")
    for job in reversed(session.runs()):
        model = job.config.model
        keeps = keeps_answers(job.config) and fits(model) and model.units == 2
        if keeps and "forward" in model.readers and len(job.snapshots) > 1:
            key = str(job.id)
            moments = tuple(_moment(key, one.step, job.config, one.weights) for one in job.snapshots)
            return Shown(moments=moments, accuracies={}, units=_two_units(), source="trained here", job=job)
    return None


def _two_units() -> tuple[str, str]:
    return _("hidden state, unit 1"), _("hidden state, unit 2")


@st.cache_data(max_entries=2_000, show_spinner=False)
def _moment(run: str, step: int, _config: ExperimentConfig, _weights: Weights) -> Moment:
    return moment(_config, _weights, step)


@st.cache_data(max_entries=500, show_spinner=False)
def _accuracies(run: str, step: int, _config: ExperimentConfig, _weights: Weights) -> tuple[float, float]:
    return accuracies(_config, _weights)


def _plane(shown: Shown, place: int) -> None:
    present = shown.moments[place]
    before = [state for one in shown.moments[:place] for state, kind in one.points if kind == "stable"]
    marks = [
        Mark(
            state=np.array(state), kind=kind, label="", hover=f"{_(KINDS[kind])}, h = {state[0]}, {state[1]}"
        )
        for state, kind in present.points
    ]
    # Of all moments, so that the axes never change.
    far = [abs(one) for each in shown.moments for state, _kind in each.points for one in state]
    words = _("{stable} stable of {all} points")
    figure = film_plane(
        np.array(before).reshape(-1, 2),
        marks,
        reader="forward",
        title=_("forward, {step:,} updates").format(step=present.step),
        note=words.format(stable=present.stable, all=len(present.points)),
        units=shown.units,
        reach=1.08 * max([1.0, *far]),
        height=400,
        dark=is_dark(),
    )
    live_figure(figure, key="rest_film_plane", alt=_("Resting points of two units at one moment of training"))


def _lines(shown: Shown, place: int) -> None:
    present = shown.moments[place]
    told = {name: shares[place] for name, shares in shown.accuracies.items()}
    if shown.job is not None:
        weights = {one.step: one.weights for one in shown.job.snapshots}[present.step]
        shares = _accuracies(str(shown.job.id), present.step, shown.job.config, weights)
        names = (_("{count} steps").format(count=one) for one in lengths(shown.job.config))
        told = dict(zip(names, shares, strict=True))
    st.markdown(
        _("After {step:,} updates: ").format(step=present.step)
        + ", ".join(f"{name} **{share:.3f}**" for name, share in told.items())
        + _(" right")
    )
    figure = film_lines(
        [one.step for one in shown.moments],
        [one.stable for one in shown.moments],
        shown.accuracies,
        present=place,
        titles=(_("Accuracy on fresh sequences of"), _("Stable points")),
        updates_title=_("updates"),
        height=400,
        dark=is_dark(),
    )
    live_figure(figure, key="rest_film_lines", alt=_("Accuracy and number of stable points over training"))
