"""The lesson 'Switchboard', first part: its controls, and what happens if a trained network is changed.

In: what a person chose. Out: parts of a page.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import streamlit as st

from ui import session
from ui.badge import badge
from ui.frame import is_dark
from ui.in_words import in_words, listed_in_words
from ui.language import N_, _
from ui.links import BOUND
from ui.live_figure import live_figure
from viz_core.config import ExperimentConfig
from viz_core.figures.merge_evidence import EvidencePanel, evidence_bars
from viz_core.figures.switchboard_ablation import answers, jacobian_map
from viz_core.lessons.merge_evidence import evidence
from viz_core.lessons.switchboard_ablation import Ablation, changed_jacobian, changed_trace, changed_weights
from viz_core.network.probe import Probe, drawn_probe, fresh_batch
from viz_core.network.weights import Weights
from viz_core.pretrained import film
from viz_core.statistics.metrics import accuracy

VIEWS = {"what-if": N_("What if?"), "twins": N_("Twins"), "film": N_("The film"), "poll": N_("Poll")}
NETWORK = "twin_bidirectional"
SIDES = (N_("future"), N_("past"))
NOW = "now"
SEQUENCES = 500
KEPT = 50
# Every switch of the board with its position at rest; undo and reset go through them.
REST: dict[str, Any] = {
    "board_cut_forward": False,
    "board_cut_backward": False,
    "board_freeze_forward": NOW,
    "board_freeze_backward": NOW,
    "board_foreign": False,
    "board_donor": 2,
    "board_silent": [],
}
HISTORY = "board_history"


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What the controls above all views stand at.

    Attributes:
        view: a key of `VIEWS`.
        moment: of training, a place in the films.
        seed: of the sequence.
    """

    view: str
    moment: int
    seed: int

    @property
    def config(self) -> ExperimentConfig:
        """Of the bidirectional twin."""
        return film(NETWORK).config

    @property
    def weights(self) -> Weights:
        """Of the bidirectional twin at this moment."""
        return film(NETWORK).weights[self.moment]

    @property
    def probe(self) -> Probe:
        """The sequence."""
        return drawn_probe(self.config.task, self.seed)


def choose() -> Choice:
    """The row of controls that all views share; the scrubber moves every view."""
    first, second, third = st.columns([4.2, 4, 1.6], vertical_alignment="bottom", gap="medium")
    view = in_words(_("View"), VIEWS, usual="what-if", key="board_view", place=first, width="content")
    steps = film(NETWORK).steps
    update = second.select_slider(
        _("Updates of training"), steps, steps[-1], key="board_moment", format_func=_grouped, **BOUND
    )
    seed = third.number_input(_("Sequence"), 0, 9_999, 1, key="board_seed", **BOUND)
    return Choice(view=view, moment=steps.index(update), seed=int(seed))


def _grouped(number: int) -> str:
    return f"{number:,}"


def what_if(choice: Choice) -> None:
    """Switches on the left; on the right what the changed network says."""
    board, pictures = st.columns([2.6, 7.4], gap="medium")
    with board:
        changes, donor = _switches(choice)
    with pictures:
        _consequences(choice, changes, donor)


def _switches(choice: Choice) -> tuple[Ablation, int]:
    buttons = st.container()
    units = choice.config.model.units
    left, right = st.columns(2)
    cut = tuple(
        reader
        for reader, column, label in (("forward", left, _("Cut →")), ("backward", right, _("Cut ←")))
        if column.toggle(label, key=f"board_cut_{reader}", **BOUND)
    )
    frozen = [_freeze(left, "forward", _("Freeze → at")), _freeze(right, "backward", _("Freeze ← at"))]
    foreign = st.toggle(_("Foreign ← states"), key="board_foreign", **BOUND)
    donor = st.number_input(
        _("taken from sequence"), 0, 9_999, 2, key="board_donor", disabled=not foreign, **BOUND
    )
    names = [f"{arrow}{unit + 1}" for arrow in "→←" for unit in range(units)]
    none = _("Choose options")
    silent = st.multiselect(_("Silence units"), names, key="board_silent", placeholder=none, **BOUND)
    _remember()
    with buttons:
        _ways_back()
    changes = Ablation(
        cut=cut,
        frozen=tuple(one for one in frozen if one),
        silenced=tuple((("forward", "backward")["→←".index(one[0])], int(one[1:]) - 1) for one in silent),
        donor=foreign,
    )
    return changes, int(donor)


def _ways_back() -> None:
    """Undo and Reset, where there is something to take back."""
    past = session.get(HISTORY, [])
    undo, reset = st.columns(2)
    undo.button(_("Undo"), key="board_undo", on_click=_undo, disabled=len(past) < 2, width="stretch")
    at_rest = past[-1] == REST
    reset.button(
        _("Reset"), key="board_reset", on_click=session.put, args=(REST,), disabled=at_rest, width="stretch"
    )


def _freeze(column: Any, reader: str, label: str) -> tuple[str, int] | None:
    steps = film(NETWORK).steps
    options = [NOW, *(str(step) for step in steps)]
    names = {NOW: N_("now")} | {str(step): f"{step:,}" for step in steps}
    chosen = listed_in_words(label, names, usual=NOW, key=f"board_freeze_{reader}", place=column)
    return None if chosen == NOW else (reader, options.index(chosen) - 1)


def _remember() -> None:
    """Keep each new position of the board, so that it can be undone."""
    present = {key: session.get(key, rest) for key, rest in REST.items()}
    past = session.get(HISTORY, [])
    if not past or past[-1] != present:
        session.put({HISTORY: [*past, present][-KEPT:]})


def _undo() -> None:
    """Back to the position before; the first one stays."""
    past = session.get(HISTORY, [])
    if len(past) > 1:
        session.put({HISTORY: past[:-1]} | past[-2])


def _consequences(choice: Choice, changes: Ablation, donor: int) -> None:
    config, probe = choice.config, choice.probe
    weights = changed_weights(choice.weights, config.model, changes, moments=film(NETWORK).weights)
    other = drawn_probe(config.task, donor).inputs if changes.donor else None
    after = changed_trace(weights, config.model, probe.inputs, donor=other)
    before = changed_trace(choice.weights, config.model, probe.inputs)
    with st.container(horizontal=True, vertical_alignment="center"):
        badge("what-if" if changes.touched else "pretrained")
        st.markdown(_scores(choice, changes))
    live_figure(
        _evidence_figure(after, weights, choice), key="board_evidence", alt=_("Evidence at each step")
    )
    left, right = st.columns([5, 3])
    with left:
        live_figure(
            answers(
                before["probabilities"][0, :, 0],
                after["probabilities"][0, :, 0],
                probe.labels[0],
                classes=(_(SIDES[0]), _(SIDES[1])),
                dark=is_dark(),
                _=_,
            ),
            key="board_answers",
            alt=_("Answers of the changed and of the untouched network"),
        )
    with right:
        found = changed_jacobian(weights, config.model, probe.inputs, donor=changes.donor)
        live_figure(
            jacobian_map(found, height=240, dark=is_dark(), _=_),
            key="board_map",
            alt=_("Which input moves which answer"),
        )
    st.markdown(
        _(
            "**Look at** the bars that vanish or turn when you throw a switch, and at the answers that turn "
            "with them. Healthy: blue evidence grows to the right, orange to the left, and the square of "
            "|dyₜ/dxₛ| is full; a cut reader leaves an exact triangle (blank entries are exactly 0)."
        )
    )


def _evidence_figure(after: Any, weights: Weights, choice: Choice) -> Any:
    parts = evidence(after, weights, choice.config.model)
    panel = EvidencePanel(
        title=_("Evidence for “the past is heavier”"),
        note=_("blue: past, orange: future, purple: sum"),
        total=after["logits"][0, :, 0],
        forward=parts.forward[0, :, 0],
        backward=parts.backward[0, :, 0],
        bias=float(parts.bias[0]),
    )
    return evidence_bars(
        [panel],
        symbols=choice.probe.symbols,
        symbols_name=_("input"),
        columns=1,
        height=230,
        dark=is_dark(),
        _=_,
    )


def _scores(choice: Choice, changes: Ablation) -> str:
    usual = _score(choice.moment, Ablation())
    if not changes.touched:
        return _("Right on {count} fresh sequences: **{usual:.3f}**").format(count=SEQUENCES, usual=usual)
    return _("Right on {count} fresh sequences: **{now:.3f}**, untouched {usual:.3f}").format(
        count=SEQUENCES, now=_score(choice.moment, changes), usual=usual
    )


@st.cache_data(max_entries=256, show_spinner=False)
def _score(moment: int, changes: Ablation) -> float:
    """Accuracy on fresh sequences; with foreign states each takes those of the sequence before it."""
    twin = film(NETWORK)
    batch = fresh_batch(twin.config, SEQUENCES)
    weights = changed_weights(twin.weights[moment], twin.config.model, changes, moments=twin.weights)
    donor = np.roll(batch.inputs, 1, axis=0) if changes.donor else None
    found = changed_trace(weights, twin.config.model, batch.inputs, donor=donor)
    return accuracy(found["probabilities"], batch.targets)
