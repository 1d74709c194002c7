"""How errors fade or grow over long sequences, in fresh networks of several seeds and in trained ones.

In: a cell, a length, the step whose loss is taken. Out: the lengths of dL/dh_t of each network, and by how
much one step back multiplies them.

The loss is that of a wrong answer: a network that is right and sure sends next to no error back, so a trained
one would show nothing. At a single step the choice changes the scale only, never the slope.
"""

from collections.abc import Sequence
from functools import cache

import numpy as np

from viz_core.arrays import Floats
from viz_core.config import ExperimentConfig, ModelConfig, TaskConfig
from viz_core.lessons.errors_flowing_back import reshaped
from viz_core.network.gradients import state_gradients
from viz_core.network.losses import cross_entropy
from viz_core.network.probe import drawn_probe
from viz_core.network.recurrence import READERS
from viz_core.network.tracing import forward_pass
from viz_core.network.weights import Weights, initial_weights
from viz_core.pretrained import LONG_SEEDS, load
from viz_core.statistics.metrics import predicted

# Kind of line -> reader -> `(networks, time)`.
Kinds = dict[str, dict[str, Floats]]
# Indices of the answers whose loss is taken, one after another; None takes all.
Places = Sequence[int | None]

TASK = "balance"
UNITS = 32
FRESH_SEEDS = (0, 1, 2, 3, 4)
# Cell -> what its lines are called, and which state each of them shows.
LINES = {
    "SimpleRNN": {"SimpleRNN": "hidden"},
    "LSTM": {"LSTM h": "hidden", "LSTM c": "cell"},
    "GRU": {"GRU": "hidden"},
}


def fresh_errors(
    cell: str, *, length: int, places: Places, radius: float, gate_bias: float
) -> dict[int | None, Kinds]:
    """Of freshly drawn networks whose recurrent kernels and gate bias were set (`reshaped`).

    Several choices of the answer cost little more than one.

    Args:
        cell: a key of `LINES`.
        length: of the sequences, in steps.
        places: indices of the answers whose loss is taken, one after another; None takes all.
        radius: spectral radius of every square block of the recurrent kernels.
        gate_bias: added to the bias of the gate that keeps the state.
    """
    model = ModelConfig(cell=cell, units=UNITS)
    networks = [
        reshaped(_fresh_weights(cell, seed), model, radius=radius, gate_bias=gate_bias)
        for seed in FRESH_SEEDS
    ]
    found = [_lengths(*one, model, length, places) for one in zip(FRESH_SEEDS, networks, strict=True)]
    return _by_place(cell, found, places)


@cache
def _fresh_weights(cell: str, seed: int) -> Weights:
    model = ModelConfig(cell=cell, units=UNITS)
    return initial_weights(model, features=1, outputs=1, rng=np.random.default_rng(seed))


def trained_errors(cell: str, *, length: int, places: Places) -> dict[int | None, Kinds]:
    """Of the networks that were trained on long sequences and came with the project."""
    model = long_network(cell).model
    found = [
        _lengths(seed, load(f"long_{cell}_{seed}").weights, model, length, places) for seed in LONG_SEEDS
    ]
    return _by_place(cell, found, places)


def long_network(cell: str) -> ExperimentConfig:
    """How the trained networks of this cell were trained."""
    return load(f"long_{cell}_{LONG_SEEDS[0]}").config


def _by_place(cell: str, found: list[dict[str, Floats]], places: Places) -> dict[int | None, Kinds]:
    """The lines of each choice of the answer, out of the lengths of each network."""
    return {
        place: {
            kind: {
                reader: np.stack([one[f"layer0/{reader}/{state}"][index] for one in found])
                for reader in READERS
            }
            for kind, state in LINES[cell].items()
        }
        for index, place in enumerate(places)
    }


def _lengths(
    seed: int, weights: Sequence[Floats], model: ModelConfig, length: int, places: Places
) -> dict[str, Floats]:
    """State -> lengths of its gradients, `(places, time)`."""
    done = forward_pass(weights, model, drawn_probe(TaskConfig(name=TASK, timesteps=length), seed).inputs)
    wrong = 1 - predicted(done.trace["probabilities"])
    steps = np.arange(length)[None]
    counted = [np.ones_like(steps, bool) if place is None else steps == place for place in places]
    logits = done.trace["logits"]
    d_logits = np.concatenate([cross_entropy(logits, wrong, one)[1] for one in counted])
    states = state_gradients(done, model, {"": d_logits})
    return {name: np.linalg.norm(array, axis=-1) for name, array in states.items()}


def factor_back(lengths: Floats, reader: str, at: int) -> float | None:
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
