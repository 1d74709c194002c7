"""One unit in the lesson 'Units': what raises it, and sequences that are like a chosen stretch.

In: the states of its reader on many sequences. Out: parts of a page.
"""

from collections.abc import Sequence

import numpy as np
import streamlit as st

from ui.frame import is_dark
from ui.language import _
from ui.lessons.state_space_networks import Network, row_names, sequences_of
from ui.links import BOUND
from ui.live_figure import live_figure
from viz_core.figures.numerals import with_minus
from viz_core.figures.units_moments import Row, lag_lines, sequence_rows, stretch_line
from viz_core.lessons.units import LAGS, highest_moments, read_before
from viz_core.lessons.units_stretch import matches, on_throughout
from viz_core.network.probe import Probe
from viz_core.tasks import TASKS

ROWS = 7
# Units that are named one by one.
MOST_NAMED = 12


def excited_part(network: Network, hidden: Sequence[np.ndarray], reader: str, unit: int) -> None:
    """The mean input before the unit is high, and the sequences in which it is highest.

    Args:
        network: whose unit it is.
        hidden: of the trained and of the untrained network, `(batch, time, units)`.
        reader: 'forward' or 'backward'.
        unit: from 0.
    """
    left, right = st.columns([1, 1])
    with left:
        _before(network, hidden, reader, unit)
    with right:
        _highest(network, hidden[0][..., unit], reader, unit)
    st.markdown(
        _(
            "**Look at** the distance of the bold line from the dotted one: these inputs, so many steps "
            "earlier, raise the unit. Healthy: a unit that adds up stands off at every step, one that only "
            "repeats its input at step 0 alone, one that counts steps at none. The thin line is the same "
            "unit before training: what it shows there, nobody has taught it."
        )
    )


def _before(network: Network, hidden: Sequence[np.ndarray], reader: str, unit: int) -> None:
    inputs = sequences_of(network.config).inputs
    found = [read_before(inputs, states[..., unit], reader) for states in hidden]
    names = row_names()
    named = zip((names[network.source], names["untrained"]), (means for means, _usual in found), strict=True)
    figure = lag_lines(
        list(named),
        found[0][1],
        reader=reader,
        title=_("Read before unit {unit} is high").format(unit=unit + 1),
        note=_("highest 5 %"),
        axes=(_("steps earlier, in the order of reading"), _("input")),
        usual_name=_("any moment"),
        dark=is_dark(),
    )
    live_figure(figure, key="units_before", alt=_("Mean input before the highest states of the unit"))


def _highest(network: Network, states: np.ndarray, reader: str, unit: int) -> None:
    """Where the unit is highest; framed what it had read by then."""
    last = states.shape[1] - 1
    spans = [
        (
            one,
            max(0, step - LAGS + 1) if reader == "forward" else step,
            step if reader == "forward" else min(last, step + LAGS - 1),
        )
        for one, step in highest_moments(states, min(ROWS, len(states)))
    ]
    rows = [_row(network, states, one, (first, end), f"{states[one].max():.2f}") for one, first, end in spans]
    figure = sequence_rows(
        rows,
        title=_("Where unit {unit} is highest").format(unit=unit + 1),
        note=_("of {count} sequences").format(count=len(states)),
        dark=is_dark(),
        _=_,
    )
    live_figure(figure, key="units_highest", alt=_("Sequences in which the unit is highest"))


def _row(network: Network, states: np.ndarray, sequence: int, span: tuple[int, int], name: str) -> Row:
    """One sequence, coloured by the states of one unit `(batch, time)`."""
    inputs = sequences_of(network.config).inputs[sequence : sequence + 1]
    return Row(
        name=name,
        symbols=_symbols(TASKS[network.config.task.name].symbols(inputs)[0]),
        states=states[sequence],
        first=span[0],
        last=span[1],
    )


def _symbols(symbols: Sequence[str]) -> list[str]:
    return [with_minus(one) for one in symbols]


def stretch_part(
    network: Network, hidden: np.ndarray, states: np.ndarray, reader: str, unit: int, probe: Probe
) -> None:
    """A stretch of the shown sequence, and other sequences in which the same units are on for as long.

    Args:
        network: whose units they are.
        hidden: on many sequences, `(batch, time, units)`.
        states: on the shown one, `(time, units)`.
        reader: 'forward' or 'backward'.
        unit: from 0; the one that is drawn.
        probe: the shown sequence.
    """
    steps = len(states)
    first, second = st.columns(2)
    threshold = first.slider(
        _("Threshold: above it, or below one that is negative"),
        -0.9,
        0.9,
        0.5,
        0.05,
        key="units_threshold",
        **BOUND,
    )
    middle = 1 + steps // 2
    span = second.slider(
        _("Stretch, from step to step"),
        1,
        steps,
        (middle, min(steps, middle + 1)),
        key=f"units_stretch_{steps}",
        **BOUND,
    )
    start, end = span[0] - 1, span[1] - 1
    wanted = on_throughout(states, threshold, start, end)
    left, right = st.columns([1, 1])
    with left:
        figure = stretch_line(
            states[:, unit],
            _symbols(probe.symbols),
            threshold=threshold,
            first=start,
            last=end,
            reader=reader,
            title=_("Unit {unit}").format(unit=unit + 1),
            note=_("on") if wanted[unit] else _("not on throughout"),
            dark=is_dark(),
        )
        live_figure(
            figure, key="units_stretch", alt=_("The unit over the sequence, with threshold and stretch")
        )
        st.markdown(_on_words(wanted, threshold, span))
    with right:
        if wanted.any():
            _alike(network, hidden, wanted, unit, threshold, end - start + 1)
    st.markdown(
        _(
            "**Look at** what the framed parts have in common: that is what these units stand for together "
            "(colour: the chosen unit). "
            "Healthy: many sequences with a share near 100 %, and alike to your eye as well. If they have "
            "nothing in common, the stretch is chance."
        )
    )


def _on_words(wanted: np.ndarray, threshold: float, span: tuple[int, int]) -> str:
    """Which units are on throughout the stretch."""
    side = _("above {threshold:g}") if threshold >= 0 else _("below {threshold:g}")
    values = {"side": side.format(threshold=threshold), "first": span[0], "last": span[1]}
    numbers = np.flatnonzero(wanted) + 1
    if not len(numbers):
        return _(
            "No unit is {side} from step {first} to {last}: choose another stretch or threshold."
        ).format(**values)
    named = ", ".join(str(one) for one in numbers[:MOST_NAMED]) + (", …" if len(numbers) > MOST_NAMED else "")
    return _("{side} from step {first} to {last}: {count} of {all} units ({named}).").format(
        count=len(numbers), all=len(wanted), named=named, **values
    )


def _alike(
    network: Network, hidden: np.ndarray, wanted: np.ndarray, unit: int, threshold: float, length: int
) -> None:
    found = matches(hidden, wanted, length, threshold, ROWS)
    if not found:
        st.info(_("In no other sequence is one of these units on for so long."))
        return
    states = hidden[..., unit]
    rows = [_row(network, states, one.sequence, (one.first, one.last), f"{one.alike:.0%}") for one in found]
    figure = sequence_rows(
        rows,
        title=_("Sequences like it"),
        note=_("share of units that agree"),
        dark=is_dark(),
        _=_,
    )
    live_figure(
        figure, key="units_alike", alt=_("Stretches of other sequences in which the same units are on")
    )
