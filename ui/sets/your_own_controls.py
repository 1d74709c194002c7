"""Choose a table and a network for it; download examples and the Keras script.

In: what a person chose, or what the link says. Out: an `ExperimentConfig`; files and a script.
"""

import streamlit as st

from ui.in_words import in_words
from ui.language import N_, _
from ui.links import BOUND
from ui.script_to_copy import script_to_copy
from ui.sets.training import direction_of
from ui.sets.your_own_table import describe, table_of
from viz_core.config import CELL_NAMES, ExperimentConfig
from viz_core.data.own_examples import EXAMPLES
from viz_core.data.own_sets import own_experiment
from viz_core.keras_scripts.own_data import own_code

FILE = "file"
TITLES = {name: one.title for name, one in EXAMPLES.items()} | {FILE: N_("Your file")}


def choose() -> ExperimentConfig | None:
    """Table, direction, cell and more; None while a file of one's own is chosen and there is none."""
    which, way, cell, more = st.columns([36, 31, 13, 12], vertical_alignment="bottom")
    name = in_words(_("Data"), TITLES, usual="leaks", key="own_data", place=which)
    direction = direction_of(way, key="own_direction")
    cell_name = cell.selectbox(_("Cell"), CELL_NAMES, CELL_NAMES.index("LSTM"), key="own_cell", **BOUND)
    with more.popover(_("More"), width="stretch"):
        count = st.number_input(_("Epochs"), 1, 200, 20, key="own_epochs", **BOUND)
        units = st.number_input(_("Units"), 1, 128, 16, key="own_units", **BOUND)
        seed = st.number_input(_("Seed"), 0, 2**31 - 1, 3, key="own_seed", **BOUND)
    task = table_of(name)
    if task is None:
        return None
    describe(task, expanded=name == FILE)
    return own_experiment(
        task, cell=str(cell_name), units=units, direction=direction, epochs=count, seed=seed
    )


def examples() -> None:
    """The examples as files, to see what a table looks like."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(_("The examples as files:"), width="content")
        for name, one in EXAMPLES.items():
            st.download_button(
                _(one.title),
                one.table,
                f"{name}.csv",
                "text/csv",
                key=f"own_example_{name}",
                on_click="ignore",
            )


def in_keras(config: ExperimentConfig) -> None:
    """The same experiment as a Keras script."""
    script_to_copy(
        _("The same experiment in plain Keras"),
        lambda: own_code(config),
        key="keras_script",
        words=_("Save the table, with commas, as own.csv beside the script, and it runs as it stands."),
    )
