"""The parts of the lesson 'State space': whose states, what they are coloured by, the planes.

In: what a person chose, or the run on the Train page. Out: parts of a page.
What does not depend on the chosen sequence is computed once for all visitors.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import streamlit as st

from ui import session
from ui.budget import can_look_inside
from ui.in_words import in_words, listed_in_words
from ui.language import N_, _, language
from ui.lessons.state_space_payload import panels, strip
from ui.links import BOUND
from ui.pictures import state_space
from ui.probe import probe_controls
from ui.while_training import while_training
from viz_core.config import ExperimentConfig
from viz_core.lessons import state_space as lesson
from viz_core.lessons.state_space import Space
from viz_core.lessons.state_space_colours import colourings
from viz_core.network.probe import Probe
from viz_core.network.tracing import trace
from viz_core.network.weights import Weights
from viz_core.pretrained import load
from viz_core.tasks import TASKS
from viz_core.tasks.task import Batch

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
VIEWS = {"planes": N_("Planes"), "crossed": N_("Forward against backward")}
COLOURS = {
    "target": N_("Target"),
    "past_sum": N_("Sum so far"),
    "future_sum": N_("Sum from here"),
    "position": N_("Step"),
    "belief": N_("Exact belief"),
}
PICTURE = "space_picture"
REFRESH_SECONDS = 2.0
# Heights of the trained network's row and of its untrained twin's.
HEIGHTS = (158, 112)


@dataclass(frozen=True, kw_only=True, eq=False)
class Network:
    """One network whose states are shown.

    Attributes:
        key: names these weights among all of the process.
        config: of its run.
        weights: of its present moment.
        source: where they come from, as for `ui.badge`.
    """

    key: tuple[str, int]
    config: ExperimentConfig
    weights: Weights
    source: str


def room() -> None:
    """Controls and picture; while a run goes on they follow it."""
    while_training(_room, every=REFRESH_SECONDS)


def _room() -> None:
    first, second, third = st.columns([3, 4, 5], vertical_alignment="bottom")
    networks = {one: _network_name(one) for one in (*NETWORKS, LIVE)}
    name = listed_in_words(
        _("Network"), networks, usual=next(iter(NETWORKS)), key="space_network", place=first
    )
    network = _network(name)
    view = in_words(_("Show"), VIEWS, usual="planes", key="space_view", place=second)
    if network is None:
        st.info(
            _(
                "Train a network with one bidirectional layer, a merge mode other than none and an answer "
                "at each step on the Train page; then its states move here while it learns."
            )
        )
        return
    task = network.config.task
    options = {one: COLOURS[one] for one in colourings(task.name)}
    colour = in_words(
        _("Colour"), options, usual=next(iter(options)), key=f"space_colour_{len(options)}", place=third
    )
    colour = colour if colour in options else next(iter(options))
    picture, cursor = st.container(), st.container()
    payload = _payload(network, view, colour, probe_controls(task))
    steps = task.length
    key = f"space_step_{steps}"
    with cursor:
        step = st.slider(_("Step at the cursor"), 1, steps, 1 + steps // 2, key=key, **BOUND)
    with picture:
        state_space(payload | {"frame": step - 1}, key=PICTURE, on_frame=lambda: _take_step(key))


def _network_name(name: str) -> str:
    if name == LIVE:
        return _("My last run")
    model = load(NETWORKS[name]).config.model
    return f"{_(TASKS[name].title)}, {model.cell}({model.units}), {model.merge_mode}"


def _network(name: str) -> Network | None:
    if name != LIVE:
        shipped = load(NETWORKS[name])
        return Network(key=(name, 0), config=shipped.config, weights=shipped.weights, source="pretrained")
    for job in reversed(session.runs()):
        of_task = job.config.task.name in TASKS and can_look_inside(job.config)
        if of_task and job.snapshots and lesson.fits(job.config.model):
            newest = job.snapshots[-1]
            return Network(
                key=(str(job.id), newest.step),
                config=job.config,
                weights=newest.weights,
                source="trained here",
            )
    return None


@st.cache_resource(max_entries=32, show_spinner=False)
def _batch(config: ExperimentConfig) -> Batch:
    return lesson.sequences(config)


@st.cache_resource(max_entries=32, show_spinner=False)
def _twin(config: ExperimentConfig) -> Weights:
    return lesson.first_weights(config)


@st.cache_resource(max_entries=32, show_spinner=False)
def _space(key: tuple[str, int], config: ExperimentConfig, _weights: Weights) -> Space:
    return lesson.space(config, _weights, _batch(config))


@st.cache_data(max_entries=128, show_spinner=False)
def _clouds(
    key: tuple[str, int], config: ExperimentConfig, _weights: Weights, view: str, colour: str, spoken: str
) -> dict[str, Any]:
    """The part of the picture that does not depend on the chosen sequence."""
    return panels(config, _weights, _space(key, config, _weights), _batch(config), view=view, colour=colour)


def _payload(network: Network, view: str, colour: str, probe: Probe) -> dict[str, Any]:
    """The picture, but for its cursor."""
    config = network.config
    twin = _twin(config)
    pairs = {network.source: (network.key, network.weights), "untrained": ((repr(config), -1), twin)}
    rows = []
    for (source, (key, weights)), height in zip(pairs.items(), HEIGHTS, strict=True):
        found = _clouds(key, config, weights, view, colour, language())
        seen = trace(weights, config.model, probe.inputs)
        ways = _ways(
            _space(key, config, weights), {panel: seen[name][0] for panel, name in lesson.STATES.items()}
        )
        shown = [one | {"way": ways[one["name"]]} for one in found["panels"]]
        rows.append({"name": _names()[source], "height": height, "panels": shown})
        if source == network.source:
            answers, meaning = strip(config, seen, probe), found
    return {
        "source": network.source,
        "steps": config.task.length,
        "rows": rows,
        "shades": meaning["shades"],
        "key": {"title": _(COLOURS[colour]), "names": meaning["key"]},
        **answers,
    }


def _take_step(key: str) -> None:
    """A cursor that has come to rest moves the slider, and with it the link."""
    session.put({key: session.get(PICTURE)["frame"] + 1})


def _names() -> dict[str, str]:
    return {"pretrained": _("trained"), "trained here": _("trained here"), "untrained": _("untrained")}


def _ways(found: Space, states: dict[str, np.ndarray]) -> dict[str, list[list[float]]]:
    """Where one sequence's states lie, by panel."""
    places = {panel: found.planes[panel].project(one) for panel, one in states.items()}
    places["crossed"] = np.stack([places["forward"][:, 0], places["backward"][:, 0]], axis=1)
    return {panel: np.round(one, 3).tolist() for panel, one in places.items()}
