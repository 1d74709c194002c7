"""The decoder: one vector, repeated, read by one more recurrent layer.

In: a config, the stream that the encoder left, how many steps to answer. Out: the decoder's sequence.
"""

import keras

from models.recurrent import bidirectional_layer, read_layer
from models.shared import shared_layer
from models.stream import Stream
from viz_core.config import ModelConfig


def decode(config: ModelConfig, stream: Stream, timesteps: int) -> Stream:
    """Give the merged final states to every step of one more layer; none of its steps is masked."""
    repeated = Stream(sequence=keras.layers.RepeatVector(timesteps, name="repeat")(stream.sequence))
    if not config.bidirectional:
        return read_layer(config, repeated, config.layers, config.direction)
    layer = shared_layer if config.shared_weights else bidirectional_layer
    return layer(config, repeated, config.layers)
