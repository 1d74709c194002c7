"""A network that somebody brought, evaluated layer by layer.

In: a `Description`, its arrays. Out: its layers as rows, its outputs, the states of its recurrent layers.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from viz_core.arrays import Floats, Mask
from viz_core.guests.layers import LAYERS
from viz_core.guests.tensor import Arrays, Tensor, Work
from viz_core.keras_files.archive import refusal
from viz_core.keras_files.description import opened
from viz_core.keras_files.parts import Call, Description, Ref

MOST_NUMBERS = 2**24
RECURRENT = ("SimpleRNN", "LSTM", "GRU", "Bidirectional")
Inputs = npt.ArrayLike | Sequence[npt.ArrayLike]
# Call -> output -> what it gives.
Given = list[list[Tensor]]


@dataclass(frozen=True, kw_only=True)
class GuestLayer:
    """One layer of a guest.

    Attributes:
        name: what its author calls it.
        kind: its Keras class, a wrapper with what it wraps, for example 'Bidirectional(LSTM)'.
        shape: of what it gives, None for the batch axis and for a time axis of any length.
        parameters: how many numbers it holds.
        role: what it is for, in a few words.
    """

    name: str
    kind: str
    shape: tuple[int | None, ...]
    parameters: int
    role: str


@dataclass(frozen=True, kw_only=True, eq=False)
class Guest:
    """A network from somebody's file.

    Attributes:
        layers: as the file has them, inputs first.
        input_shapes: of each input, None for the batch axis and for a time axis of any length.
        description: what is called with what.
        arrays: (path, number) -> the array there.
    """

    layers: tuple[GuestLayer, ...]
    input_shapes: tuple[tuple[int | None, ...], ...]
    description: Description
    arrays: Mapping[tuple[str, int], Floats]

    def outputs(self, inputs: Inputs, mask: npt.ArrayLike | None = None) -> tuple[Floats, ...]:
        """What the network answers.

        Args:
            inputs: `(batch, time, features)` numbers or `(batch, time)` tokens; a list of them for a network
                with several inputs.
            mask: `(batch, time)` bool, False where a step is padding, for every input.

        Returns:
            One array for each output.

        Raises:
            ValueError: the inputs or the mask are of another shape than the network's.
        """
        given, _ = self._run(inputs, mask)
        return tuple(given[one.call][one.output].array for one in self.description.outputs)

    def states(self, inputs: Inputs, mask: npt.ArrayLike | None = None) -> dict[str, Floats]:
        """The states of every recurrent layer in input time, named as in `viz_core.network.Trace`.

        `layer{k}/{direction}/hidden`, `/cell` and the gates are `(batch, time, units)`, also where the layer
        hands on its final state only; `layer{k}/merged` is both directions merged at each step. k counts
        the calls of recurrent layers from 0. Arguments and errors are those of `outputs`.
        """
        return self._run(inputs, mask)[1]

    def embedding(self, number: int = 0) -> int | None:
        """The place of the call that gives each token of an input its vector; None where it reads numbers."""
        start = Ref(self.description.inputs[number], 0)
        calls = enumerate(self.description.calls)
        return next(
            (at for at, call in calls if call.layer.kind == "Embedding" and start in call.inputs), None
        )

    @property
    def output_shapes(self) -> tuple[tuple[int | None, ...], ...]:
        """Of each output, None for the batch axis and for a time axis of any length."""
        rows = {row.name: row.shape for row in self.layers}
        return tuple(rows[self.description.calls[one.call].layer.name] for one in self.description.outputs)

    @property
    def longest(self) -> int:
        """The most steps that any layer is known to give."""
        return max((row.shape[1] or 1 for row in self.layers if len(row.shape) == 3), default=1)

    def _run(self, inputs: Inputs, mask: npt.ArrayLike | None) -> tuple[Given, dict[str, Floats]]:
        return evaluate(self.description, tensors(inputs, mask, self.input_shapes), self.array)

    def holding(self, arrays: Sequence[Floats]) -> "Guest":
        """The same network with other numbers, one array for each of `arrays`, in their order."""
        return replace(self, arrays=dict(zip(self.arrays, arrays, strict=True)))

    def array(self, path: str, number: int, _shape: tuple[int, ...]) -> Floats:
        """One of its arrays, as `evaluate` asks for it."""
        return self.arrays[path, number]


def last_activation(guest: Guest, number: int = 0) -> str:
    """Keras's name of the function that an output goes through; empty where its layer has none of its own."""
    layer = guest.description.calls[guest.description.outputs[number].call].layer
    kind, options = layer.kind, layer.options
    if kind == "TimeDistributed":
        kind, options = opened(options.get("layer"))
    if kind == "Softmax":
        return "softmax"
    return str(options.get("activation")) if kind in ("Dense", "Activation") else ""


def evaluate(
    description: Description,
    inputs: Sequence[Tensor],
    arrays: Arrays,
    instead: Mapping[int, Floats] | None = None,
) -> tuple[Given, dict[str, Floats]]:
    """What every call gives, and the states of the recurrent ones.

    Args:
        description: the network.
        inputs: what it reads.
        arrays: gives its weights.
        instead: place of a call -> what it gives instead, with the mask that it gives.

    Raises:
        ValueError: a layer is not known, reads what it cannot, or gives more numbers than this app takes.
    """
    given: Given = []
    states: dict[str, Floats] = {}
    waiting, count = iter(inputs), 0
    starts = dict(zip(description.inputs, waiting, strict=True))
    for place, call in enumerate(description.calls):
        if call.layer.kind == "InputLayer":
            if place not in starts:
                raise refusal("an input layer that is none of the network's inputs")
            given.append([starts[place]])
            continue
        work = _work(call, given, arrays)
        _check_size(work)
        given.append(LAYERS[call.layer.kind](work))
        if instead and place in instead:
            given[place][0] = given[place][0].carrying(instead[place])
        if call.layer.kind in RECURRENT:
            states |= {f"layer{count}/{name}": array for name, array in work.seen.items()}
            count += 1
    if any(one.output >= len(given[one.call]) for one in description.outputs):
        raise refusal("an output that no layer gives")
    return given, states


def _check_size(work: Work) -> None:
    """Before the work: nothing makes much more of its inputs than these widths say."""
    numbers = sum(one.array.size for one in work.inputs)
    steps = max(one.array.size // one.array.shape[-1] if one.array.ndim else 1 for one in work.inputs)
    wide = [work.options.get(name) for name in ("units", "filters", "output_dim", "n")]
    most = max((one for one in wide if type(one) is int), default=1)
    if max(numbers, steps * most, _compared(work)) > MOST_NUMBERS:
        raise refusal(f"a layer `{work.kind}` that gives more than {MOST_NUMBERS:,} numbers for one sequence")


def _compared(work: Work) -> int:
    """How many numbers an attention layer makes when it compares every step with every other."""
    if "Attention" not in work.kind or any(one.array.ndim != 3 for one in work.inputs):
        return 0
    wide = {
        "AdditiveAttention": work.inputs[0].array.shape[-1],
        "MultiHeadAttention": work.options.get("num_heads"),
    }
    each = wide.get(work.kind, 1)
    return (
        work.inputs[0].array[..., 0].size
        * work.inputs[-1].array.shape[1]
        * (each if type(each) is int else 1)
    )


def _work(call: Call, given: Given, arrays: Arrays) -> Work:
    if call.layer.kind not in LAYERS:
        raise refusal(f"a layer `{call.layer.kind}`, which this app does not know")
    inputs = [_found(one, given) for one in call.inputs]
    for number, one in enumerate(call.mask[: len(inputs)]):
        if one is not None:
            inputs[number] = replace(inputs[number], mask=_found(one, given).array.astype(bool))
    return Work(
        kind=call.layer.kind,
        options=call.layer.options,
        path=call.layer.path,
        arrays=arrays,
        inputs=tuple(inputs),
        states=tuple(_found(one, given).array for one in call.states),
        constants=call.constants,
    )


def _found(ref: Ref, given: Given) -> Tensor:
    if ref.output >= len(given[ref.call]):
        raise refusal("a layer that reads what no other gives")
    return given[ref.call][ref.output]


def tensors(
    inputs: Inputs, mask: npt.ArrayLike | None, shapes: Sequence[tuple[int | None, ...]]
) -> list[Tensor]:
    """What a network reads, held against the shapes of its inputs.

    Raises:
        ValueError: they are of other shapes.
    """
    arrays: list[Any] = list(inputs) if isinstance(inputs, list | tuple) and len(shapes) > 1 else [inputs]
    if len(arrays) != len(shapes):
        raise ValueError(f"`inputs` must be {len(shapes)} arrays; got {len(arrays)}.")
    return [_tensor(one, mask, shape) for one, shape in zip(arrays, shapes, strict=True)]


def _tensor(values: npt.ArrayLike, mask: npt.ArrayLike | None, shape: tuple[int | None, ...]) -> Tensor:
    array = np.asarray(values, np.float64)
    fits = array.ndim == len(shape) and all(
        want in (None, got) for want, got in zip(shape, array.shape, strict=False)
    )
    if not fits or 0 in array.shape:
        raise ValueError(f"`inputs` must have the shape {shape}; got {array.shape}.")
    masked: Mask | None = None if mask is None else np.asarray(mask, bool)
    if masked is not None and masked.shape != array.shape[:2]:
        raise ValueError(f"`mask` must have the shape {array.shape[:2]}; got {masked.shape}.")
    return Tensor(array=array, mask=masked)


def recurrent_calls(description: Description) -> Iterator[Call]:
    """The calls of recurrent layers, in the order of their numbers."""
    return (call for call in description.calls if call.layer.kind in RECURRENT)
