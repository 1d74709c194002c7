"""Two readers with the same parameters: one layer reads the sequence as it is, and again turned round.

In: a config and the stream to read. Out: the merged states of the top layer, in input time.
"""

import keras

from models.recurrent import dropped, recurrent, returns_sequences
from models.stream import Stream, flip
from viz_core.config import ModelConfig

MERGE_LAYERS: dict[str, type[keras.layers.Layer]] = {
    "concat": keras.layers.Concatenate,
    "sum": keras.layers.Add,
    "mul": keras.layers.Multiply,
    "ave": keras.layers.Average,
}


def read_shared(config: ModelConfig, stream: Stream) -> Stream:
    """Stack layers that each read in both directions with one set of parameters, then merge."""
    for layer in range(config.layers):
        stream = shared_layer(config, dropped(config, stream, f"dropout_{layer}"), layer)
    return stream


def shared_layer(config: ModelConfig, stream: Stream, layer: int) -> Stream:
    """One layer that reads in both directions, and the merge of what it reads."""
    reader = recurrent(config, layer, f"layer{layer}_shared")
    both = [stream.through(reader), read_turned(config, stream, layer, reader)]
    return stream.carrying(MERGE_LAYERS[config.merge_mode](name=f"merge_{layer}")(both))


def read_turned(
    config: ModelConfig, stream: Stream, layer: int, reader: keras.layers.Layer
) -> keras.KerasTensor:
    """What a forward layer makes of the turned sequence, turned back to input time.

    With a final state there is nothing to turn back: it is the state after the first step of the input.
    """
    states = stream.flipped().through(reader)
    return flip(states) if returns_sequences(config, layer) else states
