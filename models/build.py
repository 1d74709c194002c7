"""From a config to a Keras model: input, stacked readers, head.

In: a `ModelConfig` and the widths at both ends. Out: an uncompiled `keras.Model`.
"""

import keras

from models.decoder import decode
from models.heads import heads
from models.recurrent import read_bidirectional, read_single
from models.shared import read_shared
from models.stream import Stream, start
from models.twin import read_twin
from viz_core.checks import check_flag, check_integer
from viz_core.config import ModelConfig


def build_model(
    model_config: ModelConfig,
    *,
    features: int,
    outputs: int,
    timesteps: int | None = None,
    masking: bool = False,
) -> keras.Model:
    """Build the network of a config, with fresh random weights.

    Per-step outputs are in **input time** in every direction: a backward reader gives its sequence in the
    order it read (last step first), so it is flipped before anything else sees it. A final state belongs to
    the last step for the forward reader, to the first for the backward reader.

    Args:
        model_config: which network.
        features: width of the input at each step; with an embedding the size of the vocabulary, and the model
            reads tokens, `(batch, time)` integers with 0 for padding.
        outputs: width of the output; 1 gives a sigmoid, more a softmax.
        timesteps: length of every sequence, or None for any length; an encoder-decoder must know it.
        masking: leave out the steps whose features are all zero. Not with an embedding, which masks token 0
            by itself. What a network answers at a padded step means nothing.

    Returns:
        An uncompiled model from `(batch, time, features)` to `(batch, time, outputs)`, or to
        `(batch, outputs)` with a 'final_state' head; with `merge_mode` 'none' two of them, forward first.
        `get_weights()` follows `viz_core.network.weights.weight_specs`.

    Raises:
        ValueError: a width is out of range, `masking` is asked for with an embedding, or an encoder-decoder
            does not know how many steps to answer.
    """
    _check(model_config, features, outputs, timesteps, masking)
    inputs, stream = start(model_config, features=features, timesteps=timesteps, masking=masking)
    streams = _read(model_config, stream)
    if model_config.decodes and timesteps is not None:
        streams = [decode(model_config, streams[0], timesteps)]
    answers = heads(model_config, streams, outputs)
    return keras.Model(inputs, answers if len(answers) > 1 else answers[0], name="network")


def _read(config: ModelConfig, stream: Stream) -> list[Stream]:
    """All recurrent layers; one stream, or with `merge_mode` 'none' two, forward first."""
    if not config.bidirectional:
        return [read_single(config, stream)]
    if config.merge_mode == "none":
        return read_twin(config, stream)
    return [read_shared(config, stream) if config.shared_weights else read_bidirectional(config, stream)]


def _check(config: ModelConfig, features: int, outputs: int, timesteps: int | None, masking: bool) -> None:
    check_integer("features", features, 1, 1_000_000)
    check_integer("outputs", outputs, 1, 10_000)
    if timesteps is not None or config.decodes:
        check_integer("timesteps", timesteps, 1, 10_000)
    check_flag("masking", masking)
    if masking and config.embedding:
        raise ValueError("`masking` must be False with an embedding, which masks token 0; got True.")
