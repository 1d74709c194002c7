"""The head: from states to answers.

In: one stream, or two that were never merged. Out: one answer for each.
"""

import keras

from models.stream import Stream
from viz_core.config import ModelConfig
from viz_core.network.weights import head_names


def heads(config: ModelConfig, streams: list[Stream], outputs: int) -> list[keras.KerasTensor]:
    """Put a head on each stream: the optional hidden Dense layer (tanh), then the output layer.

    Returns:
        For each stream `(batch, time, outputs)`, or `(batch, outputs)` with a 'final_state' head.
    """
    activation = "sigmoid" if outputs == 1 else "softmax"
    answers = []
    for suffix, stream in zip(head_names(config), streams, strict=True):
        if config.head_units:
            stream = _dense(config, stream, config.head_units, "tanh", f"hidden{suffix}")
        answers.append(_dense(config, stream, outputs, activation, f"output{suffix}").sequence)
    return answers


def _dense(config: ModelConfig, stream: Stream, width: int, activation: str, name: str) -> Stream:
    name = name.replace("/", "_")
    if config.head == "final_state":
        dense = keras.layers.Dense(width, activation=activation, name=name)
        return stream.carrying(dense(stream.sequence))
    each = keras.layers.TimeDistributed(keras.layers.Dense(width, activation=activation), name=name)
    return stream.carrying(stream.through(each))
