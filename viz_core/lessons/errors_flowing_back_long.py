"""How errors fade or grow over long sequences, in fresh networks of several seeds and in trained ones.

In: a cell, a length, the step whose loss is taken. Out: the lengths of dL/dh_t of each network, and by how
much one step back multiplies them.

The loss is that of a wrong answer: a network that is right and sure sends next to no error back, so a trained
one would show nothing. At a single step the choice changes the scale only, never the slope.
"""

from collections.abc import Callable, Iterable

import numpy as np
import numpy.typing as npt

from viz_core.config import ExperimentConfig, ModelConfig, TaskConfig
from viz_core.lessons.errors_flowing_back import gradient_lengths, reshaped
from viz_core.network.probe import drawn_probe
from viz_core.network.tracing import trace
from viz_core.network.weights import Weights, initial_weights
from viz_core.pretrained import LONG_SEEDS, load
from viz_core.statistics.metrics import predicted

Array = npt.NDArray[np.floating]
# Kind of line -> reader -> `(networks, time)`.
Kinds = dict[str, dict[str, Array]]

TASK = "balance"
UNITS = 32
FRESH_SEEDS = (0, 1, 2, 3, 4)
READERS = ("forward", "backward")
# Cell -> what its lines are called, and which state each of them shows.
LINES = {
    "SimpleRNN": {"SimpleRNN": "hidden"},
    "LSTM": {"LSTM h": "hidden", "LSTM c": "cell"},
    "GRU": {"GRU": "hidden"},
}


def fresh_errors(cell: str, *, length: int, at: int | None, radius: float, gate_bias: float) -> Kinds:
    """Of freshly drawn networks whose recurrent kernels and gate bias were set (`backflow.reshaped`).

    Args:
        cell: a key of `LINES`.
        length: of the sequences, in steps.
        at: index of the answer whose loss is taken; None takes all.
        radius: spectral radius of every square block of the recurrent kernels.
        gate_bias: added to the bias of the gate that keeps the state.
    """
    model = ModelConfig(cell=cell, units=UNITS)

    def drawn(seed: int) -> Weights:
        rng = np.random.default_rng(seed)
        fresh = initial_weights(model, features=1, outputs=1, rng=rng)
        return tuple(reshaped(fresh, model, radius=radius, gate_bias=gate_bias))

    return _of_networks(cell, model, drawn, FRESH_SEEDS, length=length, at=at)


def trained_errors(cell: str, *, length: int, at: int | None) -> Kinds:
    """Of the networks that were trained on long sequences and came with the project."""
    return _of_networks(
        cell, long_network(cell).model, lambda seed: load(f"long_{cell}_{seed}").weights, LONG_SEEDS,
        length=length, at=at,
    )  # fmt: skip


def long_network(cell: str) -> ExperimentConfig:
    """How the trained networks of this cell were trained."""
    return load(f"long_{cell}_{LONG_SEEDS[0]}").config


def _of_networks(
    cell: str,
    model: ModelConfig,
    weights: Callable[[int], Weights],
    seeds: Iterable[int],
    *,
    length: int,
    at: int | None,
) -> Kinds:
    found = [_lengths(weights(seed), model, length, at, seed) for seed in seeds]
    return {
        kind: {reader: np.stack([one[f"layer0/{reader}/{state}"] for one in found]) for reader in READERS}
        for kind, state in LINES[cell].items()
    }


def _lengths(
    weights: Weights, model: ModelConfig, length: int, at: int | None, seed: int
) -> dict[str, Array]:
    inputs = drawn_probe(TaskConfig(name=TASK, timesteps=length), seed).inputs
    wrong = 1 - predicted(trace(weights, model, inputs)["probabilities"])
    return gradient_lengths(weights, model, inputs, wrong, at=at)


def factor_back(lengths: Array, reader: str, at: int) -> float | None:
    """By how much one step back multiplies the error: the geometric mean from the loss to the far end.

    Args:
        lengths: `(networks, time)`.
        reader: 'forward' or 'backward'.
        at: index of the answer whose loss is taken.

    Returns:
        The median over the networks; None where no step lies between.
    """
    end = 0 if reader == "forward" else lengths.shape[1] - 1
    if end == at:
        return None
    far, near = lengths[:, end].astype(np.float64), lengths[:, at]
    return float(np.median((far / near) ** (1 / abs(end - at))))
