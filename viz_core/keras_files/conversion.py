"""A run as a `.keras` file for anybody's Keras.

In: a config and weights. Out: the bytes of a file. On a worker; needs Keras.
"""

import tempfile
from pathlib import Path

from models import build_model
from viz_core.config import ExperimentConfig
from viz_core.network.weights import Weights
from viz_core.tasks import TASKS


def to_keras(config: ExperimentConfig, weights: Weights) -> bytes:
    """A run as the bytes of a `.keras` file that opens in any Keras, without this project."""
    task = TASKS[config.task.name]
    timesteps = config.task.length if config.model.decodes else None
    model = build_model(config.model, features=task.features, outputs=task.outputs, timesteps=timesteps)
    model.set_weights(weights)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "run.keras")
        model.save(path)
        return path.read_bytes()
