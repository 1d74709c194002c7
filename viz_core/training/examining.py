"""Exams on a worker, beside its training.

In: a config, weights, how many fresh sequences. Out: what `viz_core.statistics.evaluation.examine` finds.
"""

import asyncio

from viz_core.config import ExperimentConfig
from viz_core.network.weights import Weights
from viz_core.statistics.evaluation import Exam, examine


async def examine_aside(config: ExperimentConfig, weights: Weights, sequences: int) -> dict[str, Exam]:
    """Examine a network in a thread of its own; runs on the worker's event loop, which goes on meanwhile."""
    return await asyncio.to_thread(examine, config, weights, sequences=sequences)
