"""Two stacks side by side, forward and backward, never merged: `merge_mode` 'none'.

In: a config and the stream both read. Out: two streams, forward first, both in input time.
"""

import keras

from models.recurrent import dropped, read_layer, recurrent, returns_sequences
from models.shared import read_turned
from models.stream import Stream
from viz_core.config import ModelConfig


def read_twin(config: ModelConfig, stream: Stream) -> list[Stream]:
    """Stack both readers; each layer above the first reads only its own direction."""
    stream = dropped(config, stream, "dropout_0")
    forward, backward = stream, stream
    for layer in range(config.layers):
        if layer:
            forward = dropped(config, forward, f"dropout_{layer}_forward")
            backward = dropped(config, backward, f"dropout_{layer}_backward")
        forward, backward = _read_both(config, forward, backward, layer)
    return [forward, backward]


def _read_both(config: ModelConfig, forward: Stream, backward: Stream, layer: int) -> tuple[Stream, Stream]:
    if config.shared_weights:
        reader = recurrent(config, layer, f"layer{layer}_shared")
        states = forward.through(reader)
        turned = backward.carrying(read_turned(config, backward, layer, reader))
        return forward.carrying(_level(config, layer, states)), turned
    one = read_layer(config, forward, layer, "forward")
    two = read_layer(config, backward, layer, "backward")
    return one.carrying(_level(config, layer, one.sequence)), two


def _level(config: ModelConfig, layer: int, states: keras.KerasTensor) -> keras.KerasTensor:
    """Give the forward stack a step where the backward stack has its flip.

    Keras orders the weights of a model by each layer's distance from the output; with a flip on one side
    only, backward layers would come before forward ones.
    """
    return keras.ops.copy(states) if returns_sequences(config, layer) else states
