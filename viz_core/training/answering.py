"""A trained network's answers, computed by Keras: a second opinion for its card.

In: a config, weights, labelled sequences. Out: probabilities.
"""

from collections.abc import Sequence

from models import build_model
from viz_core.arrays import Floats32
from viz_core.config import ExperimentConfig
from viz_core.data import Labelled, widths

BATCH = 500


def answers(config: ExperimentConfig, weights: Sequence[Floats32], sequences: Labelled) -> Floats32:
    """Ask a network about the sequences of a data set.

    Returns:
        Probabilities, `(batch, outputs)`.
    """
    features, outputs = widths(config.task)
    model = build_model(config.model, features=features, outputs=outputs, timesteps=config.task.length)
    model.set_weights(list(weights))
    probabilities: Floats32 = model.predict(sequences.inputs, batch_size=BATCH, verbose=0)
    return probabilities
