"""The parts of the lesson 'How it reads': controls, the network at work, its parameters, two sentences.

In: what a person chose. Out: parts of a page.
"""

from dataclasses import dataclass, replace

import numpy as np
import streamlit as st

from ui.badge import badge
from ui.equations import equations
from ui.in_words import in_words
from ui.language import N_, _
from ui.links import BOUND
from ui.player import player
from ui.savable import savable
from viz_core.config import ModelConfig
from viz_core.lessons.how_it_reads import (
    LONGEST,
    ORIGINS,
    PERSON,
    SENTENCES,
    SHORTEST,
    drawn_numbers,
    sentence,
    small_weights,
)
from viz_core.lessons.how_it_reads_equations import worked
from viz_core.network.trace_arrays import Trace
from viz_core.network.tracing import trace
from viz_core.network.weights import count_parameters
from viz_core.payloads.playback import playback

CHANNEL = "how_it_reads"
SEQUENCES = {"bears": "… Teddy bears", "Roosevelt": "… Teddy Roosevelt", "numbers": N_("Numbers")}
NETWORKS = {"bidirectional": N_("Both"), "forward": N_("Plain"), "compare": N_("Compare")}
ORIGIN_NAMES = {"hand-set": N_("Set by hand"), "random": N_("Fresh")}
PANELS = ("inputs", "network", "prediction")
NUMBER_CLASSES = ("0", "1")


@dataclass(frozen=True, kw_only=True, eq=False)
class Choice:
    """What the controls stand at.

    Attributes:
        networks: a key of `NETWORKS`.
        origin: a key of `ORIGINS`.
        seed: of random weights.
        model: with both readers.
        inputs: `(1, time, 1)`.
        symbols: how each step is written.
        classes: the names of the answers.
    """

    networks: str
    origin: str
    seed: int
    model: ModelConfig
    inputs: np.ndarray
    symbols: tuple[str, ...]
    classes: tuple[str, str]

    def network(self, direction: str) -> tuple[ModelConfig, Trace, tuple[np.ndarray, ...]]:
        """The same network with both readers or one: its config, its trace, its weights."""
        model = replace(self.model, direction=direction)
        weights = small_weights(model, self.origin, seed=self.seed)
        return model, trace(weights, model, self.inputs), weights


def choose() -> Choice:
    """The row of controls."""
    first, second, third, fourth = st.columns([4.6, 3.2, 1.7, 1.5], vertical_alignment="bottom")
    with first:
        sequence = in_words(_("Sequence"), SEQUENCES, usual="bears", key="read_sequence", width="content")
    with second:
        networks = in_words(
            _("Network"), NETWORKS, usual="bidirectional", key="read_readers", width="content"
        )
    with third:
        layers = st.segmented_control(
            _("Layers"), (1, 2, 3), default=1, required=True, key="read_layers", **BOUND
        )
    with fourth.popover(_("More"), width="stretch"):
        units, shared, origin, seed = _details()
        steps, drawn = _numbers(disabled=sequence != "numbers")
    inputs, symbols = drawn_numbers(steps, drawn) if sequence == "numbers" else sentence(sequence)
    return Choice(
        networks=networks,
        origin=origin,
        seed=seed,
        model=ModelConfig(cell="SimpleRNN", units=units, layers=int(layers or 1), shared_weights=shared),
        inputs=inputs,
        symbols=symbols,
        classes=NUMBER_CLASSES if sequence == "numbers" else PERSON,
    )


def _details() -> tuple[int, bool, str, int]:
    units = st.segmented_control(_("Units"), (1, 2, 3), default=1, required=True, key="read_units", **BOUND)
    shared = st.toggle(_("Both directions share their parameters"), key="read_shared", **BOUND)
    origin = in_words(_("Weights"), ORIGIN_NAMES, usual="hand-set", key="read_weights", width="content")
    seed = st.number_input(
        _("Seed of the weights"), 0, 9_999, 0, key="read_seed", disabled=origin != "random", **BOUND
    )
    return int(units or 1), shared, origin, int(seed)


def _numbers(*, disabled: bool) -> tuple[int, int]:
    steps = st.slider(
        _("Steps (for numbers)"), SHORTEST, LONGEST, 4, key="read_steps", disabled=disabled, **BOUND
    )
    drawn = st.number_input(
        _("Sequence number (for numbers)"), 0, 9_999, 0, key="read_drawn", disabled=disabled, **BOUND
    )
    return steps, int(drawn)


def at_work(choice: Choice) -> None:
    """The unrolled network, or two of them under one cursor, and the equations of the present step."""
    compared = choice.networks == "compare"
    rows = 3 * choice.model.layers
    if compared:
        _play(choice, "forward", height=220 + 30 * (choice.model.layers - 1), panels=PANELS, follower=True)
    leader = "bidirectional" if compared else choice.networks
    tall = 220 + 20 * (rows - 3) if compared else 330
    # The plain network above already shows the inputs.
    _play(choice, leader, height=tall, panels=PANELS[1:] if compared else PANELS, follower=False)
    model, found, weights = choice.network(leader)
    equations(worked(found, weights, model), channel=CHANNEL, key="read_equations")
    watch = _(
        "**Look at** the rows of circles: blue fills from the left, orange from the right, and an answer "
        "(purple) needs both. Healthy: every node is computed once, and each answer waits for its slower "
        "reader."
    )
    if choice.networks == "forward":
        watch = _(
            "**Look at** the row of circles: blue fills from the left, and each answer comes with its step, "
            "before anything later has been read. Healthy: every node is computed once."
        )
    st.markdown(watch + " " + _("Numbers are rounded to two decimals."))
    if choice.networks != "forward":
        _in_keras(choice.model)


def _in_keras(model: ModelConfig) -> None:
    """Where the word `go_backwards` comes from, and the line that needs none of it."""
    st.markdown(
        _(
            "In Keras the orange reader is a layer with the flag `go_backwards=True`. It gives its states in "
            "the order in which it reads, the last step first; `Bidirectional` makes that copy of a layer, "
            "and turns its states round before it merges:"
        )
    )
    st.code(
        f"layers.Bidirectional(layers.SimpleRNN({model.units}, return_sequences=True))", language="python"
    )


def _play(choice: Choice, direction: str, *, height: int, panels: tuple[str, ...], follower: bool) -> None:
    model, found, weights = choice.network(direction)
    payload = playback(
        found,
        model,
        classes=[_(one) for one in choice.classes],
        source=ORIGINS[choice.origin],
        symbols=choice.symbols,
        weights=weights,
    )
    player(
        payload,
        key=f"read_player_{'follower' if follower else 'leader'}",
        height=height,
        panels=panels,
        channel=CHANNEL,
        follower=follower,
    )


def parameters(choice: Choice) -> None:
    """How many numbers training could change: one reader, two, and two that share."""
    st.header(_("Separate or shared parameters?"), anchor=False)
    badge("exact")
    plain = replace(choice.model, direction="forward", shared_weights=False)
    apart = replace(choice.model, shared_weights=False)
    shared = replace(choice.model, shared_weights=True)
    columns = st.columns(3)
    names = (_("Plain RNN"), _("Both, separate"), _("Both, shared"))
    for column, name, model in zip(columns, names, (plain, apart, shared), strict=True):
        column.metric(name, f"{count_parameters(model, features=1, outputs=1):,}")
    st.markdown(
        _(
            "Counted for the layers and units chosen above. **Look at** the difference: sharing halves the "
            "recurrent part only; U still has an entry for each state of both readers. Healthy: separate "
            "parameters, unless the sequence means the same in both directions. Switch between them under "
            "*More*."
        )
    )


def two_sentences(choice: Choice) -> None:
    """The same word with the same past and another future, before both networks."""
    st.header(_("An early word needs the later ones"), anchor=False)
    badge("set by hand")
    st.markdown(
        _(
            "*He said, “Teddy **bears** are on sale.”*  ·  *He said, “Teddy **Roosevelt** was a great "
            "president.”*  \nIs **Teddy** a person here? Up to that word the two sentences are the same."
        )
    )
    rows = [_teddy_row(choice, direction) for direction in ("forward", "bidirectional")]
    heads = _("| p(a person) at “Teddy” | … bears | … Roosevelt |")
    with savable("table", key="read_teddy"):
        st.markdown("\n".join([heads, "|---|---|---|", *rows]))
    st.markdown(
        _(
            "**Look along** each row: the plain RNN's two answers are the same number, whatever comes next; "
            "the bidirectional network tells them apart. The words come as numbers (He 0.1, said 0, Teddy "
            "0.1, bears −1, Roosevelt +1); weights set by hand, with the layers and units chosen above."
        )
    )


def _teddy_row(choice: Choice, direction: str) -> str:
    model = replace(choice.model, direction=direction, shared_weights=False)
    weights = small_weights(model, "hand-set")
    answers = [float(trace(weights, model, sentence(one)[0])["probabilities"][0, 2, 0]) for one in SENTENCES]
    name = _("plain RNN") if direction == "forward" else _("bidirectional")
    return f"| {name} | " + " | ".join(f"**{answer:.3f}**" for answer in answers) + " |"
