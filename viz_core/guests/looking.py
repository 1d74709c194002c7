"""One sequence on its way through a guest: what every layer gives, and how each recurrent layer reads.

In: a `Guest` and one sequence. Out: a `Look`. Small networks are evaluated where they are, others in a
process of their own (`placing`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from viz_core.arrays import Floats32, Mask
from viz_core.guests.guest import Given, Guest, evaluate, recurrent_calls, tensors
from viz_core.guests.recurrent import Half, halves
from viz_core.guests.tensor import Tensor
from viz_core.keras_files.parts import Call, Description

# Of all layers together, states and gates included.
MOST_NUMBERS = 1_000_000
# What gives steps that are not those of its input.
REARRANGING = ("RepeatVector", "Flatten", "Reshape", "Flip")


@dataclass(frozen=True, kw_only=True, eq=False)
class Reading:
    """One recurrent layer while it reads one sequence.

    Attributes:
        name: the layer's.
        cells: direction -> 'SimpleRNN', 'LSTM' or 'GRU'.
        activations: direction -> Keras's name of the function that states go through.
        merge_mode: of a Bidirectional layer; None without one, or where it gives both separately.
        sequences: whether it hands on every step, not the last alone.
        read: `(time, features)`, what it reads.
        aligned: whether its steps are those of the network's only input, one by one.
        mask: `(time,)`, False at padding; None where nothing is masked.
        states: 'forward/hidden', 'backward/cell', 'merged' … -> `(time, units)`, in input time.
        starts: direction -> the state that it begins with, `(width,)`, for LSTM hidden and cell state; of a
            layer that begins at zero nothing.
    """

    name: str
    cells: Mapping[str, str]
    activations: Mapping[str, str]
    merge_mode: str | None
    sequences: bool
    read: Floats32
    aligned: bool
    mask: Mask | None
    states: Mapping[str, Floats32]
    starts: Mapping[str, Floats32]


@dataclass(frozen=True, kw_only=True, eq=False)
class Look:
    """What a guest makes of one sequence.

    Attributes:
        values: layer -> what its first call gives: `(time, features)`, `(features,)`, or of more axes.
        readings: one for each call of a recurrent layer, in their order.
        outputs: one array for each output of the network, without a batch axis.
    """

    values: Mapping[str, Floats32]
    readings: tuple[Reading, ...]
    outputs: tuple[Floats32, ...]


def look(guest: Guest, inputs: Sequence[npt.NDArray[Any]]) -> Look:
    """Let the guest read.

    Args:
        guest: the network.
        inputs: one array for each of its inputs, with a batch axis of one.

    Raises:
        ValueError: the inputs are none that it reads, or its layers give too many numbers to be shown.
    """
    description = guest.description
    brought = inputs if len(inputs) > 1 else inputs[0]
    given, states = evaluate(description, tensors(brought, None, guest.input_shapes), guest.array)
    numbers = sum(one[0].array.size for one in given) + sum(array.size for array in states.values())
    if numbers > MOST_NUMBERS:
        raise ValueError(
            f"`inputs` must make at most {MOST_NUMBERS:,} numbers in all layers to be shown; got {numbers:,}."
        )
    values: dict[str, Floats32] = {}
    for call, (first, *_) in zip(description.calls, given, strict=True):
        values.setdefault(call.layer.name, _one(first))
    readings = (
        _reading(
            description, call, given, {n: one for n, one in states.items() if n.startswith(f"layer{k}/")}
        )
        for k, call in enumerate(recurrent_calls(description))
    )
    outputs = tuple(_one(given[one.call][one.output]) for one in description.outputs)
    return Look(values=values, readings=tuple(readings), outputs=outputs)


def _one(tensor: Tensor) -> Floats32:
    return tensor.array[0].astype(np.float32)


def _aligned(description: Description, call: Call) -> bool:
    """Whether a layer reads the steps of the only input, one by one."""
    above, found = list(call.inputs), set()
    while above:
        if (place := above.pop().call) not in found:
            found.add(place)
            above += description.calls[place].inputs
    kinds = {description.calls[place].layer.kind for place in found}
    return len(description.inputs) == 1 and kinds.isdisjoint(REARRANGING)


def _reading(
    description: Description, call: Call, given: Given, states: Mapping[str, npt.NDArray[Any]]
) -> Reading:
    source = call.inputs[0]
    read = given[source.call][source.output]
    mask = None if read.mask is None else read.mask[0]
    if call.mask and (said := call.mask[0]) is not None:
        mask = given[said.call][said.output].array[0].astype(bool)
    parts = halves(call.layer.kind, call.layer.options)
    both = len(parts) == 2
    return Reading(
        name=call.layer.name,
        cells={one.direction: one.kind for one in parts},
        activations={one.direction: str(one.options.get("activation")) for one in parts},
        merge_mode=call.layer.options.get("merge_mode") if both else None,
        sequences=bool(parts[0].options.get("return_sequences")),
        read=_one(read),
        aligned=_aligned(description, call),
        mask=mask,
        states={name.partition("/")[2]: array[0].astype(np.float32) for name, array in states.items()},
        starts=_starts(call, given, parts),
    )


def _starts(call: Call, given: Given, parts: Sequence[Half]) -> dict[str, Floats32]:
    """The states that each reader is given to begin with."""
    arrays = [_one(given[one.call][one.output]) for one in call.states]
    each = len(arrays) // len(parts)
    shared = {part.direction: arrays[place * each : (place + 1) * each] for place, part in enumerate(parts)}
    return {direction: np.concatenate(own) for direction, own in shared.items() if own}
