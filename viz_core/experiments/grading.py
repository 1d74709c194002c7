"""How a trained network does on fresh sequences, asked on the worker that trained it.

In: a config, weights. Out: one share of right answers. Used by: sweeps, past the worker's tasks.
"""

import asyncio

import numpy as np

from viz_core.config import ExperimentConfig
from viz_core.exam import affordable, examine
from viz_core.tasks import TASKS
from viz_core.training.events import Weights

MOST_SEQUENCES = 2_000


def grade(config: ExperimentConfig, weights: Weights) -> float:
    """Share of right answers to fresh sequences; with `merge_mode` 'none' the mean of both readers' shares.

    Every network of one seed and task is asked the same sequences, 2,000 of them, fewer where that would take
    long (`viz_core.exam.EFFORT`).
    """
    task = TASKS[config.task.name]
    many = affordable(config, features=task.features, outputs=task.outputs, most=MOST_SEQUENCES)
    exams = examine(config, weights, sequences=many, rows=0)
    return float(np.mean([exam.accuracy for exam in exams.values()]))


async def grade_aside(config: ExperimentConfig, weights: Weights) -> float:
    """`grade` in a thread of its own: the worker goes on listening, and training."""
    return await asyncio.to_thread(grade, config, weights)
