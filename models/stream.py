"""What flows between layers: a sequence, and which of its steps are padding.

In: a config and the width of the input. Out: the model's input, and the `Stream` the first reader gets.
"""

from collections.abc import Callable
from dataclasses import dataclass

import keras

from viz_core.config import ModelConfig


@dataclass(frozen=True, kw_only=True, eq=False)
class Stream:
    """A sequence on its way through a model.

    The mask is handed on by name, not attached to the tensor: `keras.ops.flip` would lose it there, and the
    layers above a backward reader would take padding for input.

    Attributes:
        sequence: `(batch, time, width)` Keras tensor in input time; `(batch, width)` above final states.
        mask: `(batch, time)` bool Keras tensor, False where a step is padding; None when nothing is padded.
    """

    sequence: keras.KerasTensor
    mask: keras.KerasTensor | None = None

    def through(self, layer: Callable[..., keras.KerasTensor]) -> keras.KerasTensor:
        """What a layer makes of this stream, the padded steps left out."""
        return layer(self.sequence) if self.mask is None else layer(self.sequence, mask=self.mask)

    def carrying(self, sequence: keras.KerasTensor) -> "Stream":
        """Another sequence with the same mask."""
        return Stream(sequence=sequence, mask=self.mask)

    def flipped(self) -> "Stream":
        """The same steps, last one first."""
        mask = None if self.mask is None else flip(self.mask)
        return Stream(sequence=flip(self.sequence), mask=mask)


def flip(sequence: keras.KerasTensor) -> keras.KerasTensor:
    """Turn `(batch, time, …)` round in time."""
    return keras.ops.flip(sequence, axis=1)


def start(
    config: ModelConfig, *, features: int, timesteps: int | None, masking: bool
) -> tuple[keras.KerasTensor, Stream]:
    """Open a model.

    Returns:
        Its input, `(batch, time, features)` numbers or `(batch, time)` tokens, and the stream it becomes.
    """
    if config.embedding:
        inputs = keras.Input((timesteps,), dtype="int32", name="inputs")
        return inputs, _masked(
            keras.layers.Embedding(features, config.embedding, mask_zero=True, name="embedding"), inputs
        )
    inputs = keras.Input((timesteps, features), name="inputs")
    if masking:
        return inputs, _masked(keras.layers.Masking(mask_value=0.0, name="masking"), inputs)
    return inputs, Stream(sequence=inputs)


def _masked(layer: keras.layers.Layer, inputs: keras.KerasTensor) -> Stream:
    return Stream(sequence=layer(inputs), mask=layer.compute_mask(inputs))
