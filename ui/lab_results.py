"""An experiment's answer in words, tables and files; the way from a cell to its network.

In: `Results`. Out: parts of the page.
"""

from functools import lru_cache
from math import isnan, nan

import streamlit as st

from ui.headings import heading
from ui.language import _, language
from ui.links import BOUND
from ui.savable import savable
from ui.train_link import train_link
from ui.visitor_words import plain
from viz_core.experiments.exports import as_csv, as_json
from viz_core.experiments.grid import with_seed
from viz_core.experiments.results import CellResult, Results
from viz_core.experiments.words import method, verdict
from viz_core.tasks import TASKS


def answer(found: Results) -> None:
    """The verdict, then how it was reached."""
    heading(_("What is shown"))
    said, how = _answer(found, language())
    st.markdown(said)
    st.caption(how)


@lru_cache(maxsize=32)
def _answer(found: Results, spoken: str) -> tuple[str, str]:
    """Once for all who look; `spoken` is the language of `_`."""
    return "\n".join(f"- {said}" for said in verdict(found, _)), method(found, _)


def files(found: Results) -> None:
    """All cells as a table, all runs as files."""
    with st.expander(_("Table and files")):
        with savable("table", key="lab_cells"):
            st.table(_rows(found, language()), hide_index=True)
        name = found.experiment.name
        with st.container(horizontal=True):
            table, everything = _written_files(found)
            st.download_button("CSV", table, f"{name}.csv", "text/csv", key="lab_csv")
            st.download_button("JSON", everything, f"{name}.json", "application/json", key="lab_json")


@lru_cache(maxsize=32)
def _written_files(found: Results) -> tuple[str, str]:
    return as_csv(found), as_json(found)


@lru_cache(maxsize=32)
def _rows(found: Results, spoken: str) -> list[dict[str, str]]:
    return [_row(one) for one in found.cells]


def _row(one: CellResult) -> dict[str, str]:
    accuracy, seconds = one.accuracy, one.seconds
    half = accuracy.half if accuracy else nan
    return {
        _("Row"): plain(_(one.row)),
        _("Column"): plain(_(one.column)),
        _("Accuracy"): _written(accuracy.mean if accuracy else nan, 4),
        _("± (95 %)"): _written(half, 4),
        _("Best possible"): _written(nan if one.ceiling is None else one.ceiling, 4),
        _("Seeds"): str(len(one.runs)),
        _("Parameters"): f"{one.parameters:,}",
        _("Seconds"): _written(seconds.mean if seconds else nan, 2),
    }


def _written(value: float, places: int) -> str:
    return "–" if isnan(value) else f"{value:.{places}f}"


def _opens(one: CellResult) -> bool:
    return bool(one.runs) and one.cell.config.task.name in TASKS


def open_in_train(found: Results) -> None:
    """From a cell and a seed to its trained network; the Train page shows tasks, not data sets."""
    known = {f"{_(one.row)} · {_(one.column)}": one for one in found.cells if _opens(one)}
    if not known:
        return
    which, seed, go = st.columns([5, 2, 3], vertical_alignment="bottom")
    label = _("Cell whose network is to be watched")
    key = f"lab_cell_{found.experiment.name}"
    one = known[which.selectbox(label, list(known), key=key, **BOUND)]
    chosen = seed.selectbox(_("Seed"), list(one.runs), key=f"lab_seed_{found.experiment.name}", **BOUND)
    with go:
        train_link(with_seed(one.cell.config, chosen), label=_("Open in Train"))
