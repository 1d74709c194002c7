"""A page with nothing but the player, for its browser tests.

The address chooses what it shows: `cell`, `units`, `steps`, `layers`, `direction`, `merge`, `head`, `task`,
`compact`, `panels`, `padded`, `sync`; `live=1` draws other weights twice a second.
"""

from pathlib import Path

import numpy as np
import streamlit as st

from ui import frame
from ui.player import player
from viz_core.config import ModelConfig, TaskConfig
from viz_core.network.tracing import trace
from viz_core.network.weights import initial_weights
from viz_core.payloads.playback import playback
from viz_core.tasks import TASKS

st.set_page_config(layout="wide")
st.html(Path(frame.__file__).with_name("frame.css"))
asked = st.query_params


def payload(seed: int) -> dict:
    task_config = TaskConfig(name=asked.get("task", "cumulative_sum"), timesteps=int(asked.get("steps", 10)))
    task = TASKS[task_config.name]
    model = ModelConfig(
        cell=asked.get("cell", "LSTM"),
        units=int(asked.get("units", 32)),
        layers=int(asked.get("layers", 1)),
        direction=asked.get("direction", "bidirectional"),
        merge_mode=asked.get("merge", "concat"),
        head=asked.get("head", "per_step"),
    )
    rng = np.random.default_rng(seed)
    batch = task.sample(1, task_config, np.random.default_rng(3))
    features, outputs = batch.inputs.shape[-1], task.outputs
    weights = initial_weights(model, features=features, outputs=outputs, rng=rng)
    # Wider than at the start of training, so that the picture has contrast.
    weights = [2.5 * array for array in weights]
    mask = None
    if asked.get("padded"):
        mask = np.arange(task_config.length)[None] < task_config.length - 3
    return playback(
        trace(weights, model, batch.inputs, mask),
        model,
        classes=task.classes,
        source="untrained",
        symbols=task.symbols(batch.inputs)[0] if not asked.get("pixels") else None,
        targets=batch.targets[0] if model.head == "per_step" else batch.targets[0, -1:],
        weights=weights,
    )


@st.fragment(run_every=0.5 if asked.get("live") else None)
def content() -> None:
    runs = st.session_state["runs"] = st.session_state.get("runs", 0) + 1
    panels = asked.get("panels")
    moment = player(
        payload(runs if asked.get("live") else 1),
        key="demo",
        compact=bool(asked.get("compact")),
        autoplay=bool(asked.get("autoplay")),
        schedule=asked.get("schedule"),
        panels=panels.split(",") if panels else None,
        sync=bool(asked.get("sync")),
    )
    if asked.get("sync"):
        st.write(f"moment {moment}")


content()
