"""The parts of the lesson 'Beliefs': which network at which moment, and four looks at what it believes.

In: what a person chose, or the run on the Train page. Out: parts of a page.
"""

from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import streamlit as st

from ui import asides
from ui.badge import badge
from ui.budget import can_look_inside
from ui.frame import is_dark
from ui.in_words import in_words, listed_in_words
from ui.language import N_, _
from ui.last_run import FEWEST, last_run, moment_slider
from ui.live_figure import live_figure
from ui.probe import probe_controls
from ui.refreshing import while_training
from viz_core.arrays import Floats
from viz_core.config import ExperimentConfig
from viz_core.figures.beliefs import (
    belief_lines,
    belief_planes,
    belief_training,
    calibration_plane,
    exact_against_said,
)
from viz_core.lessons import beliefs as lesson
from viz_core.lessons.beliefs import BeliefPlane, Score
from viz_core.lessons.beliefs_training import (
    FEW,
    MANY,
    MOMENTS,
    NETWORKS,
    Curve,
    curve,
    moment,
    shipped_curve,
)
from viz_core.network.weights import Weights
from viz_core.pretrained import film
from viz_core.pretrained.networks import log_spaced
from viz_core.tasks.casino import forward_message, posterior
from viz_core.tasks.task import Batch
from viz_core.training.history import Snapshot
from viz_core.training.job import Job

NAMES = {"GRU16": N_("GRU(16)"), "GRU2": N_("GRU(2)"), "live": N_("My last run")}
VIEWS = {
    "training": N_("Training"),
    "sequence": N_("Sequence"),
    "calibration": N_("Calibration"),
    "plane": N_("Plane"),
}
BOTH = {"forward": N_("forward"), "backward": N_("backward")}
REFRESH_SECONDS = 2.0
# Sequences for calibration, and for the plane and the cloud of answers.
CALIBRATED, DRAWN = 1_000, 60
SCORE = "beliefs"


@dataclass(frozen=True, kw_only=True, eq=False)
class Shown:
    """One network at several moments of training.

    Attributes:
        key: names it among all of the process.
        config: of its run.
        weights: at each moment.
        curve: what was reached at each moment.
        job: the run; None of a network that comes along.
        at: the chosen moment, an index.
    """

    key: str
    config: ExperimentConfig
    weights: tuple[Weights, ...]
    curve: Curve
    job: Job | None = None
    at: int = -1

    @property
    def steps(self) -> tuple[int, ...]:
        """Updates done at each moment."""
        return self.curve.steps

    @property
    def chosen(self) -> Weights:
        """The weights of the chosen moment."""
        return self.weights[self.at]


def at_work() -> None:
    """Controls and picture; while a run goes on they follow it."""
    while_training(_at_work, every=REFRESH_SECONDS)


def _at_work() -> None:
    first, second, third = st.columns([4, 9, 6], vertical_alignment="bottom")
    name = listed_in_words(_("Network"), NAMES, usual="GRU16", key="belief_network", place=first)
    view = in_words(_("Show"), VIEWS, usual="training", key="belief_view", place=second)
    if name in NETWORKS:
        seen = film(NETWORKS[name])
        shown = Shown(key=name, config=seen.config, weights=seen.weights, curve=shipped_curve(name))
        with third:
            at = moment_slider(f"belief_moment_{name}", shown.steps, shown.steps[-1])
        _show(replace(shown, at=at), view)
        return
    job = last_run(lambda config: lesson.fits(config) and can_look_inside(config))
    if job is None or len(job.snapshots) < FEWEST:
        st.info(
            _(
                "Train a network on the casino on the Train page, with an answer at each step; then its "
                "beliefs move here while it learns."
            )
        )
        return
    is_complete = partial(_is_complete, job)
    asides.drawn_until(is_complete, partial(_show_run, job, view), job=job)


def _moments(job: Job) -> list[Snapshot]:
    """Some of a run, closer together where it began."""
    kept = job.snapshots
    return [kept[place] for place in log_spaced(len(kept) - 1, MOMENTS)]


def _is_complete(job: Job) -> bool:
    return not asides.count_open(asides.small_results(), job, SCORE, _moments(job))


def _show_run(job: Job, view: str) -> None:
    """The moments of a run that a worker has evaluated."""
    moments = _moments(job)
    found = asides.of_moments(
        asides.small_results(), job, SCORE, moment, FEW, moments=moments, at_once=MOMENTS
    )
    if len(found) < FEWEST:
        asides.missing(asides.small_results(), asides.group_of(job, SCORE), is_open=not _is_complete(job))
        return
    shown = Shown(
        key=job.id,
        config=job.config,
        weights=tuple(one.weights for one in moments if one.step in found),
        curve=curve(tuple(found), list(found.values())),
        job=job,
    )
    at = moment_slider("belief_moment_live", shown.steps)
    _show(replace(shown, at=at), view)


def _show(shown: Shown, view: str) -> None:
    badge("pretrained" if shown.job is None else "trained here")
    parts = {"training": _training, "sequence": _sequence, "calibration": _calibration, "plane": _plane}
    parts[view](shown)


def _training(shown: Shown) -> None:
    """Bits and accuracy over the moments."""
    reached = shown.curve
    others = _others(shown.config, MANY if shown.job is None else FEW)
    figure = belief_training(
        reached.steps,
        reached.bits,
        reached.accuracy,
        levels={
            _("exact, past only"): others["forward"].bits,
            _("knows nothing"): others["nothing"].bits,
        },
        ceiling=others["exact"].accuracy,
        present=shown.at,
        names=(_("network"), _("Bits from the exact posterior, logarithmic"), _("Accuracy")),
        ceiling_name=_("exact posterior"),
        axis=_("updates, logarithmic"),
        dark=is_dark(),
    )
    live_figure(figure, key="belief_training", alt=_("Bits and accuracy over training"))
    st.markdown(
        _(
            "After {step:,} updates: **{bits:.4f} bits** from the exact posterior, accuracy "
            "**{accuracy:.4f}**."
        ).format(
            step=reached.steps[shown.at], bits=reached.bits[shown.at], accuracy=reached.accuracy[shown.at]
        )
    )
    st.markdown(
        _(
            "**Look at** the upper line after the lower one has come close to its dashed level. Accuracy "
            "asks only on which side of one half an answer lies; bits ask how sure it is. Healthy: bits go "
            "on falling in the long run, far below what the exact reader of the past alone pays for not "
            "knowing the future."
        )
        + _turning(reached)
    )


def _turning(reached: Curve) -> str:
    """Where the least of the bits is not at the end: that, and why it may be so."""
    least = int(np.argmin(reached.bits))
    if least == len(reached.bits) - 1:
        return ""
    return " " + _(
        "Here they are fewest after {step:,} updates, {least:.4f}, and {last:.4f} in the end: the learning "
        "rate stays the same, so each batch still moves the weights, and that shows in bits where accuracy "
        "hardly changes."
    ).format(step=reached.steps[least], least=reached.bits[least], last=reached.bits[-1])


@st.cache_resource(max_entries=16, show_spinner=False)
def _batch(config: ExperimentConfig, count: int) -> Batch:
    return lesson.sequences(config, count)


@st.cache_data(max_entries=16, show_spinner=False)
def _others(config: ExperimentConfig, count: int) -> dict[str, Score]:
    """What is reached without training on the sequences of the curve."""
    return dict(lesson.untrained_readers(_batch(config, count)))


@st.cache_data(max_entries=32, show_spinner=False)
def _said(key: str, step: int, config: ExperimentConfig, _weights: Weights) -> Floats:
    return lesson.said_by(config, _weights, CALIBRATED)


def _sequence(shown: Shown) -> None:
    """What is believed at each step of one sequence."""
    picture = st.container()
    probe = probe_controls(shown.config.task)
    seen = Batch(inputs=probe.inputs, targets=np.zeros(probe.inputs.shape[:2], np.int32))
    said = lesson.state_one(shown.config, shown.chosen, seen)[0]
    exact = posterior(probe.inputs)[0, :, 1]
    cost = lesson.bits(exact, said)
    figure = belief_lines(
        probe.symbols,
        {
            "forward": (_("exact, past only"), forward_message(probe.inputs)[0, :, 1]),
            "exact": (_("exact"), exact),
            "network": (_("network"), said),
        },
        states=None if probe.targets is None else probe.targets[0].tolist(),
        title=_("How likely is state 1?"),
        note=_("{bits:.4f} bits a step").format(bits=float(cost.mean())),
        axes=(_("bit read at each step"), _("probability")),
        dark=is_dark(),
    )
    with picture:
        live_figure(
            figure, key="belief_sequence", alt=_("Probability of state 1 at each step, exact and answered")
        )
    st.markdown(
        _(
            "**Look at** where the dashed line turns later than the thick one: the past alone sees a change "
            "of state only after it. Squares: the hidden states, where they are known. Healthy: the thin "
            "line lies on the thick one, at most a few hundredths away."
        )
    )


def _calibration(shown: Shown) -> None:
    """Answers to many sequences; those of a run come from its worker."""
    step = shown.steps[shown.at]
    if shown.job is None:
        _calibrated(shown, _said(shown.key, step, shown.config, shown.chosen))
        return
    asides.draw_result(
        asides.large_results(),
        (shown.key, "said", step),
        lesson.said_by,
        (shown.config, shown.chosen, CALIBRATED),
        partial(_calibrated, shown),
        worker=shown.job.worker,
    )


def _calibrated(shown: Shown, said: Floats) -> None:
    """Answers against what happened, and each answer against the exact one."""
    batch = _batch(shown.config, CALIBRATED)
    bins = lesson.calibration(said, batch)
    left, right = st.columns(2)
    axis = _("network's probability of state 1")
    with left:
        figure = calibration_plane(
            bins.said,
            bins.happened,
            bins.exact,
            bins.counts.tolist(),
            title=_("Calibration"),
            note=_("{count:,} answers").format(count=said.size),
            axes=(axis, _("share of state 1")),
            names=(_("happened"), _("exact posterior")),
            dark=is_dark(),
        )
        live_figure(
            figure, key="belief_calibration", alt=_("Share of state 1 over the network's probability")
        )
    with right:
        figure = exact_against_said(
            posterior(batch.inputs[:DRAWN])[..., 1].ravel(),
            said[:DRAWN].ravel(),
            title=_("Answer by answer"),
            note=_("{bits:.4f} bits").format(bits=lesson.score(said, batch).bits),
            axes=(_("exact posterior of state 1"), axis),
            dark=is_dark(),
        )
        live_figure(figure, key="belief_answers", alt=_("Network's probability over the exact posterior"))
    st.markdown(
        _(
            "**Look at** both diagonals. Left: of all answers near 0.8, are 80 % right? (Rings: by the exact "
            "posterior; dots: by the hidden states.) Right: is each single answer the exact one? A network "
            "can be calibrated and still know less than it could: then the left dots lie on the diagonal and "
            "the right ones beside it. Healthy: both lie on it."
        )
    )


def _plane(shown: Shown) -> None:
    """States of one reader, coloured by what they ought to say, beside those of the first weights."""
    model = shown.config.model
    readers = {one: BOTH[one] for one in model.readers}
    reader = in_words(
        _("Reader"), readers, usual=model.readers[0], key=f"belief_reader_{len(readers)}", width="content"
    )
    pair = ((_("trained"), shown.at), (_("untrained"), 0))
    planes = []
    for name, place in pair:
        found = _states(shown.key, shown.steps[place], shown.config, shown.weights[place], reader)
        planes.append((name, _known(found, model.units), _axes(found), found.states, found.belief))
    figure = belief_planes(planes, scale=_("log-odds"), dark=is_dark(), _=_)
    live_figure(figure, key="belief_plane", alt=_("States of one reader, coloured by the exact belief"))
    st.markdown(_plane_words(model.units))


def _known(found: BeliefPlane, units: int) -> str:
    """R²: of the belief in the plane, and in all units where there are more."""
    if units <= 2:
        return _("R² {share:.2f}").format(share=found.explained)
    words = _("R² {share:.2f} here, {by_all:.2f} in all {units} units")
    return words.format(share=found.explained, units=units, by_all=found.by_all)


def _axes(found: BeliefPlane) -> tuple[str, str]:
    if found.shares is None:
        return _("hidden state, unit 1"), _("hidden state, unit 2")
    names = (_("hidden state, PC1"), _("hidden state, PC2"))
    first, second = (f"{name} ({share:.0%})" for name, share in zip(names, found.shares, strict=True))
    return first, second


def _plane_words(units: int) -> str:
    looked = _(
        "**Look at** the colours along the cloud: trained, one direction of the plane is the scale of "
        "the belief, from surely 0 to surely 1. Colour: the exact log-odds of state 1 given what this "
        "reader has read; R²: how much of them a straight scale explains. The untrained states have a "
        "good part of it, too, for each leans on the bits read last."
    )
    if units <= 2:
        return looked
    return (
        looked
        + " "
        + _(
            "The states of {units} units are seen along the two directions in which they vary most (PC1 and "
            "PC2, with their shares of the variance); in GRU(2) the two units are the plane itself."
        ).format(units=units)
    )


@st.cache_data(max_entries=64, show_spinner=False)
def _states(key: str, step: int, config: ExperimentConfig, _weights: Weights, reader: str) -> BeliefPlane:
    return lesson.belief_plane(config, _weights, _batch(config, DRAWN), reader)
