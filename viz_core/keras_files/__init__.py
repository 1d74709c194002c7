"""`.keras` files: a run as a file for anybody's Keras, and the network in a file.

In: a config and weights, or the bytes of a file. Out: the other of the two.
`to_keras` is for workers and tests: it loads Keras when it is called. `from_keras` never does: a file that
somebody brings is read by this project alone, in a process of its own.
"""

from viz_core.checks import check_one_of
from viz_core.config import ExperimentConfig, ModelConfig
from viz_core.data import apart
from viz_core.network.weights import Weights
from viz_core.tasks import TASKS

__all__ = ["from_keras", "to_keras"]


def to_keras(config: ExperimentConfig, weights: Weights) -> bytes:
    """A run as the bytes of a `.keras` file that opens in any Keras, without this project."""
    from viz_core.keras_files import conversion

    return conversion.to_keras(config, weights)


def from_keras(data: bytes, task_name: str) -> tuple[ModelConfig, Weights]:
    """The network in a `.keras` file of any Keras 3.

    Args:
        data: the file.
        task_name: the task it reads; says how wide its input and its output are.

    Raises:
        ValueError: it is no such file, or its network is none that this app can build.
    """
    check_one_of("task", task_name, TASKS)
    found: tuple[ModelConfig, Weights] = apart.call("viz_core.keras_files.reading:read", data, task_name)
    return found
