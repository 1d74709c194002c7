"""`.keras` files: a run as a file for anybody's Keras, and the network in a file.

In: a config and weights, or the bytes of a file. Out: the other of the two.
For workers and tests: both functions load Keras when they are called, not when they are imported.
"""

from viz_core.config import ExperimentConfig, ModelConfig
from viz_core.network.weights import Weights

__all__ = ["from_keras", "to_keras"]


def to_keras(config: ExperimentConfig, weights: Weights) -> bytes:
    """A run as the bytes of a `.keras` file that opens in any Keras, without this project."""
    from viz_core.keras_files import conversion

    return conversion.to_keras(config, weights)


def from_keras(data: bytes, task_name: str) -> tuple[ModelConfig, Weights]:
    """The network in a `.keras` file.

    Args:
        data: the file.
        task_name: the task it reads; says how wide its input and its output are.

    Raises:
        ValueError: it is no such file, or its network is none that this app can build.
    """
    from viz_core.keras_files import conversion

    return conversion.from_keras(data, task_name)
