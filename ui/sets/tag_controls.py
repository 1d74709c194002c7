"""Choose the sentences and the network of the room Tagging.

In: what a person chose, or what the link says. Out: an `ExperimentConfig`. Used by: `pages/12_Tagging.py`.
"""

from collections.abc import Callable, Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ui.controls import BOUND
from ui.language import _
from ui.sets.own_file import with_file
from viz_core.config import CELL_NAMES, DIRECTIONS, ExperimentConfig
from viz_core.data import DATA_SETS
from viz_core.data.recipes import SCHEDULES, TAGGED, recipe


def choose() -> ExperimentConfig | None:
    """Sentences, direction, cell and epochs; None while a file of one's own is chosen and there is none."""
    which, direction, cell, epochs = st.columns([11, 11, 4, 4], vertical_alignment="bottom")
    name = _segments(
        which, _("Sentences"), TAGGED, TAGGED[0], "tags_set", lambda one: _(DATA_SETS[one].title)
    )
    way = _segments(direction, _("Direction"), DIRECTIONS, "bidirectional", "tags_direction", str)
    cell_name = cell.selectbox(_("Cell"), CELL_NAMES, CELL_NAMES.index("LSTM"), key="tags_cell", **BOUND)
    count = epochs.number_input(_("Epochs"), 1, 50, SCHEDULES[name].epochs, key=f"{name}_epochs", **BOUND)
    config = recipe(name, cell=cell_name, direction=way, epochs=count)
    return with_file(config) if name == "own_tags" else config


def _segments(
    place: DeltaGenerator,
    label: str,
    options: Sequence[str],
    usual: str,
    key: str,
    written: Callable[[str], str],
) -> str:
    chosen = place.segmented_control(
        label, options, default=usual, required=True, key=key, format_func=written, width="stretch", **BOUND
    )
    return str(chosen)
