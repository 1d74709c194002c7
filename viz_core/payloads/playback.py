"""A trace made small enough to play in a browser.

In: a `Trace`, the network it came from, and what the task calls inputs and answers. Out: a plain dict, ready
for JSON, of one example: 57 kB for a bidirectional LSTM of 32 units over 40 steps, gates included.

Arrays travel as base64 of little-endian numbers, so that no digit is lost: states and probabilities as
float32, gates (which only an equation shows) as 16-bit multiples of a scale. Above `BUDGET` bytes states
become 16-bit too, then the gates stay behind, then states become 8-bit; each array says which kind it is, so
the player can mark a rounded number as rounded.
"""

import base64
import math
from collections.abc import Sequence
from typing import Literal, NotRequired, TypedDict, cast

import numpy as np
import numpy.typing as npt

from viz_core.arrays import Array, Floats, Floats32
from viz_core.checks import check_integer, check_one_of, check_shape
from viz_core.config import ModelConfig
from viz_core.figures.numerals import numeral
from viz_core.figures.palette import SOURCES
from viz_core.network.trace_arrays import Trace
from viz_core.network.weights import GATES, CellWeights, head_names, unpack

Arrays = dict[str, Array]

BUDGET = 100_000

_BYTES = {"float32": 4, "int16": 2, "int8": 1}
_LIMITS = {"int16": 32_767, "int8": 127}
# (kind of the states, kind of the gates), the most exact first.
_LADDER = (("float32", "int16"), ("int16", "int16"), ("int16", None), ("int8", None))
# While a network trains its numbers are there to be seen moving, and sixty people may watch on one Wi-Fi.
SMALL_BUDGET = 16_000
_SMALL_LADDER = (("int8", "int8"), ("int8", None))


class Encoded(TypedDict):
    """An array as `encode` writes it."""

    shape: list[int]
    kind: str
    scale: float
    data: str


class Inputs(TypedDict):
    """What is read: how each step is written (None: as pixels), and its numbers, `(time, features)`.

    `level`: each step is one number, to be seen as a height. `image`: the steps are the rows of an image.
    """

    symbols: list[str] | None
    values: Encoded
    level: bool
    image: bool


class ReaderStates(TypedDict):
    """States of one reader, `(time, units)`, and what stands `behind` them in its equations, by name.

    Only readers of a guest say their `kind` of cell and `activation`, which may differ from one to the other.
    """

    hidden: Encoded
    cell: NotRequired[Encoded]
    behind: dict[str, Encoded]
    kind: NotRequired[str]
    activation: NotRequired[str]


class Layer(TypedDict, total=False):
    """One layer: its readers, and what they are merged into ('concat': the player joins them itself)."""

    forward: ReaderStates
    backward: ReaderStates
    merged: Encoded | Literal["concat"]


class Prediction(TypedDict):
    """Who answers, one head's, and the probabilities, `(time, outputs)` or `(1, outputs)`."""

    reader: str
    probabilities: Encoded


class Playback(TypedDict):
    """One example of a trace, as `static/player/payload.js` reads it."""

    source: str
    cell: str
    units: int
    readers: list[str]
    merge_mode: str | None
    head: str
    steps: int
    classes: list[str]
    inputs: Inputs
    mask: list[int] | None
    layers: list[Layer]
    predictions: list[Prediction]
    targets: list[int] | None


def playback(
    trace: Trace,
    model_config: ModelConfig,
    *,
    classes: Sequence[str],
    source: str,
    example: int = 0,
    symbols: Sequence[str] | None = None,
    image: bool = False,
    targets: npt.ArrayLike | None = None,
    weights: Sequence[Floats] | None = None,
    gates: bool = True,
    small: bool = False,
) -> Playback:
    """Pack one example of a trace for the player.

    Args:
        trace: of the network `model_config` describes.
        model_config: its cell, layers, readers, merge mode and head.
        classes: the names of the answers.
        source: where the numbers come from, one of `palette.SOURCES`; every picture carries it.
        example: which row of the batch.
        symbols: how each step is written, one string per step; None writes a single feature as a number and
            draws several features as a column of pixels.
        image: whether the steps are the rows of an image, which is then shown upright as well.
        targets: the right classes of this example, `(time,)` (one number with a 'final_state' head), or None.
        weights: in the order of `get_weights()`; with them the equation of a SimpleRNN shows its three sums.
        gates: whether the numbers behind the equations travel too.
        small: as 8-bit numbers, for a network that changes while it is looked at; the numbers behind the
            equations then travel only within `SMALL_BUDGET` bytes.

    Raises:
        ValueError: an argument does not fit the trace.
    """
    check_one_of("source", source, SOURCES)
    inputs = trace["inputs"]
    check_integer("example", example, 0, len(inputs) - 1)
    steps = inputs.shape[1]
    if symbols is not None:
        check_shape("symbols", symbols, {"time": steps})
    one = {name: np.asarray(array[example]) for name, array in trace.arrays.items()}
    mask = None if trace.mask is None else trace.mask[example].astype(int).tolist()
    details = _details(one, model_config, weights) if gates else {}
    state_kind, gate_kind = _kinds(one, model_config, details, small=small)
    return {
        "source": source,
        "cell": model_config.cell,
        "units": model_config.units,
        "readers": list(model_config.readers),
        "merge_mode": model_config.merge_mode if model_config.bidirectional else None,
        "head": model_config.head,
        "steps": steps,
        "classes": list(classes),
        "inputs": inputs_of(one["inputs"], symbols, image=image),
        "mask": mask,
        "layers": [
            _layer(one, layer, model_config, details, state_kind, gate_kind)
            for layer in range(model_config.depth)
        ],
        "predictions": _predictions(one, model_config),
        "targets": _targets(targets, model_config, steps),
    }


def encode(array: npt.ArrayLike, kind: str = "float32") -> Encoded:
    """An array as JSON: its shape, kind, scale and base64 of its little-endian numbers in C order.

    Args:
        array: numbers of any shape.
        kind: 'float32' as they are; 'int16' or 'int8' as whole multiples of `scale`, which makes the largest
            32,767 or 127. Arrays with NaN or infinity are always sent as float32.
    """
    check_one_of("kind", kind, _BYTES)
    values = np.ascontiguousarray(array, dtype="<f4")
    if kind == "float32" or not np.isfinite(values).all():
        return _encoded(values, "float32", 1.0)
    scale = float(np.max(np.abs(values), initial=0)) / _LIMITS[kind] or 1.0
    return _encoded(np.rint(values / scale).astype(f"<i{_BYTES[kind]}"), kind, scale)


def _encoded(values: Array, kind: str, scale: float) -> Encoded:
    data = base64.b64encode(values.tobytes()).decode("ascii")
    return {"shape": list(values.shape), "kind": kind, "scale": scale, "data": data}


def decode(encoded: Encoded) -> Floats32:
    """The inverse of `encode`, up to half a `scale`."""
    code = "<f4" if encoded["kind"] == "float32" else f"<i{_BYTES[encoded['kind']]}"
    numbers = np.frombuffer(base64.b64decode(encoded["data"]), dtype=code)
    return (numbers.reshape(encoded["shape"]) * encoded["scale"]).astype(np.float32)


def _sent(name: str, config: ModelConfig) -> bool:
    """Whether an array of the trace travels: concat is put together again by the player itself."""
    last = name.rsplit("/", 1)[-1]
    return last in ("hidden", "cell") or (last == "merged" and config.merge_mode != "concat")


def _kinds(one: Arrays, config: ModelConfig, details: Arrays, *, small: bool) -> tuple[str, str | None]:
    """The most exact kinds whose base64 stays within the budget, or the smallest there are."""
    ladder, budget = (_SMALL_LADDER, SMALL_BUDGET) if small else (_LADDER, BUDGET)
    states = sum(
        array.size for name, array in one.items() if name.startswith("layer") and _sent(name, config)
    )
    return room_for(states, sum(array.size for array in details.values()), budget=budget, ladder=ladder)


def room_for(
    states: int, behind: int, *, budget: int, ladder: Sequence[tuple[str, str | None]] = _LADDER
) -> tuple[str, str | None]:
    """The most exact kinds of so many numbers whose base64 is within the budget, or the smallest.

    Args:
        states: how many numbers are states.
        behind: how many stand behind them in the equations.
        budget: in bytes.
        ladder: kinds of the two, the most exact first.
    """
    for state_kind, gate_kind in ladder:
        size = states * _BYTES[state_kind] + (behind * _BYTES[gate_kind] if gate_kind else 0)
        if math.ceil(size * 4 / 3) <= 0.9 * budget:
            break
    return state_kind, gate_kind


def _layer(
    one: Arrays,
    layer: int,
    config: ModelConfig,
    details: Arrays,
    state_kind: str,
    gate_kind: str | None,
) -> Layer:
    readers: dict[str, ReaderStates] = {}
    for reader in config.readers:
        owner = f"layer{layer}/{reader}"
        parts = {name.rsplit("/", 1)[-1]: array for name, array in details.items() if name.startswith(owner)}
        behind = {name: encode(array, gate_kind) for name, array in parts.items()} if gate_kind else {}
        readers[reader] = {"hidden": encode(one[f"{owner}/hidden"], state_kind), "behind": behind}
        if f"{owner}/cell" in one:
            readers[reader]["cell"] = encode(one[f"{owner}/cell"], state_kind)
    packed = cast("Layer", readers)
    merged = f"layer{layer}/merged"
    squeezed = config.decodes and layer == config.layers - 1  # the decoder sees its last states only
    if config.bidirectional and merged in one and not squeezed:
        packed["merged"] = encode(one[merged], state_kind) if _sent(merged, config) else "concat"
    return packed


def _details(one: Arrays, config: ModelConfig, weights: Sequence[Floats] | None) -> Arrays:
    """What stands behind each state: the gates, or the three sums inside SimpleRNN's tanh."""
    if config.cell == "SimpleRNN":
        return {} if weights is None else _sums(one, config, weights)
    return {
        f"layer{layer}/{reader}/{gate}": one[f"layer{layer}/{reader}/{gate}"]
        for layer in range(config.depth)
        for reader in config.readers
        for gate in GATES[config.cell]
    }


def _sums(one: Arrays, config: ModelConfig, weights: Sequence[Floats]) -> Arrays:
    """For h_t = tanh(x_t W + h_before V + b): `x` and `v`, `(time, units)`, and `b`, `(1, units)`."""
    sums: Arrays = {}
    for layer, readers in enumerate(unpack(weights, config).layers):
        for reader, cell in readers.items():
            owner = f"layer{layer}/{reader}"
            x = _read(one, layer, reader, config)
            sums |= {f"{owner}/{name}": part for name, part in _parts(x, one, owner, reader, cell).items()}
    return sums


def _parts(x: Floats, one: Arrays, owner: str, reader: str, cell: CellWeights) -> Arrays:
    before = np.zeros_like(one[f"{owner}/hidden"])
    if reader == "forward":
        before[1:] = one[f"{owner}/hidden"][:-1]
    else:
        before[:-1] = one[f"{owner}/hidden"][1:]
    return {"x": x @ cell.kernel, "v": before @ cell.recurrent_kernel, "b": np.reshape(cell.bias, (1, -1))}


def _read(one: Arrays, layer: int, reader: str, config: ModelConfig) -> Floats:
    """What a layer reads, `(time, width)`: the inputs, their embedding, or the layer below."""
    if layer == 0:
        return one["embedding" if config.embedding else "inputs"]
    if config.decodes and layer == config.layers:
        return np.broadcast_to(one["final/merged"], (len(one["inputs"]), one["final/merged"].size))
    below = f"layer{layer - 1}"
    return one[f"{below}/merged"] if f"{below}/merged" in one else one[f"{below}/{reader}/hidden"]


def inputs_of(inputs: Floats, symbols: Sequence[str] | None, *, image: bool) -> Inputs:
    """What is read, as the player gets it; a step that is a word is no height, though it is one number."""
    values = inputs.reshape(len(inputs), -1)
    number = inputs.ndim == 2 and values.shape[1] == 1
    level = number and (symbols is None or all(map(_is_number, symbols)))
    if symbols is None and values.shape[1] == 1:
        symbols = [numeral(value) for value in values[:, 0]]
    written = None if symbols is None else list(symbols)
    return {"symbols": written, "values": encode(values), "level": level, "image": image}


def _is_number(symbol: str) -> bool:
    """Whether a symbol is a number as `numeral` writes it, or nothing at all (padding)."""
    return not symbol or any(letter.isdigit() for letter in symbol)


def _predictions(one: Arrays, config: ModelConfig) -> list[Prediction]:
    """One entry per head."""
    return [
        {
            "reader": name.strip("/") or ("merged" if config.bidirectional else config.direction),
            "probabilities": encode(np.atleast_2d(one[f"probabilities{name}"])),
        }
        for name in head_names(config)
    ]


def _targets(targets: npt.ArrayLike | None, config: ModelConfig, steps: int) -> list[int] | None:
    if targets is None:
        return None
    flat = np.atleast_1d(np.asarray(targets))
    check_shape("targets", flat, {"time": 1 if config.head == "final_state" else steps})
    return [int(value) for value in flat]
