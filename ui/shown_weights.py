"""Which weights a page shows of a network, and where they come from.

In: a config and its run, if there is one. Out: weights, and their source as the badges name it.
"""

from functools import lru_cache

from viz_core.config import ExperimentConfig, ModelConfig, TaskConfig
from viz_core.data import widths
from viz_core.network.weights import Weights, initial_weights
from viz_core.pretrained import matching, trained_on
from viz_core.seeds import stream
from viz_core.training.job import Job

UNTRAINED = "untrained"
FIRST_WEIGHTS_KEPT = 32


def shown_weights(config: ExperimentConfig, job: Job | None) -> tuple[Weights, str]:
    """The newest weights of a run, else the network that came with the app, else the first random ones."""
    if job is not None and (snapshots := job.snapshots):
        return snapshots[-1].weights, "trained here"
    if (network := matching(config) or trained_on(config.task, config.model)) is not None:
        return network.weights, "pretrained"
    return _first_weights(config.task, config.model, config.training.seed), UNTRAINED


@lru_cache(FIRST_WEIGHTS_KEPT)
def _first_weights(task: TaskConfig, model: ModelConfig, seed: int) -> Weights:
    features, outputs = widths(task)
    return initial_weights(model, features=features, outputs=outputs, rng=stream(seed, "weights"))
