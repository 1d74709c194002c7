"""The parts of the lesson 'Units': which network and unit, all units in groups, and what is known of one.

In: what a person chose, or the run on the Train page. Out: parts of a page.
What does not depend on the chosen sequence is computed once for all visitors.
"""

from dataclasses import dataclass, replace

import numpy as np
import streamlit as st

from ui import asides, session
from ui.badge import badge
from ui.frame import is_dark
from ui.in_words import in_words, listed_in_words
from ui.language import N_, _, ngettext
from ui.lessons.state_space_networks import (
    Network,
    at_moment,
    choose_network,
    row_names,
    sequences_of,
    twin_of,
)
from ui.lessons.units_gates import gates_part
from ui.lessons.units_moments import excited_part, stretch_part
from ui.live_figure import live_figure
from ui.probe import probe_controls
from ui.refreshing import while_training
from ui.savable import savable
from viz_core.arrays import Floats
from viz_core.config import ExperimentConfig
from viz_core.figures.numerals import numeral
from viz_core.figures.units import UnitMap, unit_maps
from viz_core.lessons import units as lesson
from viz_core.lessons.units import Detectors, Read
from viz_core.network.probe import Probe
from viz_core.network.tracing import trace
from viz_core.network.weights import Weights
from viz_core.training.history import Snapshot
from viz_core.training.job import Job

VIEWS = {"inputs": N_("What raises it"), "stretch": N_("A stretch"), "gates": N_("Its gates")}
BOTH = {"forward": N_("forward"), "backward": N_("backward")}
QUANTITIES = {
    "belief": N_("exact belief"),
    "sum": N_("sum read"),
    "held": N_("last pulse"),
    "target": N_("target"),
    "position": N_("step"),
    "input": N_("input"),
    "before": N_("input before"),
}
REFRESH_SECONDS = 2.0


@dataclass(frozen=True, kw_only=True, eq=False)
class Choice:
    """What the controls stand at.

    Attributes:
        network: whose units are shown.
        twin: the same network before training.
        reader: 'forward' or 'backward'.
        unit: from 0.
        view: a key of `VIEWS`.
    """

    network: Network
    twin: Network
    reader: str
    unit: int
    view: str


def at_work() -> None:
    """Controls and pictures; while a run goes on they follow it."""
    while_training(_at_work, every=REFRESH_SECONDS)


def _at_work() -> None:
    choice = _choose()
    if choice is None:
        return
    if choice.network.job is None:
        _draw(choice, _read(choice.network.key, choice.network.config, choice.network.weights))
    else:
        _draw_run(choice, choice.network.job)


def _draw_run(choice: Choice, job: Job) -> None:
    """The newest moment of a run of which a worker has sent the states of this reader."""
    reader = choice.reader

    def draw(moment: Snapshot, sent: Read) -> None:
        read = replace(sent, hidden={reader: sent.hidden[reader].astype(np.float32)})
        _draw(replace(choice, network=at_moment(job, moment)), read)

    asides.draw_newest(asides.large_results(), job, ("units", reader), lesson.run_read, (reader,), draw)


def _draw(choice: Choice, trained: Read) -> None:
    """Everything below the controls.

    Args:
        choice: what they stand at.
        trained: what the network did; the states of the chosen reader are enough.
    """
    badge(choice.network.source)
    picture = st.container()
    probe = probe_controls(choice.network.config.task)
    untrained = _read(choice.twin.key, choice.twin.config, choice.twin.weights)
    with picture:
        _maps(choice, (trained, untrained), probe)
    if choice.view == "gates":
        gates_part(choice.network, (trained, untrained), choice.reader, choice.unit)
        return
    hidden = tuple(one.hidden[choice.reader] for one in (trained, untrained))
    if choice.view == "inputs":
        excited_part(choice.network, hidden, choice.reader, choice.unit)
    else:
        states = _states(choice.network, choice.reader, probe)
        stretch_part(choice.network, hidden[0], states, choice.reader, choice.unit, probe)


def _choose() -> Choice | None:
    first, second, third, fourth = st.columns([4.7, 3.1, 1.6, 5.1], vertical_alignment="bottom")
    network = choose_network("units_network", first, usual="cumulative_sum")
    reader = in_words(_("Reader"), BOTH, usual="forward", key="units_reader", place=second)
    view = in_words(_("Show"), VIEWS, usual="inputs", key="units_view", place=fourth)
    if network is None:
        return None
    count = network.config.model.units
    numbers = {str(one + 1): str(one + 1) for one in range(count)}
    unit = listed_in_words(_("Unit"), numbers, usual="1", key=f"units_unit_{count}", place=third)
    return Choice(network=network, twin=twin_of(network.config), reader=reader, unit=int(unit) - 1, view=view)


@st.cache_resource(max_entries=16, show_spinner=False)
def _read(key: tuple[str, int], config: ExperimentConfig, _weights: Weights) -> Read:
    return lesson.read(config, _weights, sequences_of(config))


@st.cache_resource(max_entries=64, show_spinner=False)
def _detectors(key: tuple[str, int], config: ExperimentConfig, _did: Read, reader: str) -> Detectors:
    known = lesson.quantities(config, sequences_of(config), reader)
    return lesson.detectors(_did.hidden[reader], known)


def _states(network: Network, reader: str, probe: Probe) -> np.ndarray:
    """Of one sequence, `(time, units)`."""
    seen = trace(network.weights, network.config.model, probe.inputs)
    return np.asarray(seen[f"layer0/{reader}/hidden"][0])


def _maps(choice: Choice, reads: tuple[Read, Read], probe: Probe) -> None:
    """All units in groups, and how many there are of each kind."""
    pair, reader = (choice.network, choice.twin), choice.reader
    found = [_detectors(one.key, one.config, read, reader) for one, read in zip(pair, reads, strict=True)]
    hidden = [read.hidden[reader] for read in reads]
    maps = [_map(*one, reader, probe) for one in zip(pair, hidden, found, strict=True)]
    row = int(np.flatnonzero(found[0].order == choice.unit)[0])
    note = _("each unit against its largest state")
    figure = unit_maps(maps, chosen=row, reader=choice.reader, note=note, dark=is_dark(), _=_)
    key = f"units_unit_{len(found[0].best)}"
    live_figure(
        figure,
        key="units_maps",
        alt=_("All units over the sequence, in groups by what they go with"),
        on_click=lambda unit: session.put({key: unit}),
    )
    left, right = st.columns([2, 3], vertical_alignment="center")
    left.markdown(_chosen_words(choice.unit, found[0]))
    with right, savable("table", key="units_counts"):
        st.markdown(_counts(dict(zip((row_names()[one.source] for one in pair), found, strict=True))))


def _map(network: Network, hidden: Floats, found: Detectors, reader: str, probe: Probe) -> UnitMap:
    """The units over the sequence, each against its own largest state on all sequences."""
    largest = np.abs(hidden).max(axis=(0, 1))
    states = _states(network, reader, probe) / np.maximum(largest, np.finfo(np.float32).tiny)
    counts = [(one, found.count(one)[0]) for one in found.names]
    return UnitMap(
        title=row_names()[network.source],
        states=states[:, found.order],
        units=[int(unit) + 1 for unit in found.order],
        hovers=[_goes_with(int(unit), found) for unit in found.order],
        groups=[(_group(one, count), count) for one, count in counts if count],
    )


def _group(quantity: str, count: int) -> str:
    """What a group of units goes with, and how many they are."""
    words = ngettext("{quantity}: {count} unit", "{quantity}: {count} units", count)
    return words.format(quantity=_(QUANTITIES[quantity]), count=count)


def _goes_with(unit: int, found: Detectors) -> str:
    best = int(found.best[unit])
    return _("unit {unit}: {quantity}, r = {r}").format(
        unit=unit + 1, quantity=_(QUANTITIES[found.names[best]]), r=numeral(found.strengths[unit, best])
    )


def _chosen_words(unit: int, found: Detectors) -> str:
    """What the chosen unit goes with, and what else it might be."""
    best = int(found.best[unit])
    said = f"**{_goes_with(unit, found)}.**"
    sizes = np.abs(found.strengths[unit])
    others = [place for place in np.argsort(-sizes) if place != best]
    near = [place for place in others if sizes[place] > sizes.max() - lesson.TIE]
    if not near:
        return f"{said} " + _("Next best: {quantity}, r = {r}.").format(
            quantity=_(QUANTITIES[found.names[others[0]]]), r=numeral(found.strengths[unit, others[0]])
        )
    named = ", ".join(
        f"{_(QUANTITIES[found.names[one]])} (r = {numeral(found.strengths[unit, one])})" for one in near
    )
    return f"{said} " + _("A tie, it could as well be: {others}.").format(others=named)


def _counts(found: dict[str, Detectors]) -> str:
    """How many units of each network go with each quantity, as a table."""
    names = next(iter(found.values())).names
    kept = [one for one in names if any(those.count(one)[0] for those in found.values())]
    lines = [
        (_("units that go best with"), *(_(QUANTITIES[one]) for one in kept)),
        (":--", *("--:" for _one in kept)),
    ]
    lines += [(name, *(_counted(*those.count(one)) for one in kept)) for name, those in found.items()]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _counted(count: int, ties: int) -> str:
    if not ties:
        return str(count)
    return ngettext("{count} ({ties} tie)", "{count} ({ties} ties)", ties).format(count=count, ties=ties)
