"""The sequence the player reads: drawn again at a press, or typed in.

In: a task. Out: a `Probe`.
"""

import streamlit as st

from ui import session
from ui.classroom import show_row
from ui.language import _
from ui.links import BOUND
from ui.visitor_words import sentence
from viz_core.config import TaskConfig
from viz_core.network.probe import Probe, drawn_probe, typed_probe
from viz_core.tasks import TASKS


def probe_controls(config: TaskConfig) -> Probe:
    """Let a person draw another sequence or type one; what cannot be read is said in one sentence.

    A class may be asked about its steps.
    """
    probe = _chosen(config)
    show_row(probe.symbols)
    return probe


def _chosen(config: TaskConfig) -> Probe:
    draw, number, typed = st.columns([2, 2, 8], vertical_alignment="bottom")
    draw.button(_("New sequence"), key="redraw", on_click=_redraw, width="stretch")
    seed = number.number_input(_("Sequence number"), 0, 999_999, 0, key="probe", **BOUND)
    text = typed.text_input(
        _("Or your own. {hint}").format(hint=_(TASKS[config.name].typed)),
        key=_typed_key(config.name),
        max_chars=2_000,
        **BOUND,
    )
    if text and text.strip():
        try:
            return typed_probe(config, text)
        except ValueError as error:
            st.warning(sentence(error))
    return drawn_probe(config, seed)


def _redraw() -> None:
    """The next sequence, and nothing typed."""
    typed = set(session.keys()) & {_typed_key(name) for name in TASKS}
    session.put({"probe": session.get("probe", 0) + 1} | dict.fromkeys(typed, ""))


def _typed_key(task: str) -> str:
    return f"{task}_sequence"
