"""One sequence of a table, read by a network: its answers at each step, or its one answer to the whole.

In: a network and the sequence somebody chose. Out: the middle of the page Your own data.
"""

import html
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import streamlit as st

from ui.channel import Feed
from ui.language import N_, _
from ui.links import BOUND
from ui.live_part import live_part
from ui.sets.set_page import Chosen, Network, SetPage, headline, place_figure, place_headline, place_player
from ui.visitor_words import plain
from viz_core.arrays import Floats, Ints32
from viz_core.config import ExperimentConfig
from viz_core.data.own_numbers import standardised
from viz_core.data.own_sequences import OwnData, commonest
from viz_core.data.own_sets import division, own_data, own_vocabulary
from viz_core.figures.numerals import numeral
from viz_core.figures.reviews_predictions import plain_running_lines
from viz_core.lessons.reviews_predictions import running_predictions
from viz_core.network.trace_arrays import Trace
from viz_core.network.tracing import trace
from viz_core.payloads.playback import playback
from viz_core.watching.plain import plain as plain_values
from viz_core.watching.topics import Pictures

HEIGHT = 280
START = N_("[start]")


@dataclass(frozen=True, kw_only=True, eq=False)
class Example:
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
    targets: Ints32


def _choose(config: ExperimentConfig) -> Chosen:
    which, answer = st.columns([2, 9], vertical_alignment="bottom")
    below = st.container()
    with which:
        example, number = _chosen(config)
    key = (config.task.source, number)
    return Chosen(sequence=example, key=key, place=below, beside=answer)


def _draw(example: Example, network: Network) -> Pictures:
    """What the network says of the sequence, and the player."""
    config = network.config
    seen = trace(network.weights, config.model, example.inputs)
    payload = playback(
        seen,
        config.model,
        weights=network.weights,
        symbols=example.symbols,
        targets=example.targets,
        classes=example.own.classes,
        source=network.source,
        gates=not network.moving,
        small=network.moving,
    )
    running = {} if example.own.per_step else {"running": _running(network, example, seen)}
    return {
        "headline": headline(_said(example, seen), network),
        "validated": {"html": f'<p class="part-note">{html.escape(_validated(network))}</p>'},
        "player": payload,
        **running,
    }


def _place(config: ExperimentConfig, chosen: Chosen, feed: Feed) -> None:
    with chosen.beside or chosen.place:
        place_headline(feed)
    live_part(feed.pictures["validated"]["html"], key="validated", live=feed.live("validated"))
    place_player(config, feed, key="own_player")
    _legend(chosen.sequence)
    if "running" in feed.pictures:
        alt = _("The probability of the right label after each step, for each reader")
        place_figure(feed, "running", key="own_running", alt=alt)
        st.caption(
            _(
                "The probability of the right label, as it would be if reading ended here. Blue has read "
                "from the first step up to this one, orange from the last step back to it; the purple line "
                "puts these two states together. The answer (◆) reads the ringed states: forward at the last "
                "step, backward at the first."
            )
        )


YOUR_OWN = SetPage(choose=_choose, draw=_draw, place=_place)


def _chosen(config: ExperimentConfig) -> tuple[Example, int]:
    """The sequence that was chosen, and its number: those kept for validation come first."""
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
        inputs, symbols = own_vocabulary(source).tokens(list(values)), [_(START), *values]
    return Example(own=own, inputs=inputs, symbols=symbols, targets=own.targets[place]), number


def _telling(own: OwnData, order: npt.NDArray[np.int64]) -> int:
    """The first sequence that does not have one label throughout, if there is one."""
    return next((k for k, place in enumerate(order) if len(set(own.targets[place])) > 1), 0)


def _said(example: Example, seen: Trace) -> str:
    """The answer in words: how many steps are right, or the answer to the whole."""
    probabilities = _by_class(seen["probabilities"][0])
    if example.own.per_step:
        right = int(np.sum(probabilities.argmax(axis=-1) == example.targets))
        return _("{right} of {total} steps right").format(right=right, total=len(example.targets))
    best, target = int(probabilities.argmax()), int(example.targets[0])
    text = _("It says “{label}” ({value:.3f})").format(
        label=example.own.classes[best], value=probabilities[best]
    )
    if best == target:
        return text + _(": right")
    return text + _(": wrong, it is “{label}”").format(label=example.own.classes[target])


def _validated(network: Network) -> str:
    """The accuracy in validation, always beside that of guessing."""
    guess, share = commonest(own_data(network.config.task.source))
    guessing = _("always guessing “{label}”: {share:.3f}").format(label=guess, share=share)
    if network.validated is None:
        return _("Right answers in validation: {guessing}.").format(guessing=guessing)
    return _("Right answers in validation: {accuracy:.3f}; {guessing}.").format(
        accuracy=network.validated, guessing=guessing
    )


def _by_class(probabilities: Floats) -> Floats:
    """One probability for each class, also where the network has a single output."""
    if probabilities.shape[-1] > 1:
        return probabilities
    return np.concatenate([1 - probabilities, probabilities], axis=-1)


def _legend(example: Example) -> None:
    names = ", ".join(plain(name) for name in example.own.features)
    if len(example.own.features) == 1:
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


def _running(network: Network, example: Example, seen: Trace) -> dict[str, Any]:
    target = int(example.targets[0])
    said = running_predictions(network.weights, network.config.model, seen, answer=target)
    steps = [str(one) for one in range(1, len(example.inputs[0]) + 1)]
    figure: dict[str, Any] = plain_values(
        plain_running_lines(
            said.readers,
            steps if example.own.features else list(example.symbols or ()),
            answer=html.escape(example.own.classes[target]),
            final=said.final,
            step=_("step") if example.own.features else _("word"),
            height=HEIGHT,
            dark=network.dark,
            _=_,
        )
    )
    return figure
