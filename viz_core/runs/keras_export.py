"""`.keras` files for the web process, which never loads Keras itself.

In: a config and weights. Out: a future of the file, made on a worker. The work goes past the worker's tasks,
in a thread of its own: nobody's training has to end before a file is made.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

from viz_core.config import ExperimentConfig
from viz_core.keras_files import to_keras
from viz_core.network.weights import Weights
from viz_core.training.cluster import Cluster
from viz_core.training.keras_import import import_keras

Result = TypeVar("Result")


def export(cluster: Cluster, config: ExperimentConfig, weights: Weights) -> "Future[bytes]":
    """A run as the bytes of a `.keras` file."""
    return cluster.call(_aside(cluster, export_here, config, weights))


async def _aside(cluster: Cluster, function: Callable[..., Any], *arguments: Any) -> Any:
    tasks = await cluster.tasks()
    if not tasks:
        raise ConnectionError("No worker is there yet; try again in a moment.")
    return await cluster.ask(min(tasks, key=lambda one: len(tasks[one])), function, *arguments)


async def export_here(config: ExperimentConfig, weights: Weights) -> bytes:
    """On a worker: `to_keras` in a thread."""
    return await asyncio.to_thread(_with_keras, to_keras, config, weights)


def _with_keras(function: Callable[..., Result], *arguments: Any) -> Result:
    import_keras()
    return function(*arguments)
