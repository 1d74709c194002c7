"""The parts of the lesson 'Who knows what': the maps, the curtain, the sequence that arrives.

In: what a person chose. Out: parts of a page.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from ui import session
from ui.in_words import in_words
from ui.language import N_, _, language
from ui.links import BOUND
from ui.pictures import who_knows_what_arrival, who_knows_what_curtain, who_knows_what_maps
from viz_core.config import DIRECTIONS
from viz_core.lessons.who_knows_what_curtain import drawn_futures
from viz_core.lessons.who_knows_what_payload import (
    ArrivalPayload,
    CurtainPayload,
    MapsPayload,
    arrival_payload,
    curtain_payload,
    maps_payload,
)
from viz_core.network.probe import Probe, drawn_probe
from viz_core.pretrained import Pretrained, load
from viz_core.tasks import TASKS

VIEWS = {"maps": N_("The maps"), "curtain": N_("The curtain"), "arrival": N_("Step by step")}
# Task -> how its two answers are written in a small box, and as a single letter.
ANSWERS = {
    "brackets": ((N_("alone"), N_("paired")), (N_("a"), N_("p"))),
    "balance": ((N_("future"), N_("past")), (N_("f"), N_("p"))),
}
LAYERS = (1, 2)
STEPS = 10
FUTURES = 6
MAPS, CURTAIN = "know_maps", "know_curtain"
COMPARED = ("forward", "bidirectional")


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What the controls stand at.

    Attributes:
        view: a key of `VIEWS`.
        task: a key of `ANSWERS`.
        layers: of the networks.
        seed: of the sequence.
    """

    view: str
    task: str
    layers: int
    seed: int

    def network(self, direction: str) -> Pretrained:
        """The trained network of this task and depth that reads in that direction."""
        return load(f"{self.task}_{direction}_{self.layers}")


def choose() -> Choice:
    """The row of controls that all three views share."""
    first, second, third, fourth = st.columns([4, 3, 2, 2], vertical_alignment="bottom")
    view = in_words(_("Look through"), VIEWS, usual="maps", key="know_view", place=first)
    tasks = {one: TASKS[one].title for one in ANSWERS}
    task = in_words(_("Task"), tasks, usual="brackets", key="know_task", place=second)
    layers = third.segmented_control(
        _("Layers"), LAYERS, default=1, required=True, key="know_layers", width="stretch", **BOUND
    )
    seed = fourth.number_input(_("Sequence"), 0, 9999, 3, key="know_seed", **BOUND)
    return Choice(view=view, task=task, layers=int(layers or 1), seed=int(seed))


def show(choice: Choice) -> None:
    """The chosen view, with the sentence that says what to look at."""
    {"maps": _show_maps, "curtain": _show_curtain, "arrival": _show_arrival}[choice.view](choice)


def _show_maps(choice: Choice) -> None:
    picture = st.container()
    first, second, third = st.columns([2, 1, 1], vertical_alignment="bottom")
    ways = {one: one for one in DIRECTIONS}
    shown = in_words(_("Way drawn in"), ways, usual="bidirectional", key="know_shown", place=first)
    t = second.slider(_("Answer t"), 1, STEPS, 3, key="know_t", **BOUND)
    s = third.slider(_("Input s"), 1, STEPS, 8, key="know_s", **BOUND)
    payload = _maps_payload(choice, language()) | {"cell": [t - 1, s - 1], "shown": shown}
    with picture:
        who_knows_what_maps(payload, key=MAPS, on_cell=_take_cell)
    st.markdown(
        _(
            "Row t, column s: how far the answer yₜ (its logit) moves with the input xₛ. **Look at** "
            "the blank half of the first two maps: those entries are exactly zero, not small, because no "
            "way leads there. Healthy: a full square for the bidirectional network, strongest where the "
            "task needs it. All three maps share the scale under them. Stacked forward layers keep "
            "their triangle; stacked bidirectional layers fill the square as one layer does, only by "
            "many more ways."
        )
    )


def _take_cell() -> None:
    """A click in a map moves the sliders, and with them the link."""
    cell = session.get(MAPS)["cell"]
    session.put({"know_t": cell["t"] + 1, "know_s": cell["s"] + 1, "know_shown": cell["shown"]})


@st.cache_data(max_entries=64, show_spinner=False)
def _maps_payload(choice: Choice, spoken: str) -> MapsPayload:
    return maps_payload(_networks(choice, DIRECTIONS), _probe(choice), _classes(choice))


def _show_curtain(choice: Choice) -> None:
    picture = st.container()
    place = st.slider(_("Steps seen before the curtain"), 0, STEPS, 5, key="know_place", **BOUND)
    future = st.slider(_("Future behind it"), 1, FUTURES, 1, key="know_future", **BOUND)
    with picture:
        who_knows_what_curtain(
            {**_curtain_payload(choice, language()), "place": place, "future": future - 1},
            key=CURTAIN,
            on_place=_take_place,
        )
    st.markdown(
        _(
            "**Look at** the answers left of the curtain while you drag it. Healthy: the forward "
            "reader's stay, to the last bit, whatever comes behind; the bidirectional network changes "
            "its mind, and each answer that turned is outlined."
        )
    )


def _take_place() -> None:
    """A curtain that has come to rest moves the sliders, and with them the link."""
    found = session.get(CURTAIN)["place"]
    session.put({"know_place": found["place"], "know_future": found["future"] + 1})


@st.cache_data(max_entries=64, show_spinner=False)
def _curtain_payload(choice: Choice, spoken: str) -> CurtainPayload:
    futures = drawn_futures(choice.network("forward").config.task, choice.seed, FUTURES)
    return curtain_payload(_networks(choice, COMPARED), _probe(choice), futures, _classes(choice))


def _show_arrival(choice: Choice) -> None:
    who_knows_what_arrival(_arrival_payload(choice, language()), key="know_arrival")
    (first, second), (one, two) = ANSWERS[choice.task]
    st.markdown(
        _(
            "**Look down** a column: it is one answer, computed again after each new step as if the sequence "
            "ended there; outlined where it was taken back ({one}: {first}, {two}: {second}). Healthy for "
            "live use: columns of one colour, as the forward reader's always are. The bidirectional network "
            "begins its backward reading at the end, so it has no answer before the end has come; run anew "
            "after each step, as here, it must be ready to take answers back."
        ).format(one=_(one), first=_(first), two=_(two), second=_(second))
    )


@st.cache_data(max_entries=64, show_spinner=False)
def _arrival_payload(choice: Choice, spoken: str) -> ArrivalPayload:
    marks = [_(one) for one in ANSWERS[choice.task][1]]
    return arrival_payload(_networks(choice, COMPARED), _probe(choice), _classes(choice), marks)


def _networks(choice: Choice, directions: Sequence[str]) -> dict[str, Pretrained]:
    return {direction: choice.network(direction) for direction in directions}


def _probe(choice: Choice) -> Probe:
    return drawn_probe(choice.network("forward").config.task, choice.seed)


def _classes(choice: Choice) -> list[str]:
    return [_(one) for one in ANSWERS[choice.task][0]]
