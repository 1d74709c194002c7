"""What a network makes of a sequence: the answer, each recurrent layer in the player, every layer as values.

In: a network and a `Fed`. Out: the middle of the page *Your network*.
"""

import html
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import streamlit as st

from ui.frame import is_dark
from ui.guests.choosing import SAYS, Chosen
from ui.headings import heading
from ui.in_words import in_words
from ui.language import _
from ui.links import BOUND
from ui.live_figure import live_figure
from ui.player import PANELS, player
from ui.savable import savable
from ui.visitor_words import code, plain, sentence
from viz_core.arrays import Array
from viz_core.figures.guest_layers import MOST_ROWS, layer_values, sensitivity_map
from viz_core.guests.feeding import Fed
from viz_core.guests.guest import Guest, recurrent_calls
from viz_core.guests.looking import Look, look
from viz_core.guests.placing import evaluated
from viz_core.guests.playing import reading_playback, symbols_of
from viz_core.guests.sensitivity import Sensitivity, rows_needed, sensitivity

MOST_TABLED, MOST_SIDE_BY_SIDE = 60, 5


def show(chosen: Chosen, fed: Fed, place: int) -> None:
    """One recurrent layer in the player, or a sentence about what cannot be read.

    Args:
        chosen: the network.
        fed: the sequence.
        place: of the layer, as `choose_layer` gives it.
    """
    try:
        seen = looked(chosen, fed)
    except ValueError as problem:
        st.error(sentence(problem))
        return
    try:
        payload = reading_playback(chosen.opened.guest, fed, seen, place, source=chosen.badge, _=_)
    except ValueError as problem:
        st.info(sentence(problem))
    else:
        place_player(payload)


def look_at(chosen: Chosen, fed: Fed) -> Look | None:
    """What the network makes of a sequence; None where it cannot be read, as `show` says."""
    try:
        return looked(chosen, fed)
    except ValueError:
        return None


def looked(chosen: Chosen, fed: Fed) -> Look:
    """What the network makes of a sequence, computed once for all who look.

    Raises:
        ValueError: it cannot be read, or is too much to be shown.
    """
    return _kept_look(chosen.key, bytes_of_inputs(fed.inputs), _chosen=chosen, _inputs=fed.inputs)


@st.cache_data(max_entries=32, show_spinner=False)
def _kept_look(source: str, inputs: bytes, *, _chosen: Chosen, _inputs: Sequence[Array]) -> Look:
    return evaluated(look, _chosen.opened.guest, _inputs)


def bytes_of_inputs(inputs: Sequence[Array]) -> bytes:
    """Different for different inputs."""
    return b"".join(repr(one.shape).encode() + np.ascontiguousarray(one).tobytes() for one in inputs)


def place_player(payload: Mapping[str, Any], live: dict[str, Any] | None = None) -> None:
    """Play one recurrent layer."""
    panels = PANELS if payload["predictions"] else [name for name in PANELS if name != "prediction"]
    both = len(payload["readers"]) == 2
    player(payload, key="guest_player", panels=panels, schedule="together" if both else None, live=live)


def choose_layer(guest: Guest) -> int:
    """Which of the recurrent layers; the last one at first, since the answers follow it."""
    calls = enumerate(recurrent_calls(guest.description), start=1)
    names = [f"{number}: {call.layer.name}" for number, call in calls]
    last = len(names)
    if last == 1:
        return 0
    if last > MOST_SIDE_BY_SIDE:
        return names.index(st.selectbox(_("Recurrent layer"), names, last - 1, key=f"guest_layer_{last}"))
    words = {str(number): plain(name) for number, name in enumerate(names, start=1)}
    return int(in_words(_("Recurrent layer"), words, usual=str(last), key=f"guest_layer_{last}")) - 1


def layers_table(chosen: Chosen) -> None:
    """Every layer as the file has it: name, kind, shape, parameters, what it is for."""
    rows = chosen.opened.guest.layers
    heading(_("Its layers, as they stand"))
    if chosen.is_example:
        st.markdown(_(SAYS[chosen.source]))
    with savable("table", key="guest_layers"):
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
        found = _kept_sensitivity(chosen.key, bytes_of_inputs(fed.inputs), _chosen=chosen, _inputs=fed.inputs)
    except ValueError as problem:
        st.info(sentence(problem))
        return
    once = len(found.by_step) == 1
    note = _("x is the vector of a token") if found.embedded else ""
    figure = sensitivity_map(
        found.by_step,
        symbols=symbols_of(fed, _),
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
