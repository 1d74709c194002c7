"""What the lesson 'Beliefs' computes: how far a network's answers lie from the exact posterior of the casino.

In: a network on `casino`, sequences. Out: bits, calibration, and a plane of states with the belief that each
of them ought to hold.

Bits are the Kullback-Leibler divergence D(p || q) = Σ p log₂(p / q) of the network's distribution q over the
two hidden states from the exact posterior p: what a code made for q costs beyond the best one (Cover and
Thomas, Elements of Information Theory, 2006, section 2.3).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from viz_core.arrays import Floats
from viz_core.checks import check_shape
from viz_core.config import ExperimentConfig
from viz_core.lessons.state_space import explained, principal_plane
from viz_core.lessons.state_space_colours import state_values
from viz_core.network.probe import fresh_batch
from viz_core.network.tracing import trace
from viz_core.network.weights import Weights, head_names
from viz_core.tasks.casino import forward_message, posterior
from viz_core.tasks.task import Batch

TASK = "casino"
BINS = 10
# Answers this sure count as so sure: a probability of 0 or 1 would cost infinitely many bits.
LEAST = 1e-12


@dataclass(frozen=True, kw_only=True)
class Score:
    """How good the answers of one network are.

    Attributes:
        bits: mean divergence from the exact posterior.
        accuracy: share of answers that name the hidden state, as it is to be expected given the bits: in the
            states themselves there is luck, with which a network may seem better than the exact posterior.
    """

    bits: float
    accuracy: float


@dataclass(frozen=True, kw_only=True, eq=False)
class Calibration:
    """What became of answers that were alike, one entry for each bin that has any.

    Attributes:
        said: the mean probability of state 1 that was given.
        happened: how often the state was 1.
        exact: the mean of the exact posterior; it differs from `happened` by chance alone.
        counts: how many answers there were.
    """

    said: Floats
    happened: Floats
    exact: Floats
    counts: npt.NDArray[np.int64]


@dataclass(frozen=True, kw_only=True, eq=False)
class BeliefPlane:
    """The states of one reader in a plane: that of its two units, else of its first two principal components.

    Attributes:
        states: where they lie, `(states, 2)`.
        belief: the exact log-odds of state 1 given what the reader had read at each, `(states,)`.
        explained: how much of them a straight scale in the plane explains, R².
        by_all: how much of them a linear function of all units explains, R².
        shares: of the variance along the two components; None where the axes are the units themselves.
    """

    states: Floats
    belief: Floats
    explained: float
    by_all: float
    shares: tuple[float, float] | None


def fits(config: ExperimentConfig) -> bool:
    """Whether a network gives one answer at each step of the casino."""
    on_tokens = bool(config.model.embedding)
    one = head_names(config.model) == ("",) and config.model.head == "per_step"
    return config.task.name == TASK and one and not on_tokens


def sequences(config: ExperimentConfig, count: int) -> Batch:
    """Fresh sequences with their hidden states."""
    return fresh_batch(config, count)


def state_one(config: ExperimentConfig, weights: Weights, batch: Batch) -> Floats:
    """The probability of state 1 that a network gives at each step, `(batch, time)`."""
    return np.asarray(trace(weights, config.model, batch.inputs)["probabilities"][..., 0])


def said_by(config: ExperimentConfig, weights: Weights, count: int) -> Floats:
    """`state_one` on so many fresh sequences."""
    return state_one(config, weights, sequences(config, count))


def bits(exact: Floats, said: Floats) -> Floats:
    """Divergence of some answers from exact ones, in bits.

    Args:
        exact: the probability of state 1, any shape.
        said: the same as a network gives it.
    """
    said = np.clip(said.astype(float), LEAST, 1 - LEAST)
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = [p * np.log2(p / q) for p, q in ((exact, said), (1 - exact, 1 - said))]
    return np.asarray(np.nansum(parts, axis=0))


def score(said: Floats, batch: Batch) -> Score:
    """How good some answers are.

    Args:
        said: the probability of state 1, `(batch, time)`.
        batch: what was read.
    """
    check_shape("said", said, {"batch": len(batch.inputs), "time": batch.inputs.shape[1]})
    exact = posterior(batch.inputs)[..., 1]
    return Score(
        bits=float(bits(exact, said).mean()), accuracy=float(np.where(said > 0.5, exact, 1 - exact).mean())
    )


def untrained_readers(batch: Batch) -> Mapping[str, Score]:
    """What readers reach that need no training, on these same sequences, so that luck is the same for all.

    Returns:
        'exact', the exact posterior; 'forward', the exact reader of the past; 'nothing', who always says one
        half.
    """
    exact = posterior(batch.inputs)[..., 1]
    readers = {
        "exact": exact,
        "forward": forward_message(batch.inputs)[..., 1],
        "nothing": np.full_like(exact, 0.5),
    }
    return {name: score(one, batch) for name, one in readers.items()}


def calibration(said: Floats, batch: Batch) -> Calibration:
    """Answers in ten bins of equal width, and what the bits and the hidden states say about each.

    Args:
        said: the probability of state 1, `(batch, time)`.
        batch: what was read, with the hidden states.
    """
    check_shape("said", said, {"batch": len(batch.inputs), "time": batch.inputs.shape[1]})
    bins = np.minimum((said.ravel() * BINS).astype(int), BINS - 1)
    counts = np.bincount(bins, minlength=BINS)
    kept = counts > 0
    values = (said, batch.targets, posterior(batch.inputs)[..., 1])
    means = [np.bincount(bins, one.ravel(), BINS)[kept] / counts[kept] for one in values]
    return Calibration(said=means[0], happened=means[1], exact=means[2], counts=counts[kept])


def belief_plane(config: ExperimentConfig, weights: Weights, batch: Batch, reader: str) -> BeliefPlane:
    """The states of the first layer of one reader, with the belief that each ought to hold.

    Args:
        config: of a network for which `fits` holds.
        weights: of the network.
        batch: what it reads.
        reader: 'forward' or 'backward'.
    """
    hidden = trace(weights, config.model, batch.inputs)[f"layer0/{reader}/hidden"]
    states = hidden.reshape(-1, hidden.shape[-1])
    belief = state_values("belief", TASK, batch, reader).ravel()
    plane = None if states.shape[1] == 2 else principal_plane(states)
    places = states if plane is None else plane.project(states)
    return BeliefPlane(
        states=places,
        belief=belief,
        explained=max(0.0, explained(places, belief)),
        by_all=max(0.0, explained(states, belief)),
        shares=None if plane is None else (float(plane.shares[0]), float(plane.shares[1])),
    )
