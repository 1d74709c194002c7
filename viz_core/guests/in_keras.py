"""A guest as a Keras model, to go on learning. Worker side.

In: the bytes of a `.keras` file. Out: a built model with its weights, and the `Guest` that it opens as.

The file itself never reaches Keras. Its description is read and understood first (`opening`), then copied
with the parts that are known alone; weights are taken from the arrays that were read.
"""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import keras
import numpy as np
import numpy.typing as npt

from viz_core.guests.guest import Guest
from viz_core.guests.layers import LAYERS
from viz_core.guests.opening import open_here
from viz_core.guests.variables import variables_of
from viz_core.keras_files.archive import open_archive, refusal
from viz_core.keras_files.description import NETWORKS, opened

# What may stand in a description beside layers and operations.
PARTS = (
    "DTypePolicy",
    "InputLayer",
    "L1",
    "L1L2",
    "L2",
    "MaxNorm",
    "MinMaxNorm",
    "NonNeg",
    "UnitNorm",
    "__keras_tensor__",
)
KNOWN = frozenset((*LAYERS, *NETWORKS, *PARTS))
# What a serialised object is made of; not how it was compiled, nor how it was built.
KEPT = ("module", "class_name", "config", "registered_name", "name", "inbound_nodes")
# A tensor is described by these, and is no object of a class.
TENSOR = "__keras_tensor__"


def model_of(data: bytes) -> tuple[Any, Guest]:
    """The model in a file, for `fit`.

    Raises:
        ValueError: as `opening.open_here`, or it has a part that only answers here, and cannot learn.
    """
    guest = open_here(data)
    values, _ = open_archive(data)
    copied = _copied(values)
    try:
        model = keras.saving.deserialize_keras_object(copied, safe_mode=True)
        if not model.built:
            model.build(guest.input_shapes[0])
    except Exception as problem:  # whatever Keras makes of an option of another version
        raise refusal("a network that this version of Keras does not build") from problem
    for variable, array in zip(variables_of(model, guest), guest.arrays.values(), strict=True):
        variable.assign(array)
    _take_up(model)
    return model, guest


def _take_up(model: Any) -> None:
    """Layers that computed something of their variables when they were built do it again."""
    for layer in model.layers:
        if isinstance(layer, keras.layers.Normalization):
            layer.finalize_state()
        elif isinstance(layer, keras.Model):
            _take_up(layer)


def file_of(data: bytes, arrays: Sequence[npt.NDArray[np.float32]]) -> bytes:
    """The network of a file with other weights, as a file of this Keras.

    Args:
        data: the file.
        arrays: one for each of `Guest.arrays`, in their order.

    Raises:
        ValueError: as `model_of`.
    """
    model, guest = model_of(data)
    for variable, array in zip(variables_of(model, guest), arrays, strict=True):
        variable.assign(array)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "network.keras")
        model.save(path)
        return path.read_bytes()


def _copied(value: Any) -> Any:
    """A description with its known parts alone."""
    if isinstance(value, list):
        return [_copied(one) for one in value]
    if not isinstance(value, dict):
        return value
    if "class_name" not in value:
        return {name: _option(name, one) for name, one in value.items()}
    if value["class_name"] not in KNOWN:
        raise refusal(f"a part `{value['class_name']}`, with which this app trains no network")
    if value["class_name"] == TENSOR:
        return value
    opened(value)
    return {name: _copied(value[name]) for name in KEPT if name in value}


def _option(name: str, value: Any) -> Any:
    """First weights come from the file, whatever drew them; states and batches of any size begin anew."""
    if name.endswith("initializer"):
        return "zeros"
    if name.endswith("regularizer") and isinstance(value, str):
        # A name may stand for any of them; that of Keras's orthogonal one makes an array of rows times rows.
        raise refusal("a regularizer that is only named, with which this app trains no network")
    if name == "stateful":
        return False
    if name in ("batch_shape", "batch_input_shape") and isinstance(value, list):
        return [None, *value[1:]]
    return _copied(value)


def arrays_of(variables: Sequence[Any]) -> list[npt.NDArray[np.float32]]:
    """Copies of what the variables hold."""
    return [np.array(keras.ops.convert_to_numpy(one), np.float32) for one in variables]
