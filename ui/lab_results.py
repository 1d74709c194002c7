"""An experiment's answer in words, tables and files; the way from a cell to its network.

In: `Results`. Out: parts of the page.
"""

from math import isnan

import streamlit as st

from ui.language import _
from ui.links import BOUND
from ui.train_link import train_link
from viz_core.experiments.exports import as_csv, as_json
from viz_core.experiments.grid import with_seed
from viz_core.experiments.results import CellResult, Results
from viz_core.experiments.words import method, verdict
from viz_core.tasks import TASKS


def answer(found: Results) -> None:
    """The verdict, then how it was reached."""
    st.markdown(_("#### What is shown"), anchors=False)
    st.markdown("\n".join(f"- {said}" for said in verdict(found, _)))
    st.caption(method(found, _))


def files(found: Results) -> None:
    """All cells as a table, all runs as files."""
    with st.expander(_("Table and files")):
        st.dataframe([_row(one) for one in found.cells], hide_index=True)
        name = found.experiment.name
        with st.container(horizontal=True):
            st.download_button("CSV", as_csv(found), f"{name}.csv", "text/csv", key="lab_csv")
            st.download_button("JSON", as_json(found), f"{name}.json", "application/json", key="lab_json")


def _row(one: CellResult) -> dict[str, object]:
    accuracy, seconds = one.accuracy, one.seconds
    half = accuracy.half if accuracy else float("nan")
    return {
        _("Row"): _(one.row),
        _("Column"): _(one.column),
        _("Accuracy"): round(accuracy.mean, 4) if accuracy else None,
        _("± (95 %)"): None if isnan(half) else round(half, 4),
        _("Best possible"): None if one.ceiling is None else round(one.ceiling, 4),
        _("Seeds"): len(one.runs),
        _("Parameters"): one.parameters,
        _("Seconds"): round(seconds.mean, 3) if seconds else None,
    }


def _opens(one: CellResult) -> bool:
    return bool(one.runs) and one.cell.config.task.name in TASKS


def open_in_train(found: Results) -> None:
    """From a cell and a seed to its trained network; the Train page shows tasks, not data sets."""
    known = {f"{_(one.row)} · {_(one.column)}": one for one in found.cells if _opens(one)}
    if not known:
        return
    which, seed, go = st.columns([5, 2, 3], vertical_alignment="bottom")
    label = _("A cell, to watch its network")
    key = f"lab_cell_{found.experiment.name}"
    one = known[which.selectbox(label, list(known), key=key, **BOUND)]
    chosen = seed.selectbox(_("Seed"), list(one.runs), key=f"lab_seed_{found.experiment.name}", **BOUND)
    with go:
        train_link(with_seed(one.cell.config, chosen), label=_("Open in Train"))
