"""The three cells, one step at a time: the forward equations and their derivatives.

In: what the input contributes at this step (`x_t W + b`, see `project`), the states of the step before, the
cell's weights in Keras's layout. Out: the new states and every gate; and, on the way back, gradients.

Notation: x input, h hidden state, c cell state, W kernel, V recurrent kernel, b bias, σ logistic sigmoid,
∘ product unit by unit. Everything is `(batch, units)`; gates stand side by side along the last axis, LSTM
i f c o, GRU z r h. A gradient is called `d_` and the name of what it belongs to.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from viz_core.arrays import Floats
from viz_core.network.weights import CellWeights

States = dict[str, Floats]
Gates = dict[str, Floats]


@dataclass(frozen=True, kw_only=True, eq=False)
class StepGradient:
    """The gradients of one step.

    Attributes:
        projected: with respect to `x_t W + b`, `(batch, gates * units)`.
        recurrent: with respect to `h_{t-1} V` (for GRU with its own bias), `(batch, gates * units)`.
        states: with respect to the states after the step, each `(batch, units)`; the cell state's includes
            its way through this step's hidden state.
        previous: with respect to the states before the step, each `(batch, units)`.
    """

    projected: Floats
    recurrent: Floats
    states: States
    previous: States


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One kind of cell.

    Attributes:
        states: names of what it hands from step to step; `hidden` is also its output.
        gates: names of what it computes on the way, as in `viz_core.network.trace_arrays`.
        forward: (projected, previous states, weights) -> (states, gates).
        backward: (d_states, previous states, states, gates, weights) -> gradients of the step.
    """

    states: tuple[str, ...]
    gates: tuple[str, ...]
    forward: Callable[[Floats, States, CellWeights], tuple[States, Gates]]
    backward: Callable[[States, States, States, Gates, CellWeights], StepGradient]


def sigmoid(x: Floats) -> Floats:
    """The logistic function 1 / (1 + e^-x), written with tanh so that no exponential overflows."""
    return 0.5 * (1 + np.tanh(0.5 * x))


def project(inputs: Floats, weights: CellWeights) -> Floats:
    """What the inputs contribute to the gates: `x W + b`, for one step or for all of them at once.

    Args:
        inputs: `(..., features)`.
        weights: of the cell; GRU's recurrent bias is left to the step, where the reset gate acts on it.

    Returns:
        `(..., gates * units)`.
    """
    input_bias = weights.bias[0] if weights.bias.ndim == 2 else weights.bias
    return inputs @ weights.kernel + input_bias


def _side_by_side(array: Floats, count: int) -> list[Floats]:
    """Views of the `count` gates that stand side by side along the last axis."""
    units = array.shape[-1] // count
    return [array[..., gate * units : (gate + 1) * units] for gate in range(count)]


def simple_rnn_forward(projected: Floats, previous: States, weights: CellWeights) -> tuple[States, Gates]:
    """One step of Elman's network (1990): h_t = tanh(x_t W + h_{t-1} V + b)."""
    hidden = np.tanh(projected + previous["hidden"] @ weights.recurrent_kernel)
    return {"hidden": hidden}, {}


def simple_rnn_backward(
    d_states: States, previous: States, states: States, gates: Gates, weights: CellWeights
) -> StepGradient:
    """Back through tanh, whose derivative is 1 - h², then through V."""
    d_sum = d_states["hidden"] * (1 - states["hidden"] ** 2)
    d_previous: States = {"hidden": d_sum @ weights.recurrent_kernel.T}
    return StepGradient(projected=d_sum, recurrent=d_sum, states=d_states, previous=d_previous)


def lstm_forward(projected: Floats, previous: States, weights: CellWeights) -> tuple[States, Gates]:
    """One step of the LSTM (Hochreiter & Schmidhuber 1997, forget gate of Gers et al. 2000).

    i, f, o = σ(x_t W + h_{t-1} V + b), candidate c̃ = tanh(the same),
    c_t = f ∘ c_{t-1} + i ∘ c̃, h_t = o ∘ tanh(c_t). The candidate is named `c`, the cell state `cell`.
    """
    sums = projected + previous["hidden"] @ weights.recurrent_kernel
    for_i, for_f, for_c, for_o = _side_by_side(sums, 4)
    i, f, c, o = sigmoid(for_i), sigmoid(for_f), np.tanh(for_c), sigmoid(for_o)
    cell = f * previous["cell"] + i * c
    hidden = o * np.tanh(cell)
    return {"hidden": hidden, "cell": cell}, {"i": i, "f": f, "c": c, "o": o}


def lstm_backward(
    d_states: States, previous: States, states: States, gates: Gates, weights: CellWeights
) -> StepGradient:
    """Back along the carry track (times f) and through the gates (σ' = σ(1 - σ), tanh' = 1 - tanh²)."""
    i, f, c, o = gates["i"], gates["f"], gates["c"], gates["o"]
    squashed = np.tanh(states["cell"])
    d_hidden = d_states["hidden"]
    d_cell = d_states["cell"] + d_hidden * o * (1 - squashed**2)
    d_sums = np.concatenate(
        [
            d_cell * c * i * (1 - i),
            d_cell * previous["cell"] * f * (1 - f),
            d_cell * i * (1 - c**2),
            d_hidden * squashed * o * (1 - o),
        ],
        axis=-1,
    )
    d_previous: States = {"hidden": d_sums @ weights.recurrent_kernel.T, "cell": d_cell * f}
    d_total = {"hidden": d_hidden, "cell": d_cell}
    return StepGradient(projected=d_sums, recurrent=d_sums, states=d_total, previous=d_previous)


def gru_forward(projected: Floats, previous: States, weights: CellWeights) -> tuple[States, Gates]:
    """One step of the GRU (Cho et al. 2014) as Keras computes it, with `reset_after=True`.

    z, r = σ(x_t W + b + h_{t-1} V + b'), candidate h̃ = tanh(x_t W + b + r ∘ (h_{t-1} V + b')),
    h_t = z ∘ h_{t-1} + (1 - z) ∘ h̃. The candidate is named `h`; b' is the recurrent bias.
    """
    recurrent = previous["hidden"] @ weights.recurrent_kernel + weights.bias[1]
    x_z, x_r, x_h = _side_by_side(projected, 3)
    h_z, h_r, h_h = _side_by_side(recurrent, 3)
    z, r = sigmoid(x_z + h_z), sigmoid(x_r + h_r)
    h = np.tanh(x_h + r * h_h)
    return {"hidden": z * previous["hidden"] + (1 - z) * h}, {"z": z, "r": r, "h": h}


def gru_backward(
    d_states: States, previous: States, states: States, gates: Gates, weights: CellWeights
) -> StepGradient:
    """Back through the candidate, the reset gate that scaled its past, and the update gate."""
    z, r, h = gates["z"], gates["r"], gates["h"]
    d_hidden = d_states["hidden"]
    past = _side_by_side(previous["hidden"] @ weights.recurrent_kernel + weights.bias[1], 3)[2]
    d_z = d_hidden * (previous["hidden"] - h) * z * (1 - z)
    d_h = d_hidden * (1 - z) * (1 - h**2)
    d_r = d_h * past * r * (1 - r)
    projected = np.concatenate([d_z, d_r, d_h], axis=-1)
    # The reset gate stands between the candidate and its past: only that third part differs.
    recurrent = np.concatenate([d_z, d_r, d_h * r], axis=-1)
    d_previous: States = {"hidden": d_hidden * z + recurrent @ weights.recurrent_kernel.T}
    return StepGradient(projected=projected, recurrent=recurrent, states=d_states, previous=d_previous)


CELLS: dict[str, Cell] = {
    "SimpleRNN": Cell(states=("hidden",), gates=(), forward=simple_rnn_forward, backward=simple_rnn_backward),
    "LSTM": Cell(
        states=("hidden", "cell"), gates=("i", "f", "c", "o"), forward=lstm_forward, backward=lstm_backward
    ),
    "GRU": Cell(states=("hidden",), gates=("z", "r", "h"), forward=gru_forward, backward=gru_backward),
}
