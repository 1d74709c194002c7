"""A digit read row by row: from the top, from the bottom, and by both readers to the end.

In: a network, a digit drawn or chosen. Out: the middle of the room Digits.
Used by: `pages/11_Digits.py`.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import streamlit as st

from ui.canvas import canvas
from ui.frame import is_dark
from ui.language import _
from ui.links import BOUND
from ui.live_figure import live_figure
from ui.player import player
from ui.sets.training import headline
from ui.visitor_words import sentence
from viz_core.config import ExperimentConfig
from viz_core.data import DATA_SETS
from viz_core.data.digits import rows, shipped
from viz_core.data.strokes import image_of
from viz_core.figures.digits_rows import row_answers
from viz_core.lessons.digits_partial import partial_answers
from viz_core.network.tracing import trace
from viz_core.network.weights import Weights
from viz_core.payloads.playback import playback

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


def show(config: ExperimentConfig, weights: Weights, source: str, active: bool) -> None:
    """The digit, the ten probabilities after each of its rows, and the player."""
    drawing, picture = st.columns([2, 7])
    with drawing:
        digit = digit_controls()
    inputs = rows(digit.image[np.newaxis])
    seen = trace(weights, config.model, inputs)
    classes = DATA_SETS[config.task.name].classes
    with picture:
        headline(_verdict(seen["probabilities"][0], digit.label), source=source)
        _rows(config, weights, inputs)
    payload = playback(
        seen,
        config.model,
        weights=weights,
        image=True,
        targets=None if digit.label is None else digit.label,
        classes=classes,
        source=source,
        gates=not active,
    )
    player(payload, key="digit_player", schedule="together" if config.model.bidirectional else None)


def _verdict(probabilities: npt.NDArray[np.floating], label: int | None) -> str:
    best = int(probabilities.argmax())
    text = _("It reads {digit} ({value:.3f})").format(digit=best, value=probabilities[best])
    if label is None:
        return text
    return text + (_(": right") if best == label else _(": wrong, it is {label}").format(label=label))


def _rows(config: ExperimentConfig, weights: Weights, inputs: npt.NDArray[np.float32]) -> None:
    said = partial_answers(weights, config.model, inputs)
    figure = row_answers(
        inputs[0],
        said.from_start,
        said.from_end,
        classes=DATA_SETS[config.task.name].classes,
        height=HEIGHT,
        dark=is_dark(),
    )
    alt = _("The image, and the ten probabilities after each row, read from the top and from the bottom")
    live_figure(figure, key="digit_rows", height=HEIGHT, alt=alt)
    st.caption(
        _(
            "Each row of the two maps is the answer of the whole network when only the rows down to it "
            "(blue) or up to it from below (orange) have been read. Look for the row at which the answer "
            "settles, from either side."
        )
    )
