"""The gates in the lesson 'Units': how often each is nearly shut or open, and how long it would keep a state.

In: what a network and its untrained twin did on many sequences. Out: a part of a page.
"""

import math

import streamlit as st

from ui.frame import is_dark
from ui.in_words import in_words
from ui.language import N_, _
from ui.lessons.state_space_networks import Network, row_names
from ui.live_figure import live_figure
from ui.savable import savable
from viz_core.figures.units_gates import GateDots, gate_plane
from viz_core.lessons.units import Read
from viz_core.lessons.units_gates import GATES, OPEN, SHUT
from viz_core.network.recurrence import READERS

NAMES = {
    "f": N_("f, forget gate: 1 keeps"),
    "i": N_("i, input gate"),
    "o": N_("o, output gate"),
    "z": N_("z, update gate: 1 keeps"),
    "r": N_("r, reset gate"),
}


def gates_part(network: Network, reads: tuple[Read, Read], reader: str, unit: int) -> None:
    """A dot for each unit, and the means in a table.

    Args:
        network: the trained one.
        reads: what it and its twin did.
        reader: whose gates are drawn.
        unit: from 0; its dot is larger.
    """
    offered = GATES[network.config.model.cell]
    if not offered:
        st.info(_("A SimpleRNN has no gates. Choose a network of LSTM or GRU cells."))
        return
    words = {one: NAMES[one] for one in offered}
    gate = in_words(_("Gate"), words, usual=offered[0], key=f"units_gate_{len(offered)}")
    names = (row_names()[network.source], row_names()["untrained"])
    left, right = st.columns([1, 1])
    with left:
        dots = [
            GateDots(
                name=name,
                shut=one.gates[reader][gate].shut,
                open=one.gates[reader][gate].open,
                trained=not place,
            )
            for place, (name, one) in enumerate(zip(names, reads, strict=True))
        ]
        figure = gate_plane(
            dots,
            reader=reader,
            title=_(NAMES[gate]),
            note=_("hollow: untrained"),
            axes=(
                _("nearly shut (below {shut:g})").format(shut=SHUT),
                _("nearly open (above {open:g})").format(open=OPEN),
            ),
            chosen=unit,
            word=_("unit {unit}"),
            dark=is_dark(),
        )
        live_figure(
            figure, key="units_gates", alt=_("How often the gate of each unit is nearly shut or open")
        )
    with right:
        with savable("table", key="units_gates"):
            st.markdown(_table(dict(zip(names, reads, strict=True)), gate, keeps=gate == offered[0]))
    st.markdown(
        _(
            "A dot for each unit: at which share of the steps its gate is nearly shut, and nearly open. "
            "**Look at** how far the filled dots lie from the hollow ones. First weights leave every gate "
            "half open, at the bottom left; towards the diagonal a gate is a switch, at the top one that "
            "stays open. Healthy: some units that are switches. A gate's memory is what it would keep alone, "
            "1/e after so many steps: a network with several resting points keeps its answer for longer."
        )
    )


def _table(reads: dict[str, Read], gate: str, *, keeps: bool) -> str:
    """Means over the units, for both readers; the memory of the gate that keeps the state."""
    heading = [_("reader"), _("weights"), _("nearly shut"), _("nearly open")]
    heading += [_("memory, steps")] if keeps else []
    lines = [heading, [":--", ":--", *["--:"] * (len(heading) - 2)]]
    for reader in READERS:
        for name, one in reads.items():
            values = one.gates[reader][gate]
            cells = [_(reader), name, f"{values.shut.mean():.0%}", f"{values.open.mean():.0%}"]
            lines.append(cells + ([_steps(values.memory)] if keeps else []))
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _steps(memory: float) -> str:
    return f"{memory:.1f}" if math.isfinite(memory) else "∞"
