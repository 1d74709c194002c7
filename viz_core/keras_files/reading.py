"""A network of this app from somebody's `.keras` file, without Keras.

In: the bytes of a file. Out: a config and weights. Runs in a process of its own; see `viz_core.data.apart`.
Sizes are read off the description and held against the weights before an array is made.
"""

import numpy as np

from viz_core.arrays import Floats32
from viz_core.config import ModelConfig
from viz_core.keras_files.description import describe
from viz_core.keras_files.recognition import Recognised, recognise
from viz_core.keras_files.stored import Stored, open_file, stored
from viz_core.network.weights import Weights, WeightSpec, weight_specs
from viz_core.tasks import TASKS

# Where a layer's arrays stand in their group.
NUMBERS = {"kernel": 0, "recurrent_kernel": 1}


def read(data: bytes, task_name: str) -> tuple[ModelConfig, Weights]:
    """The network in a `.keras` file; `task_name` is a key of `TASKS`.

    Raises:
        ValueError: it is no such file, or its network is none that this app can build.
    """
    task = TASKS[task_name]
    values, packed = open_file(data)
    found = recognise(describe(values), task)
    specs = weight_specs(found.config, features=task.features, outputs=task.outputs)
    with stored(packed) as arrays:
        return found.config, tuple(_array(arrays, found, spec) for spec in specs)


def _array(arrays: Stored, found: Recognised, spec: WeightSpec) -> Floats32:
    owner, _, part = spec.name.rpartition("/")
    path = found.places[owner]
    bias = NUMBERS["recurrent_kernel"] if owner.startswith("head") else NUMBERS["recurrent_kernel"] + 1
    if part == "bias" and path in found.without_bias:
        return np.zeros(spec.shape, np.float32)
    inner = path if owner.startswith("head") else f"{path}/cell"
    return arrays.read(f"{inner}/vars/{NUMBERS.get(part, bias)}", spec.shape)
