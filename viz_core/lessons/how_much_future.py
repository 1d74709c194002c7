"""What the lesson 'How much future' shows: how right a backward reader of only the next k steps can be.

In: a task, or a network. Out: by look-ahead the best possible accuracy, that of a network cut to it, and that
of networks trained anew under the cut. The last two of the networks that come along were measured beforehand,
by `python -m benchmarks.look_ahead`.

With a look-ahead of k the backward reader begins at step t + k for the answer at t: an answer needs no more
of the future, and can be given k steps late.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from viz_core.config import ExperimentConfig, TaskConfig
from viz_core.network.tracing import trace
from viz_core.network.weights import Weights
from viz_core.statistics.metrics import predicted
from viz_core.tasks.lookahead import lookahead_ceilings
from viz_core.tasks.task import Batch

Array = npt.NDArray[np.floating]

FILE = Path(__file__).with_suffix(".json")
# Task -> the network that comes with the project.
NETWORKS = {
    "casino": "casino",
    "brackets": "brackets_bidirectional_1",
    "balance": "balance_bidirectional_1",
    "mirror_sum": "mirror_sum",
}


@dataclass(frozen=True, kw_only=True)
class Measured:
    """One network on fresh sequences.

    Attributes:
        sequences: how many of them.
        cut: accuracy for each look-ahead from 0 to all.
        retrained: look-ahead -> accuracy of a network trained under that cut.
    """

    sequences: int
    cut: tuple[float, ...]
    retrained: Mapping[int, float]


@cache
def exact(task: TaskConfig) -> tuple[float, ...]:
    """The best mean accuracy over the steps, for each look-ahead from 0 to all."""
    return tuple(float(lookahead_ceilings(task, k).mean()) for k in range(task.length))


def enough(best: tuple[float, ...], share: float = 0.95) -> int:
    """The least look-ahead that brings a share of all that the future can bring."""
    wanted = best[0] + share * (best[-1] - best[0])
    return next(k for k, one in enumerate(best) if one >= wanted - 1e-12)


def cut_answers(config: ExperimentConfig, weights: Weights, batch: Batch) -> npt.NDArray[np.int64]:
    """What a network answers when its backward reader begins k steps ahead.

    Returns:
        `(look-aheads, batch, time)`, for k from 0 to all.
    """
    length = batch.inputs.shape[1]
    # Row e: answers of the network that has read up to step e only, whatever comes later.
    heard = np.zeros((length, *batch.targets.shape), np.int64)
    for end in range(length):
        seen = trace(weights, config.model, batch.inputs[:, : end + 1])
        heard[end, :, : end + 1] = predicted(seen["probabilities"])
    steps = np.arange(length)
    return np.stack([heard[np.minimum(steps + k, length - 1), :, steps].T for k in range(length)])


def cut_accuracies(config: ExperimentConfig, weights: Weights, batch: Batch) -> tuple[float, ...]:
    """Shares of right answers by look-ahead."""
    right = cut_answers(config, weights, batch) == batch.targets
    return tuple(float(one) for one in right.mean(axis=(1, 2)))


@cache
def measured() -> Mapping[str, Measured]:
    """By task what was measured beforehand."""
    told = json.loads(FILE.read_text(encoding="utf-8"))
    return {
        name: Measured(
            sequences=one["sequences"],
            cut=tuple(one["cut"]),
            retrained={int(k): share for k, share in one["retrained"].items()},
        )
        for name, one in told.items()
    }
