"""What a network makes of a sequence: the answer, each recurrent layer in the player, every layer as values.

In: a network and a `Fed`. Out: the middle of the room *Your network*.
"""

import html
from collections.abc import Sequence
from typing import Any

import numpy as np
import streamlit as st

from ui.frame import is_dark
from ui.guests.choosing import SAYS, Chosen
from ui.in_words import in_words
from ui.language import _
from ui.links import BOUND
from ui.live_figure import live_figure
from ui.player import PANELS, player
from ui.visitor_words import code, plain, sentence
from viz_core.arrays import Array
from viz_core.figures.guest_layers import MOST_ROWS, layer_values, sensitivity_map
from viz_core.guests.feeding import MARK, Fed
from viz_core.guests.guest import last_activation
from viz_core.guests.looking import Look, Reading, look
from viz_core.guests.placing import evaluated
from viz_core.guests.sensitivity import Sensitivity, rows_needed, sensitivity
from viz_core.payloads.guest_playback import guest_playback

MOST_TABLED, MOST_SIDE_BY_SIDE = 60, 5


def show(chosen: Chosen, fed: Fed) -> Look | None:
    """Everything about one sequence; None after a sentence about what cannot be read."""
    try:
        seen = _look(chosen, fed)
    except ValueError as problem:
        st.error(sentence(problem))
        return None
    _player(chosen, fed, seen)
    return seen


def _look(chosen: Chosen, fed: Fed) -> Look:
    return _kept_look(chosen.source, _bytes(fed.inputs), _chosen=chosen, _inputs=fed.inputs)


@st.cache_data(max_entries=32, show_spinner=False)
def _kept_look(source: str, inputs: bytes, *, _chosen: Chosen, _inputs: Sequence[Array]) -> Look:
    return evaluated(look, _chosen.opened.guest, _inputs)


def _bytes(inputs: Sequence[Array]) -> bytes:
    return b"".join(repr(one.shape).encode() + np.ascontiguousarray(one).tobytes() for one in inputs)


def _player(chosen: Chosen, fed: Fed, seen: Look) -> None:
    """One recurrent layer, chosen if there are several."""
    place = _place([f"{number}: {one.name}" for number, one in enumerate(seen.readings, start=1)])
    reading = seen.readings[place]
    answers = _answers(chosen, fed, seen, place)
    try:
        payload = _payload(chosen, fed, reading, answers)
    except ValueError as problem:
        st.info(sentence(problem))
        return
    panels = PANELS if answers is not None else [name for name in PANELS if name != "prediction"]
    both = len(reading.cells) == 2
    player(payload, key="guest_player", panels=panels, schedule="together" if both else None)


def _place(names: Sequence[str]) -> int:
    """Which of the recurrent layers; the last one at first, since the answers follow it."""
    last = len(names)
    if last == 1:
        return 0
    if last > MOST_SIDE_BY_SIDE:
        return names.index(st.selectbox(_("Recurrent layer"), names, last - 1, key=f"guest_layer_{last}"))
    words = {str(number): plain(name) for number, name in enumerate(names, start=1)}
    return int(in_words(_("Recurrent layer"), words, usual=str(last), key=f"guest_layer_{last}")) - 1


def _payload(chosen: Chosen, fed: Fed, reading: Reading, answers: Array | None) -> dict[str, Any]:
    first = fed.inputs[0][0]
    steps = len(reading.read)
    reads_input = reading.aligned and len(first) == steps
    shown = first.reshape(steps, -1) if reads_input else reading.read
    embedded = chosen.opened.guest.embedding() is not None
    known = answers is not None and fed.classes
    classes = tuple(_(one) for one in fed.classes or ()) if known else _classes(answers)
    targets = fed.targets if answers is not None and fed.targets is not None else None
    if targets is not None and answers is not None:
        fits = len(targets) == len(np.atleast_2d(answers)) and targets.max() < len(classes)
        targets = targets if fits else None
    return guest_playback(
        reading.states,
        cells=reading.cells,
        activations=reading.activations,
        merge_mode=reading.merge_mode,
        sequences=reading.sequences,
        inputs=shown,
        symbols=_symbols(fed) if reads_input else None,
        image=fed.image and reads_input,
        level=not embedded,
        mask=reading.mask,
        probabilities=answers,
        classes=classes,
        targets=None if targets is None else [int(one) for one in targets],
        source=chosen.badge,
    )


def _symbols(fed: Fed) -> tuple[str, ...] | None:
    """How the steps are written; the mark at the beginning of a text is ours."""
    if fed.symbols is None:
        return None
    return tuple(_(one) if one == MARK else one for one in fed.symbols)


def _classes(answers: Array | None) -> tuple[str, ...]:
    if answers is None:
        return ()
    width = answers.shape[-1]
    return ("0", "1") if width == 1 else tuple(map(str, range(width)))


def _answers(chosen: Chosen, fed: Fed, seen: Look, place: int) -> Array | None:
    """The network's probabilities, where they belong to the steps, or to the end, of this reading."""
    guest, reading = chosen.opened.guest, seen.readings[place]
    activation = last_activation(guest)
    output = seen.outputs[0]
    usual = activation == "softmax" or (activation == "sigmoid" and output.shape[-1] == 1)
    if len(seen.outputs) != 1 or not usual or place != len(seen.readings) - 1:
        return None
    if output.ndim == 2 and reading.sequences and len(output) == len(reading.read):
        return output
    return output[None] if output.ndim == 1 and not reading.sequences else None


def layers_table(chosen: Chosen) -> None:
    """Every layer as the file has it: name, kind, shape, parameters, what it is for."""
    rows = chosen.opened.guest.layers
    st.markdown(_("#### Its layers, as they stand"), anchors=False)
    if chosen.is_example:
        st.markdown(_(SAYS[chosen.source]))
    st.table(
        {
            _("Layer"): [code(row.name) for row in rows[:MOST_TABLED]],
            _("Kind"): [row.kind for row in rows[:MOST_TABLED]],
            _("Output shape"): [_shape(row.shape) for row in rows[:MOST_TABLED]],
            _("Parameters"): [f"{row.parameters:,}" for row in rows[:MOST_TABLED]],
            _("What it does"): [_(row.role) for row in rows[:MOST_TABLED]],
        },
        hide_index=True,
    )
    total = _("**{total:,} parameters** in {count:,} layers.").format(
        total=sum(row.parameters for row in rows), count=len(rows)
    )
    st.markdown(total)


def _shape(shape: Sequence[int | None]) -> str:
    return str(tuple(shape)).replace(" ", "\N{NO-BREAK SPACE}")


def values(chosen: Chosen, seen: Look) -> None:
    """What one layer gives, step by step."""
    names = [row.name for row in chosen.opened.guest.layers]
    last = chosen.opened.guest.description.outputs[0].call
    usual = names.index(chosen.opened.guest.description.calls[last].layer.name)
    # A file of one's own has no place in a link.
    bound = BOUND if chosen.is_example else {}
    name = st.selectbox(_("Values of the layer"), names, usual, key=f"guest_values_{chosen.source}", **bound)
    array = np.atleast_2d(seen.values[name])
    array = array.reshape(array.shape[0], -1)
    note = _("the first {shown} of {count:,} rows").format(shown=MOST_ROWS, count=array.shape[1])
    figure = layer_values(
        array,
        title=html.escape(name),
        note=note if array.shape[1] > MOST_ROWS else "",
        words=(_("step"), _("feature")),
        dark=is_dark(),
    )
    live_figure(figure, key="guest_values_map", alt=_("The values of a layer, one row for each feature"))


def sensitivities(chosen: Chosen, fed: Fed) -> None:
    """Which input moves which answer."""
    try:
        found = _kept_sensitivity(chosen.source, _bytes(fed.inputs), _chosen=chosen, _inputs=fed.inputs)
    except ValueError as problem:
        st.info(sentence(problem))
        return
    once = len(found.by_step) == 1
    note = _("x is the vector of a token") if found.embedded else ""
    figure = sensitivity_map(
        found.by_step,
        symbols=_symbols(fed),
        title=_("Which input moves the answer: |dy/dx|")
        if once
        else _("Which input moves which answer: |dy/dx|"),
        note=note,
        words=(_("step of the input"), _("answer")),
        dark=is_dark(),
    )
    live_figure(figure, key="guest_sensitivity", alt=_("How much each answer moves with each input step"))
    st.caption(
        _(
            "How much the answer moves for each unit by which a step of the input moves (norm over features "
            "and outputs). Where the network is very sure, hardly anything moves it: look at which steps "
            "count more than others."
        )
    )


@st.cache_data(max_entries=64, show_spinner=False)
def _kept_sensitivity(
    source: str, inputs: bytes, *, _chosen: Chosen, _inputs: Sequence[Array]
) -> Sensitivity:
    guest = _chosen.opened.guest
    return evaluated(sensitivity, guest, _inputs, rows=rows_needed(guest, _inputs))
