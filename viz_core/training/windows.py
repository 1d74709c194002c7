"""Networks that answer each step from the past and the next k steps: their backward reader begins there.

In: sequences and a look-ahead k. Out: sequences that end k steps behind the step they ask about, weights
learned from these, and how often weights are right on them.
"""

from collections.abc import Iterable, Iterator

import numpy as np

from viz_core.checks import check_integer
from viz_core.config import ExperimentConfig
from viz_core.data import widths
from viz_core.network.weights import Weights
from viz_core.seeds import stream
from viz_core.tasks import TASKS
from viz_core.tasks.task import Batch
from viz_core.training.data import Sequences

UPDATES_AT_ONCE = 1_000
# Sequences that are evaluated together.
EVALUATED_AT_ONCE = 100


def windows(batch: Sequences, k: int) -> Batch:
    """Each sequence once for every place at which it may be cut.

    A sequence that ends at step t + k is evaluated at step t alone; the whole one is evaluated at all steps
    that are left. So each step of a sequence is evaluated once.

    Args:
        batch: whole sequences with a target for each step, below 0 where none counts.
        k: steps ahead, from 0 to the length less one.

    Returns:
        `(batch · (time - k), time, …)`: what lies beyond the end is masked (a token is 0 there), what
        does not count is -1. Windows in which nothing counts, because they end in padding, are left out.

    Raises:
        ValueError: a look-ahead beyond the sequence.
    """
    sequences, time = batch.targets.shape
    check_integer("k", k, 0, time - 1)
    ends = np.repeat(np.arange(k, time), sequences)
    steps = np.arange(time)
    counted = steps == (ends - k)[:, None]
    counted |= (ends == time - 1)[:, None] & (steps >= time - 1 - k)
    many = time - k
    targets = np.where(counted, np.tile(batch.targets, (many, 1)), -1).astype(np.int32)
    mask = steps <= ends[:, None]
    if batch.mask is not None:
        mask &= np.tile(batch.mask, (many, 1))
    inputs = np.tile(batch.inputs, (many, *(1 for _ in batch.inputs.shape[1:])))
    inputs = inputs if inputs.ndim == 3 else np.where(mask, inputs, 0)
    kept = (targets >= 0).any(axis=1)
    return Batch(inputs=inputs[kept], targets=targets[kept], mask=mask[kept])


def window_accuracy(
    weights: Weights, config: ExperimentConfig, batch: Sequences, k: int, *, parts: int = 1
) -> tuple[float, float]:
    """How often a network is right whose backward reader begins k steps ahead of each step.

    Args:
        weights: in the order of `get_weights()`.
        config: the network, with an answer at each step.
        batch: whole sequences.
        k: steps ahead.
        parts: in how many parts the sequences are evaluated, as equal as can be.

    Returns:
        The share of right answers, and its standard error by the parts (0 with one).
    """
    cut = (windows(one, k) for one in _split(batch, parts))
    shares = [right / asked for right, asked in _evaluated(weights, config, cut)]
    error = np.std(shares, ddof=1) / np.sqrt(parts) if parts > 1 else 0.0
    return float(np.mean(shares)), float(error)


def accuracy_of(weights: Weights, config: ExperimentConfig, data: Sequences) -> float:
    """How often a network is right, over all its answers to these sequences."""
    parts = _split(data, -(-len(data.inputs) // EVALUATED_AT_ONCE))
    found = np.sum(list(_evaluated(weights, config, parts)), axis=0)
    return float(found[0] / found[1])


def _split(batch: Sequences, parts: int) -> Iterator[Batch]:
    """The sequences in so many parts, as equal as can be."""
    for rows in np.array_split(np.arange(len(batch.inputs)), parts):
        mask = None if batch.mask is None else batch.mask[rows]
        yield Batch(inputs=batch.inputs[rows], targets=batch.targets[rows], mask=mask)


def _evaluated(
    weights: Weights, config: ExperimentConfig, parts: Iterable[Sequences]
) -> Iterator[tuple[float, float]]:
    """For each part how many answers are right, and how many there are."""
    from viz_core.training.data import minibatch
    from viz_core.training.network import Network
    from viz_core.training.parameters import Parameters

    features, outputs = widths(config.task)
    parameters = Parameters(config.model, features=features, outputs=outputs)
    parameters.take(weights)
    for one in parts:
        batch, time = one.inputs.shape[:2]
        given = minibatch(one, np.arange(batch), config.model)
        network = Network(config.model, features=features, timesteps=time, batch=batch)
        found = network.evaluate(parameters, given)
        yield float(found.right.sum()), float(given.weights.sum())


def trained_on_windows(config: ExperimentConfig, k: int) -> Weights:
    """Train the network of a config anew, on the windows of its sequences.

    Args:
        config: a network on a task; `training` counts whole sequences, and batches of windows.
        k: steps ahead.

    Raises:
        ValueError: a look-ahead beyond the sequence.
    """
    drawn = TASKS[config.task.name].sample(
        config.training.sequences, config.task, stream(config.training.seed, "data")
    )
    return trained_on(config, windows(drawn, k))


def trained_on(config: ExperimentConfig, data: Sequences, weights: Weights | None = None) -> Weights:
    """Train the network of a config on these sequences, however many there are.

    Args:
        config: a network, and how it is trained.
        data: what it learns from.
        weights: from which training goes on; None begins anew, from the seed.
    """
    from viz_core.training.engine import Learner

    features, outputs = widths(config.task)
    learner = Learner(
        config.model, config.training, data, features=features, outputs=outputs, weights=weights
    )
    while not learner.done:
        learner.advance(UPDATES_AT_ONCE)
    return learner.weights()
