"""The BiLSTM of `viz_core.scratch.time_bilstm` with a sigmoid output, and every way to check it.

In: weights in the order of `get_weights()` of BiLSTM(units) + Dense(1), a batch with 0/1 targets. Out: loss,
hidden states, gradients; and how far they are from another computation of the same.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from viz_core.config import ModelConfig, TaskConfig
from viz_core.network.gradients import gradients
from viz_core.network.losses import cross_entropy
from viz_core.network.tracing import trace
from viz_core.network.weights import initial_weights
from viz_core.scratch.line_by_line import record
from viz_core.scratch.stepping import Stepping, stepping
from viz_core.scratch.time_bilstm import Array, TimeBiLSTM, TimeLSTM
from viz_core.tasks import TASKS
from viz_core.words import N_

WATCHED = (TimeBiLSTM.forward, TimeBiLSTM.backward, TimeLSTM.forward, TimeLSTM.backward)
# A task that no single reader can do.
TASK = TaskConfig(name="brackets")
# The gradients in the letters of the README, in the order of `get_weights()`.
GRADIENTS = tuple(f"∂L/∂{letter}" for letter in ("W→", "V→", "b→", "W←", "V←", "b←", "U", "d"))
INPUTS = "∂L/∂x"
HIDDEN = N_("h→ and h←")
# Half a step of the numeric derivative: small for the curvature, large for float64's rounding.
HALF_STEP = 1e-5


@dataclass(frozen=True, kw_only=True, eq=False)
class Pass:
    """One way there and back.

    Attributes:
        hidden: states of both readers side by side, `(batch, time, 2 * units)`.
        loss: mean binary cross-entropy over all steps.
        right: share of right answers.
        gradients: dL/d weight, in the order of `get_weights()`.
        inputs: dL/dx, `(batch, time, features)`.
    """

    hidden: Array
    loss: float
    right: float
    gradients: list[Array]
    inputs: Array


@dataclass(frozen=True, kw_only=True, eq=False)
class Example:
    """A small network and a batch to run it on.

    Attributes:
        config: bidirectional LSTM, concat, one sigmoid output at each step.
        weights: float64, in the order of `get_weights()`.
        inputs: `(batch, time, 1)`.
        targets: `(batch, time)`.
    """

    config: ModelConfig
    weights: list[Array]
    inputs: Array
    targets: npt.NDArray[np.int32]


def example(*, units: int, timesteps: int, sequences: int, seed: int) -> Example:
    """First weights as Keras draws them, and sequences of `TASK`, both from a seed."""
    config = ModelConfig(cell="LSTM", units=units)
    rng = np.random.default_rng(seed)
    drawn = initial_weights(config, features=1, outputs=1, rng=rng)
    batch = TASKS[TASK.name].sample(sequences, TaskConfig(name=TASK.name, timesteps=timesteps), rng)
    return Example(
        config=config,
        weights=[one.astype(np.float64) for one in drawn],
        inputs=batch.inputs.astype(np.float64),
        targets=batch.targets,
    )


def there_and_back(weights: Sequence[Array], inputs: Array, targets: npt.NDArray[np.integer]) -> Pass:
    """Forward, loss, and back, all by `TimeBiLSTM`.

    Args:
        weights: W, V, b of the forward reader, of the backward reader, then kernel and bias of the output.
        inputs: `(batch, time, features)`.
        targets: 0 or 1 at each step, `(batch, time)`.
    """
    network, (kernel, bias) = TimeBiLSTM(list(weights[:3]), list(weights[3:6])), weights[6:]
    hidden = network.forward(inputs)
    logits = hidden @ kernel + bias
    loss, d_logits = cross_entropy(logits, targets, None)
    d_inputs = network.backward(d_logits @ kernel.T)
    d_kernel = np.tensordot(hidden, d_logits, axes=([0, 1], [0, 1]))
    return Pass(
        hidden=hidden,
        loss=loss,
        right=float(np.mean((logits[..., 0] > 0) == targets)),
        gradients=[*network.grads, d_kernel, d_logits.sum(axis=(0, 1))],
        inputs=d_inputs,
    )


def lines(given: Example, way: str) -> Stepping:
    """Run one way line by line, on the first sequence.

    Args:
        given: network and batch.
        way: 'forward' or 'backward'.
    """
    network = TimeBiLSTM(given.weights[:3], given.weights[3:6])
    inputs, targets = given.inputs[:1], given.targets[:1]
    if way == "forward":
        recording = record(network.forward, inputs, watch=WATCHED)
    else:
        kernel, bias = given.weights[6:]
        d_logits = cross_entropy(network.forward(inputs) @ kernel + bias, targets, None)[1]
        recording = record(network.backward, d_logits @ kernel.T, watch=WATCHED)
    hidden = ["self", "step"]
    return stepping([TimeLSTM, TimeBiLSTM], recording, source="fresh weights", hidden=hidden)


def named(done: Pass) -> dict[str, Array]:
    """All results of a pass by name: hidden states, the gradient of each weight, of the inputs."""
    return {HIDDEN: done.hidden, **dict(zip(GRADIENTS, done.gradients, strict=True)), INPUTS: done.inputs}


def project_results(given: Example) -> dict[str, Array]:
    """The same results by `viz_core.network.tracing` and `viz_core.network.gradients`, independently."""
    found = gradients(given.weights, given.config, given.inputs, given.targets)
    seen = trace(given.weights, given.config, given.inputs)
    weights = dict(zip(GRADIENTS, found.weights, strict=True))
    return {HIDDEN: seen["layer0/merged"], **weights, INPUTS: found.inputs}


def numeric_results(given: Example) -> dict[str, Array]:
    """The gradients as differences: each number is moved up and down a little, and the loss measured."""
    arrays = [*(one.copy() for one in given.weights), given.inputs.copy()]

    def loss() -> float:
        return there_and_back(arrays[:-1], arrays[-1], given.targets).loss

    return {name: _slopes(loss, array) for name, array in zip((*GRADIENTS, INPUTS), arrays, strict=True)}


def _slopes(loss: Callable[[], float], array: Array) -> Array:
    """(L(x + s) - L(x - s)) / 2s for each number x of an array that `loss` reads."""
    slopes = np.empty_like(array)
    for place in np.ndindex(array.shape):
        kept = array[place]
        array[place] = kept + HALF_STEP
        above = loss()
        array[place] = kept - HALF_STEP
        slopes[place] = (above - loss()) / (2 * HALF_STEP)
        array[place] = kept
    return slopes


def differences(one: dict[str, Array], other: dict[str, Array]) -> dict[str, float]:
    """The largest |difference| for each name that both have."""
    return {name: float(np.max(np.abs(one[name] - other[name]))) for name in one if name in other}
