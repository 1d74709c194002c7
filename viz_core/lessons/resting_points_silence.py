"""What the lesson 'Resting points' computes of silence: who still knows the answer after many empty steps.

In: a network that has learned to keep an answer. Out: for each answer the share of sequences that still give
it, at each of 400 steps on which nothing happens. They are read as one sequence with what came before.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from viz_core.checks import check_one_of
from viz_core.config import ExperimentConfig
from viz_core.network.probe import fresh_batch
from viz_core.network.tracing import trace
from viz_core.network.weights import Weights
from viz_core.statistics.metrics import predicted

# Tasks whose answer an input of 0 leaves as it is.
KEEPING = ("flip_flop", "flip_flop_2", "flip_flop_3", "signed_walk")
STEPS = 400
SEQUENCES = 128


@dataclass(frozen=True, kw_only=True, eq=False)
class Silence:
    """What became of each answer.

    Attributes:
        kept: class -> share of its sequences that give it after 0, 1, … empty steps, `(STEPS + 1,)`.
        sequences: how many there were together.
    """

    kept: Mapping[int, npt.NDArray[np.float64]]
    sequences: int


def keeps_answers(config: ExperimentConfig) -> bool:
    """Whether a network gives one answer at each step, on a task whose answer is to be kept."""
    apart = config.model.bidirectional and config.model.merge_mode == "none"
    return config.task.name in KEEPING and config.model.head == "per_step" and not apart


def silence(config: ExperimentConfig, weights: Weights) -> Silence:
    """Read fresh sequences, each followed by empty steps.

    Raises:
        ValueError: the task's answer is not one to be kept.
    """
    check_one_of("task", config.task.name, KEEPING)
    batch = fresh_batch(config, SEQUENCES)
    empty = np.zeros((SEQUENCES, STEPS, batch.inputs.shape[2]), np.float32)
    seen = trace(weights, config.model, np.concatenate([batch.inputs, empty], axis=1))
    answers = predicted(seen["probabilities"])[:, -STEPS - 1 :]
    wanted = batch.targets[:, -1]
    kept = {
        int(one): (answers[wanted == one] == one).mean(axis=0).astype(np.float64) for one in np.unique(wanted)
    }
    return Silence(kept=kept, sequences=SEQUENCES)
