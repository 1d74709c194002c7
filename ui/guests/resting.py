"""Where a reader of somebody's network rests, and what each step of the sequence does to its state.

In: a network, and what it made of a sequence. Out: a part of *Your network* and of *Resting points*. Searches
are made apart, once for all who look at the same network and input.
"""

from dataclasses import dataclass

import numpy as np
import streamlit as st

from ui.badge import badge
from ui.frame import is_dark
from ui.guests.choosing import Chosen, choose_at_hand, network_of
from ui.guests.reading import choose_sequence
from ui.guests.shown import bytes_of_inputs, looked
from ui.guests.training import as_it_stands
from ui.headings import heading
from ui.in_words import in_words, listed_in_words
from ui.language import N_, _
from ui.lessons.resting_points_searched import show_searched
from ui.links import BOUND
from ui.live_figure import live_figure
from ui.savable import savable
from ui.visitor_words import sentence
from viz_core.arrays import Floats
from viz_core.dynamics import FixedPoint
from viz_core.figures.guest_radius import radius_line
from viz_core.figures.numerals import numeral
from viz_core.guests.feeding import Fed
from viz_core.guests.looking import Look
from viz_core.guests.resting import Reader, reader_of, resting_points, spectral_radii
from viz_core.lessons.resting_points_searched import Searched, in_plane_of

HELD = {"silence": N_("at zero"), "step": N_("as at a step")}
MOST_TABLED = 6


@dataclass(frozen=True, kw_only=True, eq=False)
class Which:
    """What the controls stand at.

    Attributes:
        place: of the layer among the recurrent ones, counted from 0.
        direction: 'forward' or 'backward'.
        step: counted from 0, whose input is held; None for zero.
    """

    place: int
    direction: str
    step: int | None


def resting(chosen: Chosen, fed: Fed, seen: Look) -> None:
    """Offer to look for the resting points of one of the readers."""
    heading(_("Where a reader rests"))
    st.markdown(
        _(
            "While its input stays the same, each reader is a map from one state to the next. The states "
            "that this map leaves as they are say what the reader can hold on to; the eigenvalues of its "
            "Jacobian there, how fast it comes back."
        )
    )
    if st.toggle(_("Find its resting points"), key="guest_rest", **BOUND):
        st.fragment(_found)(chosen, fed, seen)


def guest_at_rest() -> None:
    """On another page: choose a network and what it reads, and look for the resting points of its readers."""
    chosen = network_of(choose_at_hand())
    fed = None if chosen is None else choose_sequence(chosen)
    if chosen is None or fed is None:
        return
    now = as_it_stands(chosen)
    if now is None:
        st.info(_("This network is learning: its points can be looked for when it has stopped."))
        return
    try:
        seen = looked(now, fed)
    except ValueError as problem:
        st.error(sentence(problem))
        return
    badge(now.badge)
    _found(now, fed, seen)


def _found(chosen: Chosen, fed: Fed, seen: Look) -> None:
    which = _which(seen)
    try:
        reader = reader_of(chosen.opened.guest, seen.readings[which.place], which.place, which.direction)
    except ValueError as problem:
        st.info(sentence(problem))
        return
    with st.spinner(_("Searching for resting points…")):
        for part in (_points, _radii):
            try:
                part(chosen, fed, reader, which)
            except ValueError as problem:
                st.info(sentence(problem))


def _which(seen: Look) -> Which:
    """Ask for the reader, and for the input that stays."""
    readers = [(place, direction) for place, one in enumerate(seen.readings) for direction in one.cells]
    names = [f"{place + 1}: {seen.readings[place].name}, {_(direction)}" for place, direction in readers]
    left, middle, right = st.columns([4, 4, 2], vertical_alignment="bottom")
    usual = len(readers) - len(seen.readings[-1].cells) + 1
    words = {str(number): name for number, name in enumerate(names, start=1)}
    key = f"guest_rest_reader_{len(words)}"
    number = listed_in_words(_("Reader"), words, usual=str(usual), key=key, place=left)
    place, direction = readers[int(number) - 1]
    held = in_words(_("Its input stays"), HELD, usual="silence", key="guest_rest_input", place=middle)
    step = None
    if held == "step":
        steps = len(seen.readings[place].read)
        step = int(right.number_input(_("Step"), 1, steps, key=f"guest_rest_step_{steps}", **BOUND)) - 1
    return Which(place=place, direction=direction, step=step)


@st.cache_data(max_entries=64, show_spinner=False)
def _searched(
    source: str, inputs: bytes, place: int, direction: str, step: int | None, *, _reader: Reader
) -> Searched:
    held = np.zeros(_reader.read.shape[1]) if step is None else _reader.read[step]
    return in_plane_of(_reader.states, resting_points(_reader, held))


@st.cache_data(max_entries=64, show_spinner=False)
def _kept_radii(source: str, inputs: bytes, place: int, direction: str, *, _reader: Reader) -> Floats:
    return spectral_radii(_reader)


def _points(chosen: Chosen, fed: Fed, reader: Reader, which: Which) -> None:
    """The points among the states of the sequence, and the eigenvalues of one of them."""
    inputs = bytes_of_inputs(fed.inputs)
    found = _searched(chosen.key, inputs, which.place, which.direction, which.step, _reader=reader)
    point = show_searched(
        found,
        which.direction,
        key="guest_rest_points",
        alt=_("Resting points among the states of this sequence"),
        caption=_("{stable} of {all} points are stable. Grey dots: the states of this sequence."),
    )
    if which.step is None:
        st.caption(_("Zero may be an input that never occurs: hold the input of a step for one that does."))
    if point is not None:
        _time_constants(point)


def _time_constants(point: FixedPoint) -> None:
    """The slowest directions of a point, and how many steps each takes."""
    rows = list(zip(point.eigenvalues, point.time_constants, strict=True))[:MOST_TABLED]
    with savable("table", key="guest_rest_times"):
        st.table(
            {
                "λ": [_complex(one) for one, _steps in rows],
                "|λ|": [numeral(abs(one), ".3f") for one, _steps in rows],
                _("Time constant −1 / ln |λ|, in steps"): [_steps_in_words(steps) for _one, steps in rows],
            },
            hide_index=True,
        )
    words = _(
        "The {shown} eigenvalues of the largest modulus, of {count}. A disturbance along one shrinks by the "
        "factor e in its time constant; below zero, it grows by e in as many steps."
    )
    st.caption(words.format(shown=len(rows), count=len(point.eigenvalues)))


def _complex(value: complex) -> str:
    if not value.imag:
        return numeral(value.real, "z.3f")
    sign = "+" if value.imag > 0 else "\N{MINUS SIGN}"
    return f"{numeral(value.real, 'z.3f')} {sign} {abs(value.imag):.3f}i"


def _steps_in_words(steps: float) -> str:
    return numeral(steps, ".1f") if np.isfinite(steps) else "∞"


def _radii(chosen: Chosen, fed: Fed, reader: Reader, which: Which) -> None:
    """What each step of the sequence does to the state."""
    found = _kept_radii(chosen.key, bytes_of_inputs(fed.inputs), which.place, which.direction, _reader=reader)
    figure = radius_line(
        found,
        reader=which.direction,
        title=_("Spectral radius of the Jacobian, step by step"),
        note=_(which.direction),
        axes=(_("step"), _("largest |λ|")),
        dark=is_dark(),
    )
    alt = _("The largest eigenvalue of the Jacobian at each step of the sequence")
    live_figure(figure, key="guest_rest_radius", alt=alt)
    st.caption(
        _(
            "The Jacobian of each step, ∂sₜ/∂sₜ₋₁ (backward: ∂sₜ/∂sₜ₊₁), at the state and the input of this "
            "sequence; s is h, of an LSTM h and c. Were this step repeated for ever, disturbances would die "
            "out below the dashed line; over a sequence the product of its Jacobians counts. At padding the "
            "state stays, and the radius is 1."
        )
    )
