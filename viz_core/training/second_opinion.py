"""Results of Keras for a process that must not import it.

In: weights, config, a batch. Out: what `viz_core.training.keras_gradients` finds.
"""

from collections.abc import Sequence
from typing import Any

from viz_core.arrays import Array
from viz_core.config import ModelConfig
from viz_core.training.keras_import import import_keras


def second_opinion(
    weights: Sequence[Array], config: ModelConfig, inputs: Array, targets: Array
) -> dict[str, Any]:
    """Runs on a worker; arguments and result as `keras_gradients`."""
    import_keras()
    from viz_core.training.keras_gradients import keras_gradients

    return keras_gradients(weights, config, inputs, targets)
