"""Errors flowing back: how much of a loss reaches each state, step by step.

In: weights, a config, a sequence, the step whose loss is taken. Out: the lengths of dL/dh_t (and of dL/dc_t)
along each reader; weights whose recurrent kernels have a given spectral radius.
Source: Bengio, Simard & Frasconi, "Learning long-term dependencies with gradient descent is difficult",
IEEE Transactions on Neural Networks 5 (1994).
"""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from viz_core.arrays import Floats, Ints
from viz_core.checks import check_integer, check_number, check_shape
from viz_core.config import ModelConfig
from viz_core.network.gradients import gradients
from viz_core.network.weights import GATES, weight_specs

# The gate whose value near one lets the state pass a step unchanged.
KEEPING_GATE = {"LSTM": "f", "GRU": "z"}


def spectral_radius(matrix: Floats) -> float:
    """The largest magnitude of an eigenvalue of a square matrix.

    Raises:
        ValueError: the matrix is not square.
    """
    check_shape("matrix", matrix, {"rows": None, "columns": len(matrix)})
    return _largest_magnitude(np.asarray(matrix, np.float64).tobytes(), len(matrix))


@lru_cache(maxsize=256)
def _largest_magnitude(matrix: bytes, rows: int) -> float:
    """Kept, because the same freshly drawn kernels are scaled at every position of a slider."""
    return float(np.abs(np.linalg.eigvals(np.frombuffer(matrix).reshape(rows, rows))).max())


def with_spectral_radius(recurrent_kernel: Floats, radius: float) -> Floats:
    """Scale a recurrent kernel, gate by gate.

    A SimpleRNN has one square block, LSTM four (i f c o), GRU three (z r h); each block is multiplied by the
    number that gives it, by itself, this spectral radius. Nothing else changes.

    Args:
        recurrent_kernel: `(units, gates * units)`.
        radius: wanted, 0.01 to 10.

    Raises:
        ValueError: the radius is out of range, or a block has only eigenvalues of zero.
    """
    check_number("radius", radius, 0.01, 10)
    units = len(recurrent_kernel)
    blocks = np.split(np.asarray(recurrent_kernel, np.float64), recurrent_kernel.shape[1] // units, axis=1)
    present = [spectral_radius(block) for block in blocks]
    for one in present:
        check_number("spectral radius of the recurrent kernel", one, 1e-9, 1e9)
    return np.concatenate(
        [block * (radius / one) for block, one in zip(blocks, present, strict=True)], axis=1
    )


def reshaped(
    weights: Sequence[Floats], config: ModelConfig, *, radius: float, gate_bias: float = 0
) -> list[Floats]:
    """A network with other recurrent dynamics; kernels, other biases and heads stay as they are.

    Args:
        weights: arrays in the order of `get_weights()`; the network has no embedding.
        config: the network they belong to.
        radius: spectral radius of every square block of every recurrent kernel.
        gate_bias: added to the (input) bias of LSTM's forget gate or GRU's update gate, -10 to 10; above zero
            they hold on to the state. A SimpleRNN has no such gate.

    Returns:
        New arrays in float64.

    Raises:
        ValueError: a number out of range.
    """
    check_number("gate_bias", gate_bias, -10, 10)
    specs = weight_specs(config, features=len(weights[0]), outputs=len(weights[-1]))
    made: list[Floats] = []
    for spec, array in zip(specs, weights, strict=True):
        kind = spec.name.rsplit("/", 1)[-1]
        if kind == "recurrent_kernel":
            array = with_spectral_radius(array, radius)
        elif kind == "bias" and spec.name.startswith("layer"):
            array = _with_gate_bias(array, config, gate_bias)
        made.append(np.asarray(array, np.float64))
    return made


def _with_gate_bias(bias: Floats, config: ModelConfig, added: float) -> Floats:
    if config.cell not in KEEPING_GATE:
        return bias
    gate = GATES[config.cell].index(KEEPING_GATE[config.cell])
    raised = np.array(bias, np.float64)
    inputs = raised[0] if raised.ndim == 2 else raised
    inputs[gate * config.units : (gate + 1) * config.units] += added
    return raised


def gradient_lengths(
    weights: Sequence[Floats],
    config: ModelConfig,
    inputs: Floats,
    targets: Ints,
    *,
    at: int | None = None,
) -> dict[str, Floats]:
    """How long dL/dh_t is at each step of one sequence.

    L is the cross-entropy of the answer at one step, or the mean over all of them. A forward reader's state
    has no part in earlier answers and a backward reader's none in later ones: there the length is exactly 0.

    Args:
        weights: arrays in the order of `get_weights()`.
        config: a network with an answer at each step.
        inputs: `(1, time, features)`.
        targets: `(1, time)`.
        at: index of the answer whose loss is taken, counted from 0; None takes all.

    Returns:
        Names as in `Gradients.states` (`layer0/forward/hidden`, …), each `(time,)`.

    Raises:
        ValueError: more than one sequence, or no such step.
    """
    check_integer("sequences", len(inputs), 1, 1)
    steps = np.arange(np.shape(inputs)[1])
    if at is not None:
        check_integer("at", at, 0, len(steps) - 1)
    counted = (steps == at)[None] if at is not None else np.ones((1, len(steps)), dtype=bool)
    found = gradients(weights, config, inputs, targets, counted=counted)
    return {name: np.linalg.norm(array[0], axis=-1) for name, array in found.states.items()}


def arrivals(time: int, direction: str, at: int | None) -> list[int | None]:
    """When the error reaches each state on its way back, in steps after it has been measured.

    Back-propagation visits the states against the reading direction, from the last one that has a part in the
    loss. With the loss of all answers it begins at the reader's last step.

    Args:
        time: length of the sequence.
        direction: 'forward' or 'backward'.
        at: index of the answer whose loss is taken; None for all.

    Returns:
        One number for each step, in input time; None where no error ever comes.
    """
    if direction == "forward":
        start = time - 1 if at is None else at
        ages = [start - t for t in range(time)]
    else:
        start = 0 if at is None else at
        ages = [t - start for t in range(time)]
    return [age if age >= 0 else None for age in ages]


def place_in(index: int, short: int, long: int) -> int:
    """The index in a sequence of `long` steps that lies where `index` lies in one of `short` steps.

    Raises:
        ValueError: there is no such index, or a length below 2.
    """
    check_integer("short", short, 2, 10_000)
    check_integer("long", long, 2, 10_000)
    check_integer("index", index, 0, short - 1)
    return round(index * (long - 1) / (short - 1))


def decades(lengths: Sequence[Sequence[float]], least: int = 3) -> tuple[int, int]:
    """Powers of ten that hold all lengths above zero, at least `least` of them."""
    shown = np.concatenate([np.asarray(one, np.float64) for one in lengths])
    logs = np.log10(shown[shown > 0])
    high = int(np.ceil(logs.max(initial=-np.inf))) if logs.size else 0
    low = int(np.floor(logs.min(initial=np.inf))) if logs.size else 0
    return min(low, high - least), high
