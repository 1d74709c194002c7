"""How a trained network does on sequences it has never seen, evaluated on the worker that trained it.

In: a config, weights. Out: one share of right answers.
"""

import asyncio

import numpy as np

from viz_core.config import ExperimentConfig
from viz_core.data import DATA_SETS
from viz_core.network.tracing import trace
from viz_core.network.weights import Weights
from viz_core.statistics.evaluation import affordable, examine
from viz_core.statistics.metrics import accuracy
from viz_core.tasks import TASKS

MOST_SEQUENCES, FEWEST_SEQUENCES = 2_000, 10
# Sequences of a data set read at once: all their gates are held in memory meanwhile.
AT_ONCE = 200


def grade(config: ExperimentConfig, weights: Weights) -> float:
    """Share of right answers; with `merge_mode` 'none' the mean of both readers' shares.

    A data set asks its test part. A task asks every network of one seed the same 2,000 fresh sequences, fewer
    where that would take long (`viz_core.statistics.evaluation.EFFORT`).
    """
    if config.task.name in DATA_SETS:
        return _on_test_part(config, weights)
    task = TASKS[config.task.name]
    many = affordable(config, features=task.features, outputs=task.outputs, most=MOST_SEQUENCES)
    many = max(FEWEST_SEQUENCES, many)
    exams = examine(config, weights, sequences=many, rows=0)
    return float(np.mean([exam.accuracy for exam in exams.values()]))


def _on_test_part(config: ExperimentConfig, weights: Weights) -> float:
    test = DATA_SETS[config.task.name].parts(config.task).test
    starts = range(0, len(test.inputs), AT_ONCE)
    parts = [test.rows(slice(first, first + AT_ONCE)) for first in starts]
    answers = [trace(weights, config.model, one.inputs, one.mask)["probabilities"] for one in parts]
    answered = test.targets >= 0
    return accuracy(np.concatenate(answers), np.where(answered, test.targets, 0), answered)


async def grade_aside(config: ExperimentConfig, weights: Weights) -> float:
    """`grade` in a thread of its own: the worker goes on listening, and training."""
    return await asyncio.to_thread(grade, config, weights)
