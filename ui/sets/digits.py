"""A digit read row by row: from the top, from the bottom, and by both readers to the end.

In: a network, a digit drawn or chosen. Out: the middle of the page Digits.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import streamlit as st

from ui.canvas import canvas
from ui.channel import Feed
from ui.language import _
from ui.links import BOUND
from ui.sets.set_page import Chosen, Network, SetPage, headline, place_figure, place_headline, place_player
from ui.visitor_words import sentence
from viz_core.arrays import Floats, Floats32
from viz_core.config import ExperimentConfig
from viz_core.data import DATA_SETS
from viz_core.data.digits import rows, shipped
from viz_core.data.strokes import image_of
from viz_core.figures.digits_rows import plain_row_answers
from viz_core.lessons.digits_partial import kept_partial_answers, partial_answers
from viz_core.network.tracing import trace
from viz_core.payloads.playback import playback
from viz_core.watching.plain import plain
from viz_core.watching.topics import Pictures

HEIGHT = 400


@dataclass(frozen=True, kw_only=True, eq=False)
class Digit:
    """One image, `(28, 28)` grey values, and what it is where somebody has said so."""

    image: npt.NDArray[np.uint8]
    label: int | None


@st.cache_resource(show_spinner=False)
def _examples() -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint8]]:
    return shipped()


def digit_controls() -> Digit:
    """Draw a digit, or take one of the 5,000 that come with the app."""
    drawn = canvas(key="digit_canvas")
    number = st.number_input(_("Or digit number"), 0, 4_999, 0, key="digit", **BOUND)
    try:
        image = image_of(drawn or [])
    except ValueError as error:
        st.warning(sentence(error))
        image = None
    if image is not None:
        return Digit(image=image, label=None)
    images, labels = _examples()
    return Digit(image=images[number], label=int(labels[number]))


def _choose(_config: ExperimentConfig) -> Chosen:
    drawing, answer = st.columns([2, 7])
    below = st.container()
    with drawing:
        digit = digit_controls()
    return Chosen(sequence=digit, key=(digit.image.tobytes(), digit.label), place=below, beside=answer)


def _draw(digit: Digit, network: Network) -> Pictures:
    """The ten probabilities after each of the digit's rows, and the player."""
    config, weights = network.config, network.weights
    inputs = rows(digit.image[np.newaxis])
    seen = trace(weights, config.model, inputs)
    payload = playback(
        seen,
        config.model,
        weights=weights,
        image=True,
        targets=None if digit.label is None else digit.label,
        classes=DATA_SETS[config.task.name].classes,
        source=network.source,
        gates=not network.moving,
        small=network.moving,
    )
    return {
        "headline": headline(_prediction_words(seen["probabilities"][0], digit.label), network),
        "rows": _rows(network, inputs),
        "player": payload,
    }


def _place(config: ExperimentConfig, chosen: Chosen, feed: Feed) -> None:
    with chosen.beside or chosen.place:
        place_headline(feed)
        alt = _("The image, and the ten probabilities after each row, read from the top and from the bottom")
        place_figure(feed, "rows", key="digit_rows", alt=alt)
        st.caption(
            _(
                "Each row of the two maps is the answer of the whole network when only the rows down to it "
                "(blue) or up to it from below (orange) have been read: blank is probability 0, full colour "
                "1. Look for the row at which the answer settles, from either side."
            )
        )
    place_player(config, feed, key="digit_player")


DIGITS = SetPage(choose=_choose, draw=_draw, place=_place)


def _prediction_words(probabilities: Floats, label: int | None) -> str:
    best = int(probabilities.argmax())
    text = _("It reads {digit} ({value:.3f})").format(digit=best, value=probabilities[best])
    if label is None:
        return text
    return text + (_(": right") if best == label else _(": wrong, it is {label}").format(label=label))


def _rows(network: Network, inputs: Floats32) -> dict[str, Any]:
    config = network.config
    answers = partial_answers if network.moving else kept_partial_answers
    said = answers(network.weights, config.model, inputs)
    figure: dict[str, Any] = plain(
        plain_row_answers(
            inputs[0],
            said.from_start,
            said.from_end,
            classes=DATA_SETS[config.task.name].classes,
            height=HEIGHT,
            dark=network.dark,
            _=_,
        )
    )
    return figure
