"""A trained network's answers, computed by Keras: a second opinion for its card.

In: a config, weights, labelled sequences. Out: probabilities.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from models import build_model
from viz_core.config import ExperimentConfig
from viz_core.data import Labelled, widths

BATCH = 500


def answers(
    config: ExperimentConfig, weights: Sequence[npt.NDArray[np.float32]], asked: Labelled
) -> npt.NDArray[np.float32]:
    """Ask a network about the sequences of a data set.

    Returns:
        Probabilities, `(batch, outputs)`.
    """
    features, outputs = widths(config.task)
    model = build_model(config.model, features=features, outputs=outputs, timesteps=config.task.length)
    model.set_weights(list(weights))
    probabilities: npt.NDArray[np.float32] = model.predict(asked.inputs, batch_size=BATCH, verbose=0)
    return probabilities
