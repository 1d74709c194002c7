"""One sequence of a table, read by a network: its answers at each step, or its verdict on the whole.

In: a network and the sequence somebody chose. Out: the middle of the room Your own data.
Used by: `pages/14_Your_own.py`.
"""

import html
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import streamlit as st

from ui.frame import is_dark
from ui.language import _
from ui.links import BOUND
from ui.live_figure import live_figure
from ui.player import player
from ui.sets.own_compared import reached
from ui.sets.training import headline
from ui.visitor_words import plain
from viz_core.config import ExperimentConfig
from viz_core.data.own_numbers import standardised
from viz_core.data.own_sequences import OwnData, commonest
from viz_core.data.own_sets import division, own_data, own_vocabulary
from viz_core.figures.numerals import numeral
from viz_core.figures.reviews_predictions import verdict_lines
from viz_core.lessons.reviews_predictions import verdicts
from viz_core.network.trace_arrays import Trace
from viz_core.network.tracing import trace
from viz_core.network.weights import Weights
from viz_core.payloads.playback import playback

HEIGHT = 280
START = "‹start›"


@dataclass(frozen=True, kw_only=True, eq=False)
class Asked:
    """One sequence as a network reads it.

    Attributes:
        own: the table it is from.
        inputs: `(1, time, features)`, or tokens `(1, time)`.
        symbols: how each step is written; None where it is several numbers.
        targets: the right classes, `(time,)` or one.
    """

    own: OwnData
    inputs: npt.NDArray[np.generic]
    symbols: Sequence[str] | None
    targets: npt.NDArray[np.int32]


def show(config: ExperimentConfig, weights: Weights, source: str, active: bool) -> None:
    """The sequence, what the network says of it, and the player."""
    which, answer = st.columns([2, 9], vertical_alignment="bottom")
    with which:
        asked = _asked(config)
    seen = trace(weights, config.model, asked.inputs)
    with answer:
        headline(_said(asked, seen), source=source)
    st.caption(_validated(config))
    payload = playback(
        seen,
        config.model,
        weights=weights,
        symbols=asked.symbols,
        targets=asked.targets,
        classes=asked.own.classes,
        source=source,
        gates=not active,
    )
    player(payload, key="own_player", schedule="together" if config.model.bidirectional else None)
    _legend(asked)
    if not asked.own.per_step:
        _verdicts(config, weights, asked, seen)


def _asked(config: ExperimentConfig) -> Asked:
    """The sequence that was chosen: those kept for validation come first."""
    source = config.task.source
    own, parts = own_data(source), division(source)
    order = np.concatenate([parts.validation, parts.train])
    number = st.number_input(
        _("Sequence"),
        1,
        len(order),
        _telling(own, order) + 1,
        key=f"own_{source[:6]}",
        help=_("1 to {last} are kept for validation; from the others the network learns.").format(
            last=len(parts.validation)
        ),
        **BOUND,
    )
    place = int(order[number - 1])
    values = own.values[place]
    if own.features:
        inputs: npt.NDArray[np.generic] = standardised(own, parts, [place])[0][np.newaxis]
        symbols = [numeral(one, "zg") for one in values[:, 0]] if len(own.features) == 1 else None
    else:
        inputs, symbols = own_vocabulary(source).tokens(list(values)), [START, *values]
    return Asked(own=own, inputs=inputs, symbols=symbols, targets=own.targets[place])


def _telling(own: OwnData, order: npt.NDArray[np.int64]) -> int:
    """The first sequence that does not have one label throughout, if there is one."""
    return next((k for k, place in enumerate(order) if len(set(own.targets[place])) > 1), 0)


def _said(asked: Asked, seen: Trace) -> str:
    """The answer in words: how many steps are right, or the verdict on the whole."""
    probabilities = _by_class(seen["probabilities"][0])
    if asked.own.per_step:
        right = int(np.sum(probabilities.argmax(axis=-1) == asked.targets))
        return _("{right} of {total} steps right").format(right=right, total=len(asked.targets))
    best, target = int(probabilities.argmax()), int(asked.targets[0])
    text = _("It says “{label}” ({value:.3f})").format(
        label=plain(asked.own.classes[best]), value=probabilities[best]
    )
    if best == target:
        return text + _(": right")
    return text + _(": wrong, it is “{label}”").format(label=plain(asked.own.classes[target]))


def _validated(config: ExperimentConfig) -> str:
    """The accuracy in validation, always beside that of guessing."""
    guess, share = commonest(own_data(config.task.source))
    guessing = _("always guessing “{label}”: {share:.3f}").format(label=plain(guess), share=share)
    accuracy = reached(config)
    if accuracy is None:
        return _("Right answers in validation: {guessing}.").format(guessing=guessing)
    return _("Right answers in validation: {accuracy:.3f}; {guessing}.").format(
        accuracy=accuracy, guessing=guessing
    )


def _by_class(probabilities: npt.NDArray[np.floating]) -> npt.NDArray[np.floating]:
    """One probability for each class, also where the network has a single output."""
    if probabilities.shape[-1] > 1:
        return probabilities
    return np.concatenate([1 - probabilities, probabilities], axis=-1)


def _legend(asked: Asked) -> None:
    names = ", ".join(plain(name) for name in asked.own.features)
    if len(asked.own.features) == 1:
        st.caption(
            _(
                "Inputs: {names}, written as in the table; the network reads it less its mean and over its "
                "standard deviation among the sequences it learns from."
            ).format(names=names)
        )
    elif names:
        st.caption(
            _(
                "Inputs from top to bottom: {names}, each less its mean and over its standard deviation "
                "among the sequences the network learns from."
            ).format(names=names)
        )


def _verdicts(config: ExperimentConfig, weights: Weights, asked: Asked, seen: Trace) -> None:
    target = int(asked.targets[0])
    said = verdicts(weights, config.model, seen, answer=target)
    steps = [str(one) for one in range(1, len(asked.inputs[0]) + 1)]
    figure = verdict_lines(
        said.readers,
        steps if asked.own.features else list(asked.symbols or ()),
        answer=html.escape(asked.own.classes[target]),
        final=said.final,
        step=_("step") if asked.own.features else _("word"),
        height=HEIGHT,
        dark=is_dark(),
    )
    alt = _("The probability of the right label after each step, for each reader")
    live_figure(figure, key="own_verdicts", height=HEIGHT, alt=alt)
    st.caption(
        _(
            "The probability of the right label, as it would be if reading ended here. Blue has read from "
            "the first step up to this one, orange from the last step back to it; the purple line puts these "
            "two states together. The answer (◆) reads the ringed states: forward at the last step, backward "
            "at the first."
        )
    )
