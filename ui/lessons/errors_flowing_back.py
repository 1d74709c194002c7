"""The parts of the lesson 'Errors flowing back': controls, the picture that plays, the long sequences.

In: what a person chose. Out: parts of a page.
"""

from dataclasses import dataclass

import numpy as np
import streamlit as st

from ui.badge import badge
from ui.frame import is_dark
from ui.in_words import slid_in_words
from ui.language import N_, _
from ui.links import BOUND
from ui.live_figure import live_figure
from ui.pictures import errors_flowing_back
from ui.savable import savable
from viz_core.config import CELL_NAMES, ModelConfig, TaskConfig
from viz_core.figures.errors_flowing_back import ErrorPanel, error_lengths
from viz_core.lessons.errors_flowing_back import (
    KEEPING_GATE,
    gradient_lengths,
    place_in,
    reshaped,
)
from viz_core.lessons.errors_flowing_back_long import (
    FRESH_SEEDS,
    TASK,
    Kinds,
    factor_back,
    fresh_errors,
    trained_errors,
)
from viz_core.lessons.errors_flowing_back_payload import ErrorsPayload, errors_payload
from viz_core.network.cells import sigmoid
from viz_core.network.probe import drawn_probe
from viz_core.network.recurrence import READERS
from viz_core.network.weights import initial_weights
from viz_core.pretrained import LONG_SEEDS, LONG_STEPS, card_accuracy
from viz_core.tasks import TASKS

STEPS = 10
UNITS = 32
SEED = 0
EVERY = 0
# Where the textbook's claim can be seen: gates that keep (f = σ(1 + 4), z = σ(4)), a kernel that shrinks.
RADIUS, GATE_BIAS = 0.9, 4.0


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What the controls stand at.

    Attributes:
        cell: of the picture that plays.
        at: the step whose loss is taken, 1 to `STEPS`; `EVERY` for all.
        radius: spectral radius of the recurrent kernels.
        gate_bias: added to the bias of the gate that keeps the state.
    """

    cell: str
    at: int
    radius: float
    gate_bias: float


def choose() -> Choice:
    """The row of controls."""
    first, second, third, fourth = st.columns([3, 3, 2, 2], vertical_alignment="bottom")
    cell = first.segmented_control(
        _("Cell"), CELL_NAMES, default=CELL_NAMES[0], required=True, key="back_cell", width="stretch", **BOUND
    )
    steps = {str(EVERY): N_("every")} | {str(step): str(step) for step in range(1, STEPS + 1)}
    at = slid_in_words(_("Loss at step"), steps, usual="7", key="back_at", place=second)
    radius = third.slider(
        _("Spectral radius ρ"), 0.1, 3.0, RADIUS, 0.05, key="back_radius", help=radius_help(), **BOUND
    )
    bias = fourth.slider(
        _("Gate bias +"), 0.0, 6.0, GATE_BIAS, 0.5, key="back_bias", help=bias_help(), **BOUND
    )
    return Choice(cell=str(cell), at=int(at), radius=float(radius), gate_bias=float(bias))


def radius_help() -> str:
    """What exactly the first slider scales."""
    return _(
        "The largest |eigenvalue| of the recurrent kernel V. A SimpleRNN has one square block, an LSTM four "
        "(i f c o), a GRU three (z r h): each block is multiplied by the number that gives it, by itself, "
        "exactly this radius. Kernels, biases and the head stay as they were drawn."
    )


def bias_help() -> str:
    """What exactly the second slider adds to."""
    return _(
        "Added to the bias of LSTM's forget gate f (which starts at 1) and of GRU's update gate z (which "
        "starts at 0): the higher, the nearer the gate is to 1 and the more of the old state it keeps. "
        "Training can learn it; +0 are the weights as Keras draws them. A SimpleRNN has no such gate."
    )


def plays(choice: Choice) -> None:
    """The network of ten steps, its readers, and the error on its way back."""
    errors_flowing_back(_payload(choice), key="back_picture")


@st.cache_data(max_entries=64, show_spinner=False)
def _payload(choice: Choice) -> ErrorsPayload:
    at = None if choice.at == EVERY else choice.at - 1
    symbols = drawn_probe(_task(STEPS), SEED).symbols
    return errors_payload(_lengths(choice, choice.cell, STEPS, at), symbols=symbols, at=at)


def long_sequences(choice: Choice) -> None:
    """The three cells on long sequences: fresh networks on the left, trained ones on the right."""
    words, slider = st.columns([3, 2], vertical_alignment="bottom")
    words.header(_("Vanishing and exploding"), anchor=False)
    length = int(slider.slider(_("Timesteps"), 10, 200, 100, 10, key="back_length", **BOUND))
    at = None if choice.at == EVERY else place_in(choice.at - 1, STEPS, length)
    fresh = _fresh(length, at, choice.radius, choice.gate_bias)
    trained = _trained(length, at)
    live_figure(
        error_lengths(
            [
                ErrorPanel(title=_fresh_title(choice), lengths=fresh),
                ErrorPanel(
                    title=_("trained, {count} networks").format(count=len(LONG_SEEDS)), lengths=trained
                ),
            ],
            at=at,
            at_label=_("loss"),
            dark=is_dark(),
            _=_,
        ),
        key="back_lengths",
        alt=_("Lengths of the gradients of three cells over the steps, on a logarithmic axis"),
    )
    with st.container(horizontal=True):
        badge("fresh weights")
        badge("pretrained")
    if at is not None:
        _factors(fresh, trained, at)
    st.markdown(_slopes(choice))


def _slopes(choice: Choice) -> str:
    """What to look at."""
    look = _(
        "**Look at** the slopes: where each step back multiplies the error by the same number, a line is "
        "straight on this axis; the table gives the mean. Healthy: nearly flat, a factor near 1. A line that "
        "leaves below has vanished, one that leaves above has exploded."
    )
    if choice.at == EVERY:
        look = _(
            "**Look at** the ends: with a loss at every step an error joins at every state, so that the "
            "lines hardly fall even where errors vanish within a few steps. Choose a single step to see the "
            "slopes."
        )
    return f"{look} {_shown(choice)}"


def _shown(choice: Choice) -> str:
    """What the two panels are: gates of this bias, accuracies of the trained networks."""
    return _(
        "**Left:** fresh weights, {units} units, recurrent kernels scaled to ρ = {radius:.2f}; with "
        "+{bias:g} on their bias the gates that keep stand near f = {forget:.2f} (LSTM) and z = {update:.2f} "
        "(GRU). A SimpleRNN has no such gate. **Right:** networks trained on this task, *{task}* with "
        "{steps} steps, whatever the sliders say ({accuracies}): the median network of each cell has learned "
        "to keep. Line: the median network; band: all of them. The loss is that of a wrong answer, for a "
        "right and sure one sends hardly any error back."
    ).format(
        units=UNITS,
        radius=choice.radius,
        bias=choice.gate_bias,
        forget=float(sigmoid(np.array(1 + choice.gate_bias))),
        update=float(sigmoid(np.array(choice.gate_bias))),
        task=_(TASKS[TASK].title),
        steps=LONG_STEPS,
        accuracies=_("accuracy {list}").format(list=", ".join(_reached(cell) for cell in CELL_NAMES)),
    )


def _reached(cell: str) -> str:
    found = [card_accuracy(f"long_{cell}_{seed}")[0] for seed in LONG_SEEDS]
    return f"{cell} {min(found):.3f}–{max(found):.3f}"


def _fresh_title(choice: Choice) -> str:
    return _("fresh, {count} networks: ρ = {radius:.2f}, gate bias +{bias:g}").format(
        count=len(FRESH_SEEDS), radius=choice.radius, bias=choice.gate_bias
    )


def _factors(fresh: Kinds, trained: Kinds, at: int) -> None:
    """By how much one step back multiplies the error: the slopes of the picture as numbers."""
    columns = [(kinds, reader) for kinds in (fresh, trained) for reader in READERS]
    heads = [_("fresh, h→"), _("fresh, h←"), _("trained, h→"), _("trained, h←")]
    rows = [
        f"| {kind} | "
        + " | ".join(_factor(factor_back(kinds[kind][reader], reader, at)) for kinds, reader in columns)
        + " |"
        for kind in fresh
    ]
    lines = [f"| {_('one step back multiplies by')} | " + " | ".join(heads) + " |", "|---|---|---|---|---|"]
    with savable("table", key="back_factors"):
        st.markdown("\n".join([*lines, *rows]))


def _factor(found: float | None) -> str:
    return "–" if found is None else f"{found:.2f}"


def _fresh(length: int, at: int | None, radius: float, gate_bias: float) -> Kinds:
    """A SimpleRNN has no gate: its lines are computed once for every gate bias."""
    found: Kinds = {}
    for cell in CELL_NAMES:
        bias = gate_bias if cell in KEEPING_GATE else 0.0
        found |= _fresh_of(cell, length, radius, bias)[at]
    return found


@st.cache_data(max_entries=96, show_spinner=False)
def _fresh_of(cell: str, length: int, radius: float, gate_bias: float) -> dict[int | None, Kinds]:
    return fresh_errors(cell, length=length, places=_places(length), radius=radius, gate_bias=gate_bias)


def _trained(length: int, at: int | None) -> Kinds:
    return _trained_at(length)[at]


@st.cache_data(max_entries=20, show_spinner=False)
def _trained_at(length: int) -> dict[int | None, Kinds]:
    found: dict[int | None, Kinds] = {place: {} for place in _places(length)}
    for cell in CELL_NAMES:
        for place, kinds in trained_errors(cell, length=length, places=_places(length)).items():
            found[place] |= kinds
    return found


def _places(length: int) -> list[int | None]:
    """Every answer whose loss can be chosen, in a sequence of this length."""
    return [None, *(place_in(step, STEPS, length) for step in range(STEPS))]


def _lengths(choice: Choice, cell: str, length: int, at: int | None) -> dict[str, np.ndarray]:
    """Of freshly drawn weights with the chosen radius and bias, on one sequence."""
    config = ModelConfig(cell=cell, units=UNITS)
    drawn = initial_weights(config, features=1, outputs=1, rng=np.random.default_rng(SEED))
    weights = reshaped(drawn, config, radius=choice.radius, gate_bias=choice.gate_bias)
    probe = drawn_probe(_task(length), SEED)
    return gradient_lengths(weights, config, probe.inputs, probe.labels, at=at)


def _task(length: int) -> TaskConfig:
    return TaskConfig(name=TASK, timesteps=length)
