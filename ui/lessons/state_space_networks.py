"""Which network the lessons 'State space' and 'Units' show, its untrained twin, and what both read.

In: what a person chose, or the run on the Train page. Out: a network; its twin and its sequences, each
computed once for all visitors.
"""

from dataclasses import dataclass
from typing import Any

import streamlit as st

from ui.budget import can_look_inside
from ui.in_words import listed_in_words
from ui.language import _
from ui.last_run import last_run
from viz_core.config import ExperimentConfig
from viz_core.lessons import state_space as lesson
from viz_core.network.weights import Weights
from viz_core.pretrained import load
from viz_core.tasks import TASKS
from viz_core.tasks.task import Batch
from viz_core.training.history import Snapshot
from viz_core.training.job import Job

# What is chosen -> the network that comes with the project.
NETWORKS = {
    "balance": "balance_bidirectional_1",
    "brackets": "brackets_bidirectional_1",
    "signed_walk": "signed_walk_concat",
    "casino": "casino",
    "cumulative_sum": "cumulative_sum",
    "xor_neighbours": "xor_neighbours_mul",
    "flip_flop_both_sides": "flip_flop_both_sides",
    "will_it_flip": "will_it_flip",
    "flip_flop_2": "resting_flip_flop_2_GRU",
}
LIVE = "live"


@dataclass(frozen=True, kw_only=True, eq=False)
class Network:
    """One network whose states are shown.

    Attributes:
        key: names these weights among all of the process.
        config: of its run.
        weights: of its present moment.
        source: where they come from, as for `ui.badge`.
        job: the run that they come from, or None.
    """

    key: tuple[str, int]
    config: ExperimentConfig
    weights: Weights
    source: str
    job: Job | None = None


def choose_network(key: str, place: Any, *, usual: str) -> Network | None:
    """The chosen network; None, and a sentence, when no run of this person fits.

    Args:
        key: of the control.
        place: where it stands.
        usual: the name in `NETWORKS` to begin with.
    """
    named = {one: _network_name(one) for one in (*NETWORKS, LIVE)}
    found = _network(listed_in_words(_("Network"), named, usual=usual, key=key, place=place))
    if found is None:
        st.info(
            _(
                "Train a network with one bidirectional layer, a merge mode other than none and an answer "
                "at each step on the Train page; then its states move here while it learns."
            )
        )
    return found


def _network_name(name: str) -> str:
    if name == LIVE:
        return _("My last run")
    model = load(NETWORKS[name]).config.model
    return f"{_(TASKS[name].title)}, {model.cell}({model.units}), {model.merge_mode}"


def _network(name: str) -> Network | None:
    if name != LIVE:
        shipped = load(NETWORKS[name])
        return Network(key=(name, 0), config=shipped.config, weights=shipped.weights, source="pretrained")
    job = last_run(lambda config: lesson.fits(config.model) and can_look_inside(config))
    return None if job is None else at_moment(job, job.snapshots[-1])


def at_moment(job: Job, moment: Snapshot) -> Network:
    """The network of a run, as it was at one moment."""
    return Network(
        key=(job.id, moment.step), config=job.config, weights=moment.weights, source="trained here", job=job
    )


def twin_of(config: ExperimentConfig) -> Network:
    """The same network before it has learned anything."""
    return Network(key=(repr(config), -1), config=config, weights=_first_weights(config), source="untrained")


def row_names() -> dict[str, str]:
    """What a picture calls the network and its twin, by source."""
    return {"pretrained": _("trained"), "trained here": _("trained here"), "untrained": _("untrained")}


@st.cache_resource(max_entries=32, show_spinner=False)
def sequences_of(config: ExperimentConfig) -> Batch:
    """Fresh sequences, the same for a network and its twin."""
    return lesson.sequences(config)


@st.cache_resource(max_entries=32, show_spinner=False)
def _first_weights(config: ExperimentConfig) -> Weights:
    return lesson.first_weights(config)
