"""Networks that answer each step from the past and the next k steps: their backward reader begins there.

In: sequences and a look-ahead k. Out: sequences that end k steps behind the step they ask about, weights
learned from these, and how often weights are right on them.
"""

import numpy as np

from viz_core.checks import check_integer
from viz_core.config import ExperimentConfig
from viz_core.data import widths
from viz_core.network.weights import Weights
from viz_core.seeds import stream
from viz_core.tasks import TASKS
from viz_core.tasks.task import Batch

UPDATES_AT_ONCE = 1_000


def windows(batch: Batch, k: int) -> Batch:
    """Each sequence once for every place at which it may be cut.

    A sequence that ends at step t + k is asked about step t alone; the whole one is asked about all steps
    that are left. So each step of a sequence is asked about once.

    Args:
        batch: whole sequences, nothing padded.
        k: steps ahead, from 0 to the length less one.

    Returns:
        `(batch · (time - k), time, features)`: what lies beyond the end is masked, what is not asked is -1.

    Raises:
        ValueError: a look-ahead beyond the sequence.
    """
    sequences, time = batch.targets.shape
    check_integer("k", k, 0, time - 1)
    ends = np.repeat(np.arange(k, time), sequences)
    steps = np.arange(time)
    asked = steps == (ends - k)[:, None]
    asked |= (ends == time - 1)[:, None] & (steps >= time - 1 - k)
    many = time - k
    return Batch(
        inputs=np.tile(batch.inputs, (many, 1, 1)),
        targets=np.where(asked, np.tile(batch.targets, (many, 1)), -1).astype(np.int32),
        mask=steps <= ends[:, None],
    )


def window_accuracy(
    weights: Weights, config: ExperimentConfig, batch: Batch, k: int, *, parts: int = 1
) -> tuple[float, float]:
    """How often a network is right whose backward reader begins k steps ahead of each step.

    Args:
        weights: in the order of `get_weights()`.
        config: the network, with an answer at each step.
        batch: whole sequences, a multiple of `parts`.
        k: steps ahead.
        parts: in how many equal parts the sequences are asked.

    Returns:
        The share of right answers, and its standard error by the parts (0 with one).
    """
    from viz_core.training.data import minibatch
    from viz_core.training.network import Network
    from viz_core.training.parameters import Parameters

    features, outputs = widths(config.task)
    parameters = Parameters(config.model, features=features, outputs=outputs)
    parameters.take(weights)
    shares = []
    for rows in np.split(np.arange(len(batch.inputs)), parts):
        cut = windows(Batch(inputs=batch.inputs[rows], targets=batch.targets[rows]), k)
        many, time = cut.targets.shape
        asked = minibatch(cut, np.arange(many), config.model)
        network = Network(config.model, features=features, timesteps=time, batch=many)
        right = network.evaluate(parameters, asked).right
        shares.append(float(right.sum() / asked.weights.sum()))
    error = np.std(shares, ddof=1) / np.sqrt(parts) if parts > 1 else 0.0
    return float(np.mean(shares)), float(error)


def trained_on_windows(config: ExperimentConfig, k: int) -> Weights:
    """Train the network of a config anew, on the windows of its sequences.

    Args:
        config: a network on a task; `training` counts whole sequences, and batches of windows.
        k: steps ahead.

    Raises:
        ValueError: a look-ahead beyond the sequence.
    """
    from viz_core.training.engine import Learner

    drawn = TASKS[config.task.name].sample(
        config.training.sequences, config.task, stream(config.training.seed, "data")
    )
    features, outputs = widths(config.task)
    learner = Learner(config.model, config.training, windows(drawn, k), features=features, outputs=outputs)
    while not learner.done:
        learner.advance(UPDATES_AT_ONCE)
    return learner.weights()
