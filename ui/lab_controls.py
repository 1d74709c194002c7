"""Which experiment, on which task, with which seeds.

In: widgets, bound to the link. Out: an `Experiment` and its seeds.
"""

import streamlit as st

from ui import session
from ui.in_words import listed_in_words, several_in_words
from ui.language import N_, _
from ui.links import BOUND
from ui.visitor_words import sentence
from viz_core.data import task_or_data_set
from viz_core.experiments import EXPERIMENTS, Experiment
from viz_core.experiments.grid import Axis, seeds_from
from viz_core.experiments.own import FIELD_WORDS, OWN_FIELDS, own_axis, own_grid, value_words
from viz_core.tasks import TASKS

OWN = "own"
ALL = "all"
USUAL_SEEDS, MOST_SEEDS, MORE_SEEDS = 5, 100, 5


def experiment_controls() -> tuple[Experiment | None, range]:
    """The chosen experiment, and its seeds; None while a grid of one's own is not complete."""
    which, where, many = st.columns([6, 3, 2])
    names = {one: made.title for one, made in EXPERIMENTS.items()} | {OWN: N_("9 · Your own grid")}
    name = listed_in_words(_("Experiment"), names, usual=next(iter(names)), key="lab_experiment", place=which)
    task = _task(where, name)
    count = many.number_input(_("Seeds"), 1, MOST_SEEDS, USUAL_SEEDS, key="lab_seeds", **BOUND)
    made = _own() if name == OWN else EXPERIMENTS[name]
    chosen = made if made is None or task == ALL else made.on(task)
    return chosen, seeds_from(0, count)


def more_seeds() -> None:
    """Raise the number of seeds, as a click does."""
    session.put({"lab_seeds": min(MOST_SEEDS, session.get("lab_seeds", USUAL_SEEDS) + MORE_SEEDS)})


def _task(place: st.delta_generator.DeltaGenerator, name: str) -> str:
    """Where: one of the experiment's own rows or all of them; else any task."""
    rows = {} if name == OWN else EXPERIMENTS[name].tasks
    options = [ALL, *rows] if rows else list(TASKS)
    key = "lab_task" if not rows else "lab_tasks" if rows.keys() <= TASKS.keys() else "lab_sets"
    words = {one: N_("All of them") if one == ALL else task_or_data_set(one).title for one in options}
    return listed_in_words(_("Task"), words, usual=options[0], key=key, place=place)


def _own() -> Experiment | None:
    """Two fields and their values; what is missing is said in one sentence."""
    left, right = st.columns(2)
    try:
        with left:
            rows = _axis(_("Rows"), "lab_rows", "model.units")
        with right:
            columns = _axis(_("Columns"), "lab_columns", "model.direction")
        return own_grid(rows, columns)
    except ValueError as mistake:
        st.warning(sentence(mistake))
        return None


def _axis(label: str, key: str, usual: str) -> Axis:
    field = listed_in_words(label, FIELD_WORDS, usual=usual, key=key)
    offered = {str(value): value for value in OWN_FIELDS[field]}
    words = {name: value_words(field, value) for name, value in offered.items()}
    values = several_in_words(_("Values"), words, usual=list(offered)[:3], key=f"{key}_{field}")
    return own_axis(field, tuple(offered[value] for value in offered if value in values))
