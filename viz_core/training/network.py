"""The network as a TensorFlow graph: from a batch to its loss, written for speed.

In: weights in the order of `get_weights()`, a time-major batch, the dropout rate and its seed. Out: loss and
right answers.
Used by: `viz_core.training.programs`.

A stream is what one or both readers read: a tuple with one array for both, or with `merge_mode` 'none' from
the second layer on one for each. Arrays are `(time, batch, width)`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import tensorflow as tf

from viz_core.config import ModelConfig
from viz_core.training.kernels import recurrence
from viz_core.weights import CellWeights, Head, NetworkWeights
from viz_core.weights import unpack as sort

Tensor = Any


@dataclass(frozen=True, kw_only=True, eq=False)
class Feed:
    """One batch as the graph takes it: time first, padded to the full batch size.

    Attributes:
        inputs: `(time, batch, features)`, or tokens `(time, batch)` int32.
        targets: `(time, batch)` int32, or `(batch,)` with a 'final_state' head; of an encoder-decoder only
            those from 0 on count.
        mask: `(time, batch)` float, 1 where a step counts; None when none is padding.
        weights: `(batch,)` float, 0 for rows that only fill up the last batch of an epoch.
    """

    inputs: Tensor
    targets: Tensor
    mask: Tensor | None
    weights: Tensor


def loss_and_right(
    config: ModelConfig, params: Sequence[Tensor], feed: Feed, rate: Tensor, seed: Tensor
) -> tuple[Tensor, Tensor, Tensor]:
    """Run one batch.

    Args:
        config: the network.
        params: the weights, in the order of `get_weights()`.
        feed: the batch.
        rate: dropout rate, a scalar; read only if the config has dropout.
        seed: `(2,)` int32, different for each update.

    Returns:
        The loss as Keras's `fit` defines it; the number of right answers, and of answers counted (the
        mean over heads).
    """
    network = sort(params, config)
    streams = _read(config, network, feed, rate, seed)
    weights = _answer_weights(config, feed)
    targets = tf.maximum(feed.targets, 0)  # below 0 where nothing is asked
    found = [
        _scores(_logits(head, states), targets) for head, states in zip(network.heads, streams, strict=True)
    ]
    losses, right = (tf.add_n(list(each)) for each in zip(*found, strict=True))
    counted = tf.reduce_sum(weights)
    loss = tf.reduce_sum(losses * weights) / tf.maximum(counted, 1)
    return loss, tf.reduce_sum(right * weights) / len(found), counted


def whole_right(config: ModelConfig, params: Sequence[Tensor], feed: Feed) -> Tensor:
    """Of how many sequences an encoder-decoder gets every answer right, nothing dropped out."""
    network = sort(params, config)
    states = _read(config, network, feed, tf.constant(0.0), tf.zeros((2,), tf.int32))[0]
    _, right = _scores(_logits(network.heads[0], states), tf.maximum(feed.targets, 0))
    missed = tf.reduce_sum((1 - right) * _answer_weights(config, feed), axis=0)
    return tf.reduce_sum(tf.cast(missed < 0.5, tf.float32) * feed.weights)


def _answer_weights(config: ModelConfig, feed: Feed) -> Tensor:
    """1 for each answer that counts, else 0."""
    if config.head == "final_state":
        return feed.weights
    if config.decodes:
        return tf.cast(feed.targets >= 0, tf.float32) * feed.weights
    mask = tf.ones(feed.targets.shape) if feed.mask is None else feed.mask
    return mask * feed.weights


def _read(
    config: ModelConfig, network: NetworkWeights, feed: Feed, rate: Tensor, seed: Tensor
) -> tuple[Tensor, ...]:
    """What reaches each head: `(time, batch, width)`, or `(batch, width)` with 'final_state'."""
    streams = (feed.inputs,)
    if network.embedding is not None:
        streams = (tf.gather(network.embedding, feed.inputs),)
    for layer, cells in enumerate(network.layers[: config.layers]):
        if config.dropout:
            first = 2 * layer
            streams = tuple(_drop(one, rate, seed + [0, k]) for k, one in enumerate(streams, first))
        hidden = _layer(config, cells, streams, feed.mask)
        if layer == config.layers - 1 and config.head != "per_step":
            hidden = _final(config, hidden)
        streams = _merge(config, hidden)
    if config.decodes:
        vector = streams[0][tf.newaxis]
        streams = _merge(
            config, _layer(config, network.layers[-1], (vector,), None, again=feed.inputs.shape[0])
        )
    return streams


def _drop(states: Tensor, rate: Tensor, seed: Tensor) -> Tensor:
    """Leave out a share of the numbers, as `keras.layers.Dropout`; readers of one input miss the same."""
    kept = tf.random.stateless_uniform(states.shape, seed) >= rate
    return states * (tf.cast(kept, states.dtype) / (1 - rate))


def _layer(
    config: ModelConfig,
    cells: Mapping[str, CellWeights],
    streams: tuple[Tensor, ...],
    mask: Tensor | None,
    *,
    again: int = 1,
) -> tuple[Tensor, ...]:
    """Hidden states of each reader; a decoder reads its one step `again` and again."""
    each = streams * (len(config.readers) // len(streams))
    return tuple(
        _read_with(config, cells[reader], states, mask, backward=reader == "backward", again=again)
        for reader, states in zip(config.readers, each, strict=True)
    )


def _read_with(
    config: ModelConfig,
    weights: CellWeights,
    states: Tensor,
    mask: Tensor | None,
    *,
    backward: bool,
    again: int,
) -> Tensor:
    steps, batch, width = states.shape
    bias, bias_back = (weights.bias[0], weights.bias[1]) if config.cell == "GRU" else (weights.bias, None)
    z = tf.reshape(states, (steps * batch, width)) @ weights.kernel + bias
    z = tf.reshape(z, (steps, batch, z.shape[-1]))
    z = z if again == 1 else tf.tile(z, (again, 1, 1))  # one product with the kernel serves all steps
    return recurrence(config.cell, z, weights.recurrent_kernel, bias_back, mask, backward=backward)


def _final(config: ModelConfig, hidden: tuple[Tensor, ...]) -> tuple[Tensor, ...]:
    """The state each reader ends with: forward's at the last step, backward's at the first."""
    ends = {"forward": -1, "backward": 0}
    return tuple(states[ends[reader]] for reader, states in zip(config.readers, hidden, strict=True))


def _merge(config: ModelConfig, hidden: tuple[Tensor, ...]) -> tuple[Tensor, ...]:
    """Both readers' states as `merge_mode` says; both as they are with 'none'."""
    if not config.bidirectional or config.merge_mode == "none":
        return hidden
    return (MERGE[config.merge_mode](*hidden),)


MERGE: dict[str, Callable[[Tensor, Tensor], Tensor]] = {
    "concat": lambda forward, backward: tf.concat([forward, backward], axis=-1),
    "sum": lambda forward, backward: forward + backward,
    "mul": lambda forward, backward: forward * backward,
    "ave": lambda forward, backward: (forward + backward) / 2,
}


def _logits(head: Head, states: Tensor) -> Tensor:
    """`(time, batch, outputs)`, or `(batch, outputs)` with 'final_state'."""
    rows = tf.reshape(states, (-1, states.shape[-1]))
    if head.hidden is not None:
        rows = tf.tanh(rows @ head.hidden.kernel + head.hidden.bias)
    logits = rows @ head.output.kernel + head.output.bias
    return tf.reshape(logits, (*states.shape[:-1], logits.shape[-1]))


def _scores(logits: Tensor, targets: Tensor) -> tuple[Tensor, Tensor]:
    """Cross-entropy of each answer, and 1 where it is right, 0 elsewhere."""
    if logits.shape[-1] == 1:
        logits = logits[..., 0]
        truth = tf.cast(targets, logits.dtype)
        losses = tf.nn.sigmoid_cross_entropy_with_logits(truth, logits)
        right = tf.equal(logits > 0, truth > 0.5)
    else:
        losses = tf.nn.sparse_softmax_cross_entropy_with_logits(targets, logits)
        right = tf.equal(tf.argmax(logits, axis=-1, output_type=tf.int32), targets)
    return losses, tf.cast(right, logits.dtype)
