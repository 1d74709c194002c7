"""What a player shows: weights and one sequence, traced and packed.

In: weights, a config, a probe. Out: the player's payload.
"""

import streamlit as st

from ui.language import _
from viz_core.config import ExperimentConfig
from viz_core.network.probe import Probe, drawn_probe
from viz_core.network.tracing import trace
from viz_core.network.weights import Weights
from viz_core.payloads.playback import Playback, playback
from viz_core.pretrained import load
from viz_core.statistics.evaluation import answered_targets
from viz_core.tasks import TASKS


def view(
    config: ExperimentConfig, weights: Weights, probe: Probe, *, source: str, small: bool = False
) -> Playback:
    """The payload of the player for one sequence; `small` for a network that changes."""
    seen = trace(weights, config.model, probe.inputs)
    return playback(
        seen,
        config.model,
        weights=weights,
        symbols=probe.symbols,
        targets=None if probe.targets is None else answered_targets(probe.targets, config.model)[0],
        classes=[_(one) for one in TASKS[config.task.name].classes],
        source=source,
        small=small,
    )


@st.cache_data(max_entries=32, show_spinner=False)
def pretrained_view(name: str, *, seed: int, spoken: str) -> Playback:
    """The payload for a network that came with the app, for pages in a language."""
    network = load(name)
    probe = drawn_probe(network.config.task, seed)
    return view(network.config, network.weights, probe, source="pretrained")
