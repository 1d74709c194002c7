"""The parts of the lesson 'Inside the cell': controls, the cell at work, what it returns, what it remembers.

In: what a person chose. Out: parts of a page.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from ui.badge import badge
from ui.frame import is_dark
from ui.in_words import in_words
from ui.language import N_, _
from ui.links import BOUND
from ui.live_figure import live_figure
from ui.stepper import stepper
from ui.visitor_words import sentence
from viz_core.arrays import Floats
from viz_core.figures.inside_the_cell_memory import memory
from viz_core.figures.inside_the_cell_states import state_map
from viz_core.lessons.inside_the_cell import (
    ORIGINS,
    SEQUENCES,
    UNITS,
    cell_weights,
    inside,
    returned,
    typed_inputs,
)
from viz_core.lessons.inside_the_cell_hand_set import HAND_SET
from viz_core.lessons.inside_the_cell_memory import half_life, pulse_effect, strength
from viz_core.network.recurrence import read
from viz_core.network.weights import CellWeights
from viz_core.scratch.plain_loops import LOOPS
from viz_core.scratch.stepping import Stepping

# As the badges have it.
ORIGIN_WORDS = {"hand-set": N_("set by hand"), "pretrained": N_("pretrained"), "random": N_("fresh")}


@dataclass(frozen=True, kw_only=True, eq=False)
class Choice:
    """What the controls stand at.

    Attributes:
        cell: a key of `LOOPS`.
        origin: a key of `ORIGINS`.
        seed: of random weights.
        unit: counted from 0.
        inputs: `(1, time, 1)`.
        weights: of the chosen cell.
    """

    cell: str
    origin: str
    seed: int
    unit: int
    inputs: Floats
    weights: CellWeights


def choose() -> Choice:
    """The row of controls, and under it a sentence about the chosen unit or the mistake in what was typed."""
    cells, origins, units, typed = st.columns([2.65, 3.15, 2, 2.2])
    with cells:
        cell = _segments(_("Cell"), list(LOOPS), "LSTM", "cell_kind")
    with origins:
        origin = in_words(_("Weights"), ORIGIN_WORDS, usual="hand-set", key="cell_weights")
    with units:
        numbers = [str(one + 1) for one in range(UNITS[origin])]
        unit = int(_segments(_("Unit"), numbers, "1", f"cell_{origin}_unit")) - 1
    seed = 0
    if origin == "random":
        with typed:
            left, typed = st.columns([1, 2])
        seed = left.number_input(_("Seed"), 0, 9_999, 0, key="cell_seed", **BOUND)
    text = typed.text_input(_("Inputs"), SEQUENCES[origin], key=f"cell_{origin}_inputs", **BOUND)
    inputs = _inputs(text, SEQUENCES[origin])
    weights = cell_weights(cell, origin, seed=seed)
    return Choice(cell=cell, origin=origin, seed=seed, unit=unit, inputs=inputs, weights=weights)


def _segments(label: str, options: list[str], usual: str, key: str) -> str:
    return str(st.segmented_control(label, options, default=usual, required=True, key=key, **BOUND))


def _inputs(text: str, usual: str) -> Floats:
    try:
        return typed_inputs(text)
    except ValueError as mistake:
        st.error(sentence(mistake))
        return typed_inputs(usual)


def at_work(choice: Choice) -> None:
    """The diagram, the loop and the equations, stepping together."""
    if choice.origin == "hand-set":
        st.markdown(f":gray[{_(HAND_SET[choice.cell].purposes[choice.unit])}]")
    elif choice.origin == "pretrained":
        st.markdown(f":gray[{_('Trained to notice when the sum of ten numbers passes 2.5.')}]")
    else:
        st.markdown(
            f":gray[{_('First weights, as Keras draws them: nobody has taught this cell anything.')}]"
        )
    payload = _payload(choice.cell, choice.origin, choice.seed, choice.unit, choice.inputs)
    stepper(payload, key="cell_stepper", height=440)
    watch = _(
        "Look at the shutters: a gate near 1 leaves the pipe open, near 0 shuts it. A healthy cell opens its "
        "gates for some inputs and shuts them for others; gates that stand half open at every step have "
        "learned nothing yet."
    )
    if choice.cell == "SimpleRNN":
        watch = _(
            "Look at the way back at the top: the output of a step is the state of the next. There is no "
            "gate: everything the cell keeps goes through V and tanh at each step."
        )
    else:
        watch += " " + _("In the rows below the cell, the fuller the box of a gate, the more open it stands.")
    st.caption(watch + " " + _("Keys: space plays, ← → move by a line, with Shift by a step."))


@st.cache_data(max_entries=128, show_spinner=False)
def _payload(cell: str, origin: str, seed: int, unit: int, inputs: Floats) -> Stepping:
    weights = cell_weights(cell, origin, seed=seed)
    return inside(cell, weights, inputs, unit=unit, source=ORIGINS[origin])


def last_or_all(choice: Choice) -> None:
    """The same reading, as a layer returns it with and without `return_sequences`."""
    st.header(_("Last state or full sequence?"), anchor=False)
    badge(ORIGINS[choice.origin])
    flag = _segments("return_sequences", ["True", "False"], "True", "cell_return_sequences")
    values = returned(read(choice.inputs, choice.weights, choice.cell))[flag]
    units = choice.weights.recurrent_kernel.shape[0]
    layer = f"layer = keras.layers.{choice.cell}({units}, return_sequences={flag})"
    st.code(f"{layer}\nlayer(inputs).shape == {values.shape}", language="python")
    steps = choice.inputs.shape[1]
    title = _("all states, step by step") if flag == "True" else _("the last state alone")
    shown = values[0] if flag == "True" else values
    figure = state_map(shown, reader="forward", title=title, limit=1.0, height=260, dark=is_dark(), _=_)
    figure.layout.yaxis.dtick = 1
    figure.layout.xaxis.tickvals = list(range(1, steps + 1)) if flag == "True" else [1]
    figure.layout.xaxis.ticktext = None if flag == "True" else [str(steps)]
    live_figure(figure, key="cell_returned", alt=_("Hidden states that the layer returns"))
    st.caption(
        _(
            "Look at the right-hand column: with `return_sequences=False` it is all that is left. A healthy"
            " last state sums up the sequence; a stacked layer above needs every column."
        )
    )


def remembered(choice: Choice) -> None:
    """How long a pulse stays in the state of each of the three cells."""
    st.header(_("How long does a pulse last?"), anchor=False)
    badge(ORIGINS[choice.origin])
    steps = st.slider(_("Steps"), 20, 300, 100, 10, key="cell_memory_steps", **BOUND)
    unit = choice.unit if choice.origin == "hand-set" else None
    effects = _effects(choice.origin, choice.seed, steps)
    sizes = {cell: strength(effect, unit) for cell, effect in effects.items()}
    live_figure(
        memory(sizes, dark=is_dark(), _=_),
        key="cell_memory",
        alt=_("What is left of one pulse, step by step"),
    )
    halves = [f"**{cell}** {_half(half_life(size), steps)}" for cell, size in sizes.items()]
    st.markdown(_("Steps until half of it is gone for good: ") + " · ".join(halves))
    what = _("unit {unit}").format(unit=choice.unit + 1) if unit is not None else _("all units together")
    st.caption(
        _(
            "An input of 1 at step 0, then zeros; the line is the exact difference it makes to the hidden "
            "state ({what}). Look at the slope: a straight line means that a fixed share is lost at each "
            "step. A healthy memory cell falls slowly because its gate (f in LSTM, z in GRU) stays near 1."
        ).format(what=what)
        + rising_words(sizes)
    )


def rising_words(sizes: Mapping[str, Floats]) -> str:
    """A sentence about the lines that do not fall, '' where all do.

    Args:
        sizes: cell -> what is left of the pulse at each step, `(steps,)`.
    """
    rising = [cell for cell, size in sizes.items() if size[-1] > size[0]]
    if not rising:
        return ""
    return " " + _(
        "The line of {cells} ends higher than it begins: with the pulse and without it, the states go on "
        "drifting apart."
    ).format(cells=", ".join(rising))


@st.cache_data(max_entries=128, show_spinner=False)
def _effects(origin: str, seed: int, steps: int) -> dict[str, Floats]:
    weights = {cell: cell_weights(cell, origin, seed=seed) for cell in LOOPS}
    return {cell: pulse_effect(one, cell, steps=steps) for cell, one in weights.items()}


def _half(steps: int | None, longest: int) -> str:
    return str(steps) if steps is not None else _("more than {steps}").format(steps=longest)
