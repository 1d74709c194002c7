"""Readers whose directions have parameters of their own: forward, backward, bidirectional.

In: a config and the stream to read. Out: what the top layer gives, in input time.
"""

import keras

from models.stream import Stream, flip
from viz_core.config import ModelConfig

CELLS: dict[str, type[keras.layers.Layer]] = {
    "SimpleRNN": keras.layers.SimpleRNN,
    "LSTM": keras.layers.LSTM,
    "GRU": keras.layers.GRU,
}


def recurrent(
    config: ModelConfig, layer: int, name: str, *, go_backwards: bool = False
) -> keras.layers.Layer:
    """The recurrent layer number `layer`, which gives its whole sequence or its final state."""
    return CELLS[config.cell](
        config.units,
        return_sequences=returns_sequences(config, layer),
        go_backwards=go_backwards,
        name=name,
    )


def returns_sequences(config: ModelConfig, layer: int) -> bool:
    """All layers give their sequence, but the last that reads only under a 'per_step' head."""
    return config.head == "per_step" or layer != config.layers - 1


def dropped(config: ModelConfig, stream: Stream, name: str) -> Stream:
    """The stream after a Dropout layer; the stream itself where nothing is dropped."""
    if not config.dropout:
        return stream
    return stream.carrying(keras.layers.Dropout(config.dropout, name=name)(stream.sequence))


def read_single(config: ModelConfig, stream: Stream) -> Stream:
    """Stack the layers of a forward or of a backward reader."""
    for layer in range(config.layers):
        stream = dropped(config, stream, f"dropout_{layer}")
        stream = read_layer(config, stream, layer, config.direction)
    return stream


def read_layer(config: ModelConfig, stream: Stream, layer: int, direction: str) -> Stream:
    """One layer of one reader.

    A layer with `go_backwards` gives its sequence in the order it read, last step first; it is flipped here,
    so that entry t belongs to input t.
    """
    backward = direction == "backward"
    reader = recurrent(config, layer, f"layer{layer}_{direction}", go_backwards=backward)
    states = stream.through(reader)
    return stream.carrying(flip(states) if backward and returns_sequences(config, layer) else states)


def read_bidirectional(config: ModelConfig, stream: Stream) -> Stream:
    """Stack bidirectional layers; Keras flips the backward sequence to input time before it merges."""
    for layer in range(config.layers):
        stream = bidirectional_layer(config, dropped(config, stream, f"dropout_{layer}"), layer)
    return stream


def bidirectional_layer(config: ModelConfig, stream: Stream, layer: int) -> Stream:
    """One bidirectional layer."""
    both = keras.layers.Bidirectional(
        recurrent(config, layer, f"layer{layer}"),
        merge_mode=config.merge_mode,
        name=f"bidirectional_{layer}",
    )
    return stream.carrying(stream.through(both))
