"""The network as a TensorFlow graph: from a batch to its loss, written for speed.

In: packed parameters, a time-major batch, the dropout rate and its seed. Out: loss and right answers.
Used by: `viz_core.training.programs`.

Packing: arrays that play the same part for several owners are stacked along a new first axis (both readers'
kernels become one `(2, features, gates * units)` array), so that both directions are one batched product.
The order of the parts is the order in which they first appear in `get_weights()`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import tensorflow as tf

from viz_core.config import ModelConfig
from viz_core.training.kernels import recurrence
from viz_core.weights import weight_specs

Tensor = Any
Array = npt.NDArray[np.float32]

_OWNERS = {"forward", "backward", "shared"}


def parts(config: ModelConfig) -> dict[str, list[int]]:
    """Which arrays of `get_weights()` are packed together: part -> their places in the list."""
    found: dict[str, list[int]] = {}
    for place, spec in enumerate(weight_specs(config, features=1, outputs=1)):
        part = "/".join(word for word in spec.name.split("/") if word not in _OWNERS)
        found.setdefault(part, []).append(place)
    return found


def pack(config: ModelConfig, weights: Sequence[Array]) -> tuple[Array, ...]:
    """Stack the arrays of `get_weights()` by part."""
    return tuple(np.stack([weights[place] for place in places]) for places in parts(config).values())


def unpack(config: ModelConfig, packed: Sequence[Array]) -> tuple[Array, ...]:
    """The inverse of `pack`; the arrays are copies."""
    found = [
        (place, np.array(array[row]))
        for array, places in zip(packed, parts(config).values(), strict=True)
        for row, place in enumerate(places)
    ]
    return tuple(array for _, array in sorted(found, key=lambda one: one[0]))


@dataclass(frozen=True, kw_only=True, eq=False)
class Feed:
    """One batch as the graph takes it: time first, padded to the full batch size.

    Attributes:
        inputs: `(time, batch, features)`, or tokens `(time, batch)` int32.
        targets: `(time, batch)` int32, or `(batch,)` with a 'final_state' head.
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
        params: packed parameters.
        feed: the batch.
        rate: dropout rate, a scalar; read only if the config has dropout.
        seed: `(2,)` int32, different for each update.

    Returns:
        The loss as Keras's `fit` defines it; the number of right answers, and of answers counted (the
        mean over heads).
    """
    named = dict(zip(parts(config), params, strict=True))
    states = _states(config, named, feed, rate, seed)
    logits = _head(config, named, states)
    weights = feed.weights if config.head == "final_state" else _step_weights(feed)
    losses, right = _scores(logits, feed.targets)
    counted = tf.reduce_sum(weights)
    loss = tf.reduce_sum(losses * weights) / tf.maximum(counted, 1)
    return loss, tf.reduce_sum(tf.reduce_mean(right, axis=0) * weights), counted


def _step_weights(feed: Feed) -> Tensor:
    mask = tf.ones(feed.targets.shape) if feed.mask is None else feed.mask
    return mask * feed.weights


def _states(config: ModelConfig, named: dict[str, Tensor], feed: Feed, rate: Tensor, seed: Tensor) -> Tensor:
    """Output of the last recurrent layer: `(heads, time, batch, width)`; no time with 'final_state'."""
    states = feed.inputs[tf.newaxis]
    if config.embedding:
        states = tf.gather(named["embedding"][0], feed.inputs)[tf.newaxis]
    for layer in range(config.layers):
        if config.dropout:
            states = _drop(states, rate, seed + [0, layer])
        hidden = _layer(config, layer, named, states, feed.mask)
        last = layer == config.layers - 1
        states = merge(config, final(config, hidden) if last and config.head == "final_state" else hidden)
    return states


def _drop(states: Tensor, rate: Tensor, seed: Tensor) -> Tensor:
    """Leave out a share of the numbers, as `keras.layers.Dropout`; readers of one input miss the same."""
    kept = tf.random.stateless_uniform(states.shape, seed) >= rate
    return states * (tf.cast(kept, states.dtype) / (1 - rate))


def _layer(
    config: ModelConfig, layer: int, named: dict[str, Tensor], states: Tensor, mask: Tensor | None
) -> Tensor:
    """Hidden states of one layer in input time, `(readers, time, batch, units)`."""
    kernel, recurrent, bias = (
        named[f"layer{layer}/{part}"] for part in ("kernel", "recurrent_kernel", "bias")
    )
    _, steps, batch, width = states.shape
    readers = len(config.readers)
    if config.bidirectional and config.shared_weights:
        kernel, recurrent, bias = (tf.repeat(one, 2, axis=0) for one in (kernel, recurrent, bias))
    bias_in, bias_back = (bias[:, :1], bias[:, 1:]) if config.cell == "GRU" else (bias[:, tf.newaxis], None)
    z = tf.reshape(states, (-1, steps * batch, width)) @ kernel + bias_in
    z = reading_order(config, tf.reshape(z, (readers, steps, batch, -1)))
    if mask is not None:
        mask = reading_order(config, tf.repeat(mask[tf.newaxis, ..., tf.newaxis], readers, axis=0))
        mask = tf.transpose(mask, (1, 0, 2, 3))
    hidden = recurrence(config.cell, tf.transpose(z, (1, 0, 2, 3)), recurrent, bias_back, mask)
    return reading_order(config, tf.transpose(hidden, (1, 0, 2, 3)))


def reading_order(config: ModelConfig, states: Tensor) -> Tensor:
    """Flip the backward reader's time, from input time to reading order or back; `(readers, time, …)`."""
    if config.direction == "forward":
        return states
    if config.direction == "backward":
        return tf.reverse(states, axis=[1])
    return tf.stack([states[0], tf.reverse(states[1], axis=[0])])


def final(config: ModelConfig, hidden: Tensor) -> Tensor:
    """The state each reader ends with, `(readers, batch, units)`: forward last step, backward first."""
    ends = {"forward": -1, "backward": 0}
    return tf.stack([hidden[place, ends[reader]] for place, reader in enumerate(config.readers)])


def merge(config: ModelConfig, hidden: Tensor) -> Tensor:
    """Both readers' states as `merge_mode` says, `(1, …, width)`; `(2, …, units)` with 'none'."""
    if not config.bidirectional or config.merge_mode == "none":
        return hidden
    forward, backward = hidden[:1], hidden[1:]
    merged = {
        "concat": lambda: tf.concat([forward, backward], axis=-1),
        "sum": lambda: forward + backward,
        "mul": lambda: forward * backward,
        "ave": lambda: (forward + backward) / 2,
    }
    return merged[config.merge_mode]()


def _head(config: ModelConfig, named: dict[str, Tensor], states: Tensor) -> Tensor:
    """Logits, `(heads, time, batch, outputs)`, or `(heads, batch, outputs)` with 'final_state'."""
    shape = states.shape
    states = tf.reshape(states, (shape[0], -1, shape[-1]))
    if config.head_units:
        states = tf.tanh(states @ named["head/hidden/kernel"] + named["head/hidden/bias"][:, tf.newaxis])
    logits = states @ named["head/output/kernel"] + named["head/output/bias"][:, tf.newaxis]
    return tf.reshape(logits, (*shape[:-1], logits.shape[-1]))


def _scores(logits: Tensor, targets: Tensor) -> tuple[Tensor, Tensor]:
    """Cross-entropy of each answer, summed over heads; and whether it is right, per head."""
    if logits.shape[-1] == 1:
        logits = logits[..., 0]
        truth = tf.broadcast_to(tf.cast(targets, logits.dtype), logits.shape)
        losses = tf.nn.sigmoid_cross_entropy_with_logits(truth, logits)
        right = tf.equal(logits > 0, truth > 0.5)
    else:
        truth = tf.broadcast_to(targets, logits.shape[:-1])
        losses = tf.nn.sparse_softmax_cross_entropy_with_logits(truth, logits)
        right = tf.equal(tf.argmax(logits, axis=-1, output_type=tf.int32), truth)
    return tf.reduce_sum(losses, axis=0), tf.cast(right, logits.dtype)
