"""Silence in the lesson 'Resting points': 400 empty steps, and who still gives the answer.

In: a network that keeps an answer. Out: a part of a page, with the network of three points beside it.
"""

import streamlit as st

from ui import asides
from ui.badge import badge
from ui.frame import is_dark
from ui.language import _
from ui.links import BOUND
from ui.live_figure import live_figure
from viz_core.config import ExperimentConfig
from viz_core.figures.resting_points_silence import silence_lines
from viz_core.lessons.resting_points_searched import searched
from viz_core.lessons.resting_points_silence import STEPS, Silence, silence
from viz_core.network.weights import Weights
from viz_core.pretrained import card_accuracy, load
from viz_core.tasks import TASKS
from viz_core.training.job import Job

# Right on sequences of its length, with one resting point fewer than answers.
THREE_POINTS = "resting_three_points"


@st.cache_data(max_entries=32, show_spinner=False)
def _silence(config: ExperimentConfig, weights: Weights) -> Silence:
    return silence(config, weights)


@st.cache_data(max_entries=8, show_spinner=False)
def _stable_points(name: str) -> int:
    network = load(name)
    config = network.config
    zeros = (0.0,) * TASKS[config.task.name].features
    return sum(one.stable for one in searched(config, network.weights, "forward", zeros).points)


def silence_part(config: ExperimentConfig, weights: Weights, job: Job | None) -> None:
    """A switch; with it what became of each answer, in this network and in the one of three points.

    Args:
        config: of the network.
        weights: of the network.
        job: the run that it comes from; None of one that comes along.
    """
    st.header(_("Silence"), anchor=False)
    words = _("Send {steps} empty steps after each sequence").format(steps=STEPS)
    if not st.toggle(words, key="rest_silence", **BOUND):
        return
    left, right = st.columns(2)
    with left:
        model = config.model
        title = f"{_(TASKS[config.task.name].title)}, {model.cell}({model.units})"
        if job is None:
            _lines(config, _silence(config, weights), title, "", "rest_silence_own")
        else:
            asides.draw_newest(
                asides.small_results(),
                job,
                "silence",
                silence,
                (),
                lambda _moment, found: _lines(config, found, title, "", "rest_silence_own"),
            )
        badge("pretrained" if job is None else "trained here")
    with right:
        network = load(THREE_POINTS)
        accuracy, _count = card_accuracy(THREE_POINTS)
        title = f"LSTM({network.config.model.units})"
        note = _("accuracy {accuracy:.4f}, {points} stable points").format(
            accuracy=accuracy, points=_stable_points(THREE_POINTS)
        )
        seen = _silence(network.config, network.weights)
        _lines(network.config, seen, title, note, "rest_silence_three")
        badge("pretrained")
    st.markdown(
        _(
            "**Look at** the lines: which answers are still given after so many empty steps. An answer that "
            "is to outlast any silence needs a stable point of its own: the LSTM on the right errs in "
            "{wrong:.0f} of 10,000 answers on {length} steps, where the last pulse is seldom far back, but "
            "its four answers have three stable points, and one of them is forgotten."
        ).format(wrong=10_000 * (1 - accuracy), length=network.config.task.length)
    )


def _lines(config: ExperimentConfig, found: Silence, title: str, note: str, key: str) -> None:
    classes = TASKS[config.task.name].classes
    figure = silence_lines(
        {_(classes[one]): shares for one, shares in found.kept.items()},
        title=title,
        note=note,
        axes=(_("empty steps"), _("still give their answer")),
        dark=is_dark(),
    )
    live_figure(figure, key=key, alt=_("Share of sequences that still give each answer, over empty steps"))
