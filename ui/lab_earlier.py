"""What the Lab shows of an experiment that nobody has run here: what Run would do, and earlier runs.

In: the empty results of an experiment, and its seeds. Out: a part of the page. Earlier runs come with the
project; a run here makes each of them anew, with its curve and its network.
"""

from functools import lru_cache

import streamlit as st

from ui.frame import is_dark
from ui.headings import heading
from ui.lab_results import answer
from ui.language import _
from ui.live_figure import live_figure
from viz_core.experiments import EXPERIMENTS
from viz_core.experiments.earlier import SEEDS, Metrics, earlier_metrics, expected_seconds
from viz_core.experiments.grid import Experiment
from viz_core.experiments.pictures import grid_figure
from viz_core.experiments.results import Results, results


def nothing_yet(found: Results, seeds: range) -> None:
    """What Run would do and how long it would take; below it the answer of earlier runs, if there are any."""
    st.markdown(
        _(
            "**Nothing has been run yet.** Run trains {count} networks, {seeds} for each field of the grid: "
            "{minutes} of one core, less on several. For a first answer in less time choose one task, or "
            "fewer seeds."
        ).format(count=len(seeds) * len(found.cells), seeds=len(seeds), minutes=_minutes(found, seeds))
    )
    before = _earlier(found.experiment)
    if not any(one.runs for one in before.cells):
        return
    heading(_("Earlier runs, not made on this server"))
    live_figure(grid_figure(before, dark=is_dark(), _=_), key="lab_earlier", alt=_("Accuracy of every cell"))
    answer(before)


@lru_cache(maxsize=64)
def _earlier(experiment: Experiment) -> Results:
    return results(experiment, SEEDS, _metrics(experiment))


@lru_cache(maxsize=64)
def _metrics(experiment: Experiment) -> Metrics:
    return earlier_metrics(experiment.runs(SEEDS))


def _minutes(found: Results, seeds: range) -> str:
    """At the speed of earlier runs of this experiment, or else of the first one."""
    known = _metrics(found.experiment) or _metrics(EXPERIMENTS["directions"])
    if not known:
        return _("some minutes")
    minutes = expected_seconds(found.experiment.runs(seeds), known) / 60
    if minutes < 1:
        return _("less than a minute")
    return _("about {minutes:,.0f} min").format(minutes=minutes)
