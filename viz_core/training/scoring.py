"""How a network does on sequences it does not learn from: a compiled program without the way back.

In: weights as the engine holds them, labelled sequences. Out: mean loss and accuracy.
Used by: `viz_core.training.engine`, after every epoch and for the cards of trained networks; needs
TensorFlow.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np
import tensorflow as tf

from viz_core.training.data import Sequences, cut
from viz_core.training.network import Feed, loss_and_right, whole_right
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
    for rows, arrays in _batches(shape, data):
        mean, hit, counted = (float(one) for one in run(tuple(params), arrays))
        loss, right, answers = loss + mean * rows, right + hit, answers + counted
    return loss / len(data.inputs), right / answers


def exact(shape: Shape, params: Sequence[Tensor], data: Sequences) -> float:
    """The share of sequences whose answers are all right; arguments as `score`, of an encoder-decoder."""
    run = _compiled_whole(replace(shape, chunk=1))
    whole = (float(run(tuple(params), arrays)) for _, arrays in _batches(shape, data))
    return sum(whole) / len(data.inputs)


def _batches(shape: Shape, data: Sequences) -> Iterator[tuple[int, tuple[Tensor, ...]]]:
    """Every sequence once: how many there are in a batch, and its arrays."""
    for first in range(0, len(data.inputs), shape.batch):
        rows = np.arange(first, min(first + shape.batch, len(data.inputs)))
        batch = cut(data, rows, shape.batch, 1)
        arrays = [batch.inputs, batch.targets, batch.weights, *([] if batch.mask is None else [batch.mask])]
        yield len(rows), tuple(tf.constant(one[0]) for one in arrays)


def _feed(data: Sequence[Tensor]) -> Feed:
    return Feed(inputs=data[0], targets=data[1], mask=data[3] if len(data) > 3 else None, weights=data[2])


@lru_cache(maxsize=8)
def _compiled(shape: Shape) -> Callable[[Any, Any], tuple[Tensor, Tensor, Tensor]]:
    model = replace(shape.model, dropout=0.0)

    @tf.function(jit_compile=True, autograph=False)
    def run(params: Any, data: Any) -> tuple[Tensor, Tensor, Tensor]:
        return loss_and_right(model, params, _feed(data), tf.constant(0.0), tf.zeros((2,), tf.int32))

    return run


@lru_cache(maxsize=4)
def _compiled_whole(shape: Shape) -> Callable[[Any, Any], Tensor]:
    model = replace(shape.model, dropout=0.0)

    @tf.function(jit_compile=True, autograph=False)
    def run(params: Any, data: Any) -> Tensor:
        return whole_right(model, params, _feed(data))

    return run
