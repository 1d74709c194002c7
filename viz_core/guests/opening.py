"""A guest from the bytes of a `.keras` file, without Keras.

In: the file. Out: a `Guest`. Runs in a process of its own; see `viz_core.data.apart`. The network reads one
sequence of zeros: each layer asks for its arrays by the shapes that follow from its inputs, and they are
taken from the file only if they are there in these shapes.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from viz_core.arrays import Floats
from viz_core.guests.guest import Guest, GuestLayer, evaluate, recurrent_calls
from viz_core.guests.roles import role
from viz_core.guests.tensor import Tensor
from viz_core.keras_files import reading
from viz_core.keras_files.archive import refusal
from viz_core.keras_files.description import describe, opened
from viz_core.keras_files.parts import Call, Description, Layer
from viz_core.keras_files.stored import Stored, open_file, stored
from viz_core.tasks import TASKS

LONGEST, WIDEST = 500, 100_000
# The lengths of the sequences of zeros, where the network reads any.
LENGTHS = (12, 13)


def open_here(data: bytes) -> Guest:
    """The network in a file.

    Raises:
        ValueError: it is no such file, or the network is none that this app can evaluate.
    """
    values, packed = open_file(data)
    description = describe(values)
    if not any(recurrent_calls(description)):
        raise refusal("a network without SimpleRNN, LSTM, GRU or Bidirectional")
    _check_numbers(description)
    shapes = [_input_shape(description.calls[place].layer) for place in description.inputs]
    with stored(packed) as file:
        arrays = _Arrays(file)
        given = [_probe(description, shapes, length, arrays) for length in LENGTHS]
    layers = tuple(_rows(description, given, arrays.found))
    return Guest(layers=layers, input_shapes=tuple(shapes), description=description, arrays=arrays.found)


def open_with_tasks(data: bytes) -> tuple[Guest, tuple[str, ...]]:
    """The network in a file, and the tasks for which this app builds one that computes the same.

    Raises:
        ValueError: as `open_here`.
    """
    guest = open_here(data)
    return guest, tuple(name for name in TASKS if _fits(guest, name) and _builds(data, name))


def _fits(guest: Guest, task_name: str) -> bool:
    """Whether inputs and answers are as wide as the task's: looked at first, since it costs nothing."""
    task, (one, *_) = TASKS[task_name], guest.input_shapes
    return len(one) == 3 and one[2] == task.features and guest.output_shapes[0][-1] == task.outputs


def _builds(data: bytes, task_name: str) -> bool:
    try:
        reading.read(data, task_name)
    except ValueError:
        return False
    return True


class _Arrays:
    """The arrays that were asked for, each read once."""

    def __init__(self, file: Stored) -> None:
        self._file = file
        self.found: dict[tuple[str, int], Floats] = {}

    def __call__(self, path: str, number: int, shape: tuple[int, ...]) -> Floats:
        if (path, number) not in self.found:
            self.found[path, number] = self._file.read(f"{path}/vars/{number}", shape)
        if self.found[path, number].shape != shape:
            raise refusal("a layer that is called with inputs of different widths")
        return self.found[path, number]


def _probe(
    description: Description, shapes: Sequence[tuple[int | None, ...]], length: int, arrays: _Arrays
) -> list[list[Tensor]]:
    inputs = [Tensor(array=np.zeros((1, *(one or length for one in shape[1:])))) for shape in shapes]
    return evaluate(description, inputs, arrays)[0]


def _input_shape(layer: Layer) -> tuple[int | None, ...]:
    shape = layer.options.get("batch_shape", layer.options.get("batch_input_shape"))
    if not isinstance(shape, list) or len(shape) not in (2, 3) or layer.options.get("sparse"):
        raise refusal("an input that is neither (time, features) nor (time,)")
    for size, most in zip(shape[1:], (LONGEST if len(shape) == 3 else WIDEST, WIDEST), strict=False):
        if size is not None and (type(size) is not int or not 1 <= size <= most):
            raise refusal(f"an input of a size that is no whole number from 1 to {most:,}")
    if len(shape) == 3 and shape[2] is None:
        raise refusal("an input of any number of features")
    return (None, *shape[1:])


def _check_numbers(description: Description) -> None:
    """Refuse layers that compute with other numbers than float32."""
    for call in description.calls:
        dtype: Any = call.layer.options.get("dtype", "float32")
        if isinstance(dtype, dict):
            dtype = opened(dtype)[1].get("name")
        if call.layer.kind != "InputLayer" and call.layer.path and dtype not in ("float32", None):
            raise refusal("layers that compute with other numbers than float32")


def _rows(
    description: Description, given: list[list[list[Tensor]]], arrays: dict[tuple[str, int], Floats]
) -> list[GuestLayer]:
    """A row for each layer, at the place of its first call."""
    rows: dict[str, GuestLayer] = {}
    for place, call in enumerate(description.calls):
        one, other = (probe[place][0].array.shape for probe in given)
        axes = zip(one[1:], other[1:], strict=True)
        shape = (None, *(size if size == more else None for size, more in axes))
        rows.setdefault(call.layer.name, _row(call, shape, arrays))
    return list(rows.values())


def _row(call: Call, shape: tuple[int | None, ...], arrays: dict[tuple[str, int], Floats]) -> GuestLayer:
    layer, kind = call.layer, call.layer.kind
    if kind in ("Bidirectional", "TimeDistributed"):
        kind = f"{kind}({opened(layer.options.get('layer'))[0]})"
    inside = f"{layer.path}/"
    own = (array.size for (path, _), array in arrays.items() if layer.path and f"{path}/".startswith(inside))
    return GuestLayer(name=layer.name, kind=kind, shape=shape, parameters=sum(own), role=role(layer.kind))
