"""Choose the sentences and the network of the page Tagging.

In: what a person chose, or what the link says. Out: an `ExperimentConfig`.
"""

import streamlit as st

from ui.in_words import in_words
from ui.language import _
from ui.links import BOUND
from ui.sets.tagging_own_file import with_file
from ui.sets.training import direction_of, titles_of
from viz_core.config import CELL_NAMES, ExperimentConfig
from viz_core.data.recipes import SCHEDULES, TAGGED, recipe, squeezed


def choose() -> ExperimentConfig | None:
    """Sentences, direction, cell and epochs; None while a file of one's own is chosen and there is none."""
    which, direction, cell, epochs = st.columns([11, 11, 4, 4], vertical_alignment="bottom")
    name = in_words(_("Sentences"), titles_of(TAGGED), usual=TAGGED[0], key="tags_set", place=which)
    way = direction_of(direction, key="tags_direction")
    cell_name = cell.selectbox(_("Cell"), CELL_NAMES, CELL_NAMES.index("LSTM"), key="tags_cell", **BOUND)
    count = epochs.number_input(_("Epochs"), 1, 50, SCHEDULES[name].epochs, key=f"{name}_epochs", **BOUND)
    config = recipe(name, cell=cell_name, direction=way, epochs=count)
    if _through_one_vector():
        config = squeezed(config, way)
    return with_file(config) if name == "own_tags" else config


def _through_one_vector() -> bool:
    return st.toggle(
        _("Through one vector: encoder → decoder"),
        key="tags_squeezed",
        help=_("The whole sentence is read into one vector first, and all tags are written from it."),
        **BOUND,
    )
