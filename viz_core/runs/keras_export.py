"""`.keras` files for the web process, which never loads Keras itself.

In: a config and weights. Out: a future of the file, made on a worker. The work goes past the worker's tasks,
in a thread of its own: nobody's training has to end before a file is made.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

from viz_core.config import ExperimentConfig
from viz_core.guests.kept import file_after
from viz_core.keras_files import to_keras
from viz_core.network.weights import Weights
from viz_core.training.cluster import Cluster
from viz_core.training.keras_import import import_keras

Result = TypeVar("Result")


def export(cluster: Cluster, config: ExperimentConfig, weights: Weights) -> "Future[bytes]":
    """A run as the bytes of a `.keras` file."""
    return cluster.call(cluster.ask_any(export_here, config, weights))


def export_guest(cluster: Cluster, network: str, weights: Weights) -> "Future[bytes]":
    """A network that somebody brought, with what it has learned, as the bytes of a `.keras` file.

    Args:
        cluster: where it is made.
        network: as in `GuestConfig.network`.
        weights: one array for each of its own, in their order.
    """
    return cluster.call(cluster.ask_any(export_guest_here, network, weights))


async def export_here(config: ExperimentConfig, weights: Weights) -> bytes:
    """On a worker: `to_keras` in a thread."""
    return await asyncio.to_thread(_with_keras, to_keras, config, weights)


async def export_guest_here(network: str, weights: Weights) -> bytes:
    """On a worker: `file_after` in a thread."""
    return await asyncio.to_thread(_with_keras, file_after, network, weights)


def _with_keras(function: Callable[..., Result], *arguments: Any) -> Result:
    import_keras()
    return function(*arguments)
