"""How a network does on sequences it does not learn from: a compiled program without the way back.

In: weights as the engine holds them, labelled sequences. Out: mean loss and accuracy.
Used by: `viz_core.training.engine`, after every epoch and for the cards of trained networks; needs
TensorFlow.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np
import tensorflow as tf

from viz_core.training.data import Sequences, cut
from viz_core.training.network import Feed, loss_and_right
from viz_core.training.programs import Shape

Tensor = Any


def score(shape: Shape, params: Sequence[Tensor], data: Sequences) -> tuple[float, float]:
    """Ask every sequence once, nothing dropped out.

    Args:
        shape: what the network was compiled for.
        params: its parameters, as the engine's state begins.
        data: the sequences, of the same kind as those it learned from.

    Returns:
        Mean loss per sequence, share of right answers.
    """
    run = _compiled(replace(shape, chunk=1))
    loss = right = answers = 0.0
    for first in range(0, len(data.inputs), shape.batch):
        rows = np.arange(first, min(first + shape.batch, len(data.inputs)))
        batch = cut(data, rows, shape.batch, 1)
        arrays = [batch.inputs, batch.targets, batch.weights, *([] if batch.mask is None else [batch.mask])]
        figures = run(tuple(params), tuple(tf.constant(one[0]) for one in arrays))
        mean, hit, counted = (float(one) for one in figures)
        loss, right, answers = loss + mean * len(rows), right + hit, answers + counted
    return loss / len(data.inputs), right / answers


@lru_cache(maxsize=8)
def _compiled(shape: Shape) -> Callable[[Any, Any], tuple[Tensor, Tensor, Tensor]]:
    model = replace(shape.model, dropout=0.0)

    @tf.function(jit_compile=True, autograph=False)
    def run(params: Any, data: Any) -> tuple[Tensor, Tensor, Tensor]:
        mask = data[3] if len(data) > 3 else None
        feed = Feed(inputs=data[0], targets=data[1], weights=data[2], mask=mask)
        return loss_and_right(model, params, feed, tf.constant(0.0), tf.zeros((2,), tf.int32))

    return run
