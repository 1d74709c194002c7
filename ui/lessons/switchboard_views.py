"""The lesson 'Switchboard', second part: twins under one cursor, the film of training, a poll.

In: what a person chose. Out: parts of a page.
"""

import numpy as np
import streamlit as st

from ui.badge import badge
from ui.classroom import propose
from ui.frame import is_dark
from ui.in_words import in_words
from ui.language import N_, _
from ui.lessons.switchboard import SIDES, Choice
from ui.links import BOUND
from ui.live_figure import live_figure
from ui.pictures import switchboard_twins
from ui.savable import savable
from viz_core.figures.palette import palette
from viz_core.figures.switchboard_ablation import poll as poll_figure
from viz_core.figures.switchboard_film import film_map, positions_together
from viz_core.lessons.switchboard_film import film_picture, learned_at
from viz_core.lessons.switchboard_payload import Twin, TwinsPayload, twins_payload
from viz_core.network.tracing import trace
from viz_core.network.weights import count_parameters
from viz_core.pretrained import TWINS, film
from viz_core.statistics.evaluation import examine

TITLES = {
    "forward": N_("forward"),
    "backward": N_("backward"),
    "bidirectional": N_("bidirectional"),
    "wide": N_("forward, wider"),
}
SEQUENCES = 500
LEARNED = 0.9


def twins(choice: Choice) -> None:
    """Four networks from one seed: one sequence under one cursor, and their accuracy by position."""
    switchboard_twins(_twins_payload(choice), key="board_twins")
    scores = {_(TITLES[name]): _by_position(name, choice.moment) for name in TWINS}
    readers = {_(TITLES[name]): film(f"twin_{name}").config.model.direction for name in TWINS}
    live_figure(
        positions_together(scores, readers=readers, height=205, dark=is_dark(), _=_),
        key="board_positions",
        alt=_("Accuracy of the four networks at each step"),
    )
    st.markdown(
        _(
            "**Look at** the two ends: forward is nearly always right at the last step only, backward at the "
            "first; both together at every step. Healthy: the wider forward network, with as many parameters "
            "as the bidirectional one, gains nothing: it lacks knowledge, not size."
        )
    )


def _twins_payload(choice: Choice) -> TwinsPayload:
    twins = [_twin(name, choice.moment) for name in TWINS]
    return twins_payload(twins, choice.probe, [_(one) for one in SIDES])


def _twin(name: str, moment: int) -> Twin:
    found = film(f"twin_{name}")
    model = found.config.model
    count = count_parameters(model, features=1, outputs=1)
    note = _("{units} units, {count:,} parameters").format(units=model.units, count=count)
    return Twin(title=_(TITLES[name]), note=note, model=model, weights=found.weights[moment])


@st.cache_data(max_entries=128, show_spinner=False)
def _by_position(name: str, moment: int) -> np.ndarray:
    twin = film(f"twin_{name}")
    return examine(twin.config, twin.weights[moment], sequences=SEQUENCES)[""].per_step


def the_film(choice: Choice) -> None:
    """Which positions are learned first: one row for each moment of training."""
    with st.container(horizontal=True, vertical_alignment="center"):
        name = in_words(
            _("Network"),
            {one: TITLES[one] for one in TWINS},
            usual="bidirectional",
            key="board_film",
            label_visibility="collapsed",
            width="content",
        )
        badge("pretrained")
    twin, picture = film(f"twin_{name}"), _picture(name)
    live_figure(
        film_map(
            picture,
            updates=twin.steps,
            moment=choice.moment,
            learned=learned_at(picture, threshold=LEARNED),
            reader=twin.config.model.direction,
            title=_("Mean probability of the right answer: {name}").format(name=_(TITLES[name])),
            height=420,
            dark=is_dark(),
            _=_,
        ),
        key="board_film_map",
        alt=_("Probability of the right answer by update and step"),
    )
    st.markdown(
        _(
            "**Look at** the diamonds: from there on a step stays above 0.9. Healthy: with a single reader "
            "colour spreads from the steps where it has read most, and stops where no reader of its kind can "
            "know; with both it reaches every step. Rows are spaced by equal ratios; the outlined one is the "
            "moment of the scrubber above."
        )
    )


@st.cache_data(max_entries=8, show_spinner=False)
def _picture(name: str) -> np.ndarray:
    return film_picture(film(f"twin_{name}"), sequences=SEQUENCES)


def poll(choice: Choice) -> None:
    """Freeze before the reveal, ask the class, show."""
    symbols = choice.probe.symbols
    ask, figure = st.columns([4, 6], gap="large")
    with ask:
        step = st.slider(_("Asked about step"), 1, len(symbols), 5, key="board_asked", **BOUND)
        left, right = st.columns(2)
        classes = [_("{side} heavier").format(side=_(side)) for side in SIDES]
        propose(_asked(step).replace("**", ""), classes)
        hands = [
            int(column.number_input(_("Hands: {name}").format(name=name), 0, 999, 0, key=key, **BOUND))
            for column, name, key in zip(
                (left, right), classes, ("board_hands_0", "board_hands_1"), strict=True
            )
        ]
        shown = st.toggle(_("Show what the network says"), key="board_reveal", **BOUND)
    with figure:
        _strip(symbols, step)
        chance = float(
            trace(choice.weights, choice.config.model, choice.probe.inputs)["probabilities"][0, step - 1, 0]
        )
        live_figure(
            poll_figure(
                hands, classes=classes, network=(1 - chance, chance) if shown else None, dark=is_dark(), _=_
            ),
            key="board_poll",
            alt=_("Votes of the class, and the network's answer once it is shown"),
        )
        badge("pretrained")
        if shown:
            _reveal(choice, step, chance, classes)
    st.markdown(
        _(
            "**Look at** the numbers left and right of the question: add each side up in your head. Healthy: "
            "the network agrees with the heavier side, and is unsure only where the two sides are close."
        )
    )


def _asked(step: int) -> str:
    """The question of the poll."""
    words = _("What will the network say at **step {step}**: is the past heavier, or the future?")
    return words.format(step=step)


def _strip(symbols: tuple[str, ...], step: int) -> None:
    """The question, and the sequence with the step asked about marked."""
    st.markdown(_asked(step))
    colours = palette(dark=is_dark())
    past, future = "  ".join(symbols[: step - 1]), "  ".join(symbols[step:])
    look = "white-space:pre-wrap;font-size:24px;font-weight:600"
    with savable("words", key="board_strip"):
        st.html(
            f'<div style="{look}"><span style="color:{colours.forward}">{past}</span>  '
            f'<span style="border:3px solid {colours.merged};border-radius:8px;padding:0 6px">'
            f'{symbols[step - 1]}</span>  <span style="color:{colours.backward}">{future}</span></div>'
        )


def _reveal(choice: Choice, step: int, chance: float, classes: list[str]) -> None:
    target = int(choice.probe.labels[0, step - 1])
    said = int(chance > 0.5)
    verdict = _("right") if said == target else _("wrong")
    st.markdown(
        _("The network says **{said}** with probability {p:.2f}: {verdict} (it is: {truth}).").format(
            said=classes[said], p=max(chance, 1 - chance), verdict=verdict, truth=classes[target]
        )
    )
