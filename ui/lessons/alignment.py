"""The parts of the lesson 'Alignment': the two lanes, the last state, the padding.

In: what a person chose. Out: parts of a page.
"""

from dataclasses import dataclass
from typing import Any

import streamlit as st

from ui import session
from ui.badge import badge
from ui.frame import is_dark
from ui.in_words import in_words, listed_in_words
from ui.language import N_, _
from ui.links import BOUND
from ui.live_figure import live_figure
from ui.pictures import alignment
from viz_core.figures.alignment_compared import compared
from viz_core.figures.alignment_padding import padding_figure
from viz_core.figures.alignment_reach import Reach, reach
from viz_core.figures.numerals import numeral
from viz_core.lessons.alignment import accuracies, final_states
from viz_core.lessons.alignment_padding import PaddingEffect, padding_effect
from viz_core.lessons.alignment_payload import AlignmentPayload, alignment_payload
from viz_core.network.probe import drawn_probe
from viz_core.network.recurrence import READERS
from viz_core.network.tracing import trace
from viz_core.pretrained import load
from viz_core.tasks import TASKS

VIEWS = {
    "lanes": N_("Lanes"),
    "last": N_("Last state"),
    "padding": N_("Padding"),
}
TASK_NAMES = ("brackets", "balance", "signed_walk")
SEQUENCES = 1_000
MOST_PADDING = 16
LANES = "al_lanes"
MINUS = "\N{MINUS SIGN}"
LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What the controls stand at.

    Attributes:
        view: a key of `VIEWS`.
        task: one of `TASK_NAMES`.
        seed: which sequence.
        forgotten: whether the flip is forgotten.
        padding: steps added on the right.
        masked: whether the network is told which steps are padding.
    """

    view: str
    task: str
    seed: int
    forgotten: bool
    padding: int
    masked: bool


def choose() -> Choice:
    """The row of controls: what to show, of which network, and the switch of that view."""
    first, second, third, own = st.columns([30, 15, 12, 35], vertical_alignment="bottom")
    view = in_words(_("Show"), VIEWS, usual="lanes", key="al_view", place=first)
    tasks = {one: TASKS[one].title for one in TASK_NAMES}
    task = listed_in_words(_("Task"), tasks, usual=TASK_NAMES[0], key="al_task", place=second)
    seed = third.number_input(_("Sequence"), 0, 999_999, 0, key="al_seed", **BOUND)
    with own:
        forgotten, padding, masked = _own_controls(view)
    return Choice(
        view=view,
        task=task,
        seed=int(seed),
        forgotten=forgotten,
        padding=padding,
        masked=masked,
    )


def _own_controls(view: str) -> tuple[bool, int, bool]:
    """Flip forgotten, steps of padding, mask: only those of this view are drawn."""
    if view == "lanes":
        return bool(st.toggle(_("Forget to flip"), key="al_forget", **BOUND)), 0, False
    if view == "last":
        return False, 0, False
    slider, switch = st.columns([3, 2], vertical_alignment="bottom")
    padding = slider.slider(_("Padding on the right"), 0, MOST_PADDING, 6, key="al_padding", **BOUND)
    return False, int(padding), bool(switch.toggle(_("Mask"), key="al_mask", **BOUND))


def _network(task: str) -> str:
    return f"{task}_concat"


def two_lanes(choice: Choice) -> None:
    """The backward array being written and laid beside the inputs, and what it does to the answers."""
    name = _network(choice.task)
    payload = _lanes(name, choice.seed, choice.forgotten)
    picture = st.container()
    scores = _accuracies(name)
    st.markdown(
        _(
            "**{count:,} fresh sequences: {flipped:.3f} of the answers are right with the flip, "
            "{unflipped:.3f} without it.** Look at the labels under the last lane: healthy is h← 1 beside "
            "h→ 1, h← 2 beside h→ 2. No error is raised when you forget: the shapes agree."
        ).format(count=SEQUENCES, flipped=scores["flipped"].mean(), unflipped=scores["unflipped"].mean())
    )
    names = (_("with the flip"), _("forgotten"))
    figure = compared(scores["flipped"], scores["unflipped"], names=names, dark=is_dark(), _=_)
    live_figure(figure, key="al_accuracy", alt=_("Accuracy at each step with and without the flip"))
    badge("pretrained")
    _in_keras(forgotten=choice.forgotten)
    last = payload["steps"] + 2
    moment = st.slider(_("Moment of the play"), 0, last, last, key="al_moment", **BOUND)
    with picture:
        alignment({**payload, "frame": moment}, key=LANES, on_frame=_take_moment)


def _in_keras(*, forgotten: bool) -> None:
    """The two lanes by hand; the line that is forgotten is gone from the code as well."""
    st.markdown(
        _(
            "By hand in Keras: `go_backwards=True` makes a layer read the last step first, and gives its "
            "states in that order. `Bidirectional` flips them by itself."
        )
    )
    code = [
        "h = layers.GRU(6, return_sequences=True)(x)",
        "back = layers.GRU(6, return_sequences=True, go_backwards=True)(x)",
        *([] if forgotten else ["back = keras.ops.flip(back, axis=1)"]),
        "merged = layers.Concatenate()([h, back])",
    ]
    st.code("\n".join(code), language="python")


def _take_moment() -> None:
    """A play that has come to rest moves the slider, and with it the link."""
    session.put({"al_moment": session.get(LANES)["frame"]})


@st.cache_data(max_entries=64, show_spinner=False)
def _lanes(name: str, seed: int, forgotten: bool) -> AlignmentPayload:
    network = load(name)
    return alignment_payload(network, drawn_probe(network.config.task, seed), flip=not forgotten)


@st.cache_data(max_entries=8, show_spinner=False)
def _accuracies(name: str) -> dict[str, Any]:
    network = load(name)
    return accuracies(network.config, network.weights, sequences=SEQUENCES)


def last_state(choice: Choice) -> None:
    """What an answer for the whole sequence may be taken from."""
    network = load(_network(choice.task))
    probe = drawn_probe(network.config.task, choice.seed)
    states = final_states(trace(network.weights, network.config.model, probe.inputs))
    figure = reach(
        [_reach(one.reader, one.step, one.first, one.last, one.values) for one in states.values()],
        symbols=[f"x{step + 1}".translate(LOWERED) for step in range(len(probe.symbols))],
        read_title=_("has read"),
        state_title=_("state"),
        dark=is_dark(),
        _=_,
    )
    live_figure(figure, key="al_last", alt=_("Three states and the inputs each has read"))
    badge("pretrained")
    healthy, naive = st.columns(2)
    healthy.markdown(
        _(
            "✓ **`return_sequences=False`**: rows 1 and 2: forward at the last step, backward at the "
            "**first**."
        )
    )
    naive.markdown(
        _("✗ **`output[:, -1]`**: rows 1 and 3: the backward half has read **{tokens}** input.").format(
            tokens=states["naive"].tokens
        )
    )
    healthy.code(
        "last = GRU(6)  # return_sequences=False\nBidirectional(last)(x)  # [h→ at T ; h← at 1]",
        language="python",
    )
    naive.code(
        "every = GRU(6, return_sequences=True)\nBidirectional(every)(x)[:, -1]  # [h→ at T ; h← at T]",
        language="python",
    )


def _reach(reader: str, step: int, first: int, last: int, values: Any) -> Reach:
    arrow = "h→" if reader == "forward" else "h←"
    words = _("{state} at step {step}").format(state=arrow, step=step + 1)
    return Reach(name=words, reader=reader, first=first, last=last, values=values)


def padding(choice: Choice) -> None:
    """Both readers' states with padding on the right, and how far they have moved."""
    seen = _padding_effect(_network(choice.task), choice.seed, choice.padding, choice.masked)
    figure = padding_figure(
        {reader: seen.padded[f"layer0/{reader}/hidden"][0] for reader in READERS},
        {reader: seen.drift[reader][0] for reader in READERS},
        titles={
            "forward": _("forward states: largest difference {most}").format(most=_most(seen, "forward")),
            "backward": _("backward states: largest difference {most}").format(most=_most(seen, "backward")),
        },
        row_titles=(_("units"), _("moved")),
        padding_label=_("padding"),
        dark=is_dark(),
        _=_,
    )
    live_figure(figure, key="al_padding_figure", alt=_("States with padding, and their differences"))
    badge("pretrained")


@st.cache_data(max_entries=64, show_spinner=False)
def _padding_effect(name: str, seed: int, steps: int, masked: bool) -> PaddingEffect:
    network = load(name)
    inputs = drawn_probe(network.config.task, seed).inputs
    return padding_effect(network.weights, network.config.model, inputs, padding=steps, masked=masked)


def _most(seen: PaddingEffect, reader: str) -> str:
    """The largest difference; 'exactly 0' only where it is."""
    largest = float(abs(seen.drift[reader]).max())
    return _("exactly 0") if largest == 0 else numeral(largest, ".3g")
