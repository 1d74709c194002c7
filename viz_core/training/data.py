"""Batches in the order training wants them.

In: a `Batch` of sequences, a seed. Out: chunks of several time-major batches, padded to fixed shapes.
Used by: `viz_core.training.engine`.
"""

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from viz_core.seeds import stream

Array = npt.NDArray[Any]


class Sequences(Protocol):
    """What the engine trains on; `viz_core.tasks.task.Batch` is one.

    Attributes:
        inputs: `(batch, time, features)` float, or tokens `(batch, time)` int.
        targets: `(batch, time)` int, or one label per sequence, `(batch,)`.
        mask: `(batch, time)` bool, False where a step is padding; or None.
    """

    @property
    def inputs(self) -> Array: ...  # noqa: D102
    @property
    def targets(self) -> Array: ...  # noqa: D102
    @property
    def mask(self) -> Array | None: ...  # noqa: D102


@dataclass(frozen=True, kw_only=True, eq=False)
class Chunk:
    """Several batches, one per update: `(updates, time, batch, …)`, filled up with zeros.

    Attributes:
        inputs: `(updates, time, batch, features)` float32, or tokens `(updates, time, batch)` int32.
        targets: `(updates, time, batch)` or `(updates, batch)` int32.
        mask: `(updates, time, batch)` float32, or None.
        weights: `(updates, batch)` float32, 1 for a sequence, 0 where there is none.
    """

    inputs: Array
    targets: Array
    mask: Array | None
    weights: Array


def epoch_order(sequences: int, seed: int, epoch: int) -> npt.NDArray[np.int64]:
    """In which order sequences are seen in one epoch (counted from 0), decided by the seed."""
    return stream(seed, "order", epoch).permutation(sequences)


def cut(data: Sequences, rows: npt.NDArray[np.int64], batch_size: int, updates: int) -> Chunk:
    """Lay out the given sequences, in order, as full batches.

    Args:
        data: the sequences.
        rows: which of them, at most `updates * batch_size`.
        batch_size: sequences in each batch.
        updates: batches in the chunk; those beyond the rows have weight 0.
    """
    return Chunk(
        inputs=_grid(_numbers(data.inputs), rows, batch_size, updates),
        targets=_grid(data.targets.astype(np.int32, copy=False), rows, batch_size, updates),
        mask=None if data.mask is None else _grid(data.mask, rows, batch_size, updates).astype(np.float32),
        weights=_grid(np.ones(len(data.inputs), np.float32), rows, batch_size, updates),
    )


def _numbers(inputs: Array) -> Array:
    return inputs.astype(np.int32 if inputs.ndim == 2 else np.float32, copy=False)


def _grid(array: Array, rows: npt.NDArray[np.int64], batch_size: int, updates: int) -> Array:
    """Take rows and lay them out as `(updates, batch, …)`, time before batch if there is one."""
    grid = np.zeros((updates * batch_size, *array.shape[1:]), array.dtype)
    grid[: len(rows)] = array[rows]
    grid = grid.reshape(updates, batch_size, *array.shape[1:])
    return grid if array.ndim == 1 else np.ascontiguousarray(grid.swapaxes(1, 2))
