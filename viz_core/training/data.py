"""Batches in the order of training.

In: a `Batch` of sequences, a seed. Out: the order of an epoch, batches.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from viz_core.arrays import Array
from viz_core.config import ModelConfig
from viz_core.seeds import stream

Rows = npt.NDArray[np.int64]


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
class Minibatch:
    """One batch as the network takes it.

    Attributes:
        inputs: `(batch, time, features)` float32, or tokens `(batch, time)` int32.
        targets: `(time, batch)` int32, or `(batch,)` with a 'final_state' head.
        mask: `(time, batch)` float32, 1 where a step counts; None when none is padding.
        weights: of each answer, like `targets`, float32: 1 for those that count, else 0.
    """

    inputs: Array
    targets: Array
    mask: Array | None
    weights: Array


def epoch_order(sequences: int, seed: int, epoch: int) -> Rows:
    """In which order sequences are seen in one epoch (counted from 0), decided by the seed."""
    return stream(seed, "order", epoch).permutation(sequences)


def minibatches(data: Sequences, parts: Sequence[Rows], config: ModelConfig) -> list[Minibatch]:
    """Take several batches at once, each as `minibatch` would."""
    whole = minibatch(data, np.concatenate(parts), config)
    ends = np.cumsum([len(part) for part in parts]).tolist()
    return [_cut(whole, first, last) for first, last in zip([0, *ends], ends, strict=False)]


def _cut(batch: Minibatch, first: int, last: int) -> Minibatch:
    mask = None if batch.mask is None else np.ascontiguousarray(batch.mask[:, first:last])
    return Minibatch(
        inputs=batch.inputs[first:last],
        targets=batch.targets[..., first:last],
        mask=mask,
        weights=batch.weights[..., first:last],
    )


def minibatch(data: Sequences, rows: Rows, config: ModelConfig) -> Minibatch:
    """Take sequences out of the data, in this order.

    With a 'final_state' head and targets per step, the last step's count. Targets below 0 are not asked and
    do not count; without a decoder those at padding do not either.
    """
    inputs, targets = data.inputs[rows], data.targets[rows].astype(np.int32, copy=False)
    mask = None if data.mask is None else np.ascontiguousarray(data.mask[rows].T, np.float32)
    if config.head == "final_state":
        targets = np.ascontiguousarray(targets[:, -1]) if targets.ndim == 2 else targets
        weights = np.ones(len(rows), np.float32)
    else:
        targets = np.ascontiguousarray(targets.T)
        asked = (targets >= 0).astype(np.float32)
        weights = asked if config.decodes or mask is None else mask * asked
    kind = np.int32 if inputs.ndim == 2 else np.float32
    return Minibatch(inputs=inputs.astype(kind, copy=False), targets=targets, mask=mask, weights=weights)
