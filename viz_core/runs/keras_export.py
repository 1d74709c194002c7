"""`.keras` files from the web process, which never loads Keras itself.

In: a config and weights, or a file. Out: a future of the other of the two, computed on a worker.
The work goes past the worker's tasks, in a thread of its own: nobody's training has to
end before a file is made.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

from viz_core.config import ExperimentConfig, ModelConfig
from viz_core.keras_files import from_keras, to_keras
from viz_core.network.weights import Weights
from viz_core.training.cluster import Cluster
from viz_core.training.keras_import import import_keras

Result = TypeVar("Result")


def export(cluster: Cluster, config: ExperimentConfig, weights: Weights) -> "Future[bytes]":
    """A run as the bytes of a `.keras` file."""
    return cluster.call(_aside(cluster, export_here, config, weights))


def load(cluster: Cluster, data: bytes, task: str) -> "Future[tuple[ModelConfig, Weights]]":
    """The network in a `.keras` file; its error is a `ValueError` with one sentence."""
    return cluster.call(_aside(cluster, load_here, data, task))


async def _aside(cluster: Cluster, function: Callable[..., Any], *arguments: Any) -> Any:
    tasks = await cluster.tasks()
    if not tasks:
        raise ConnectionError("No worker is there yet; try again in a moment.")
    return await cluster.ask(min(tasks, key=lambda one: len(tasks[one])), function, *arguments)


async def export_here(config: ExperimentConfig, weights: Weights) -> bytes:
    """On a worker: `to_keras` in a thread."""
    return await asyncio.to_thread(_with_keras, to_keras, config, weights)


async def load_here(data: bytes, task: str) -> tuple[ModelConfig, Weights]:
    """On a worker: `from_keras` in a thread."""
    return await asyncio.to_thread(_with_keras, from_keras, data, task)


def _with_keras(function: Callable[..., Result], *arguments: Any) -> Result:
    import_keras()
    return function(*arguments)
