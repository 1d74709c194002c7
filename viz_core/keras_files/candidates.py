"""The networks that this app can build, written as expressions.

In: a `ModelConfig`. Out: what `models.build_model` computes for it, in `Expressions`, with the owners of
`viz_core.network.weights` as names.
"""

from collections.abc import Iterator
from itertools import product

from viz_core.config import CELL_NAMES, ENCODER_DECODER, HEADS, ModelConfig
from viz_core.keras_files.expressions import Expressions
from viz_core.network.merges import MERGES
from viz_core.network.weights import head_names, owners

WAYS = [
    ("forward", "concat", False),
    ("backward", "concat", False),
    *(("bidirectional", mode, shared) for mode in (*MERGES, "none") for shared in (False, True)),
]


def candidates(cell: str, units: int, hidden: int, *, two: bool, decodes: bool) -> Iterator[ModelConfig]:
    """Every config with these cells, units and hidden units.

    Args:
        cell: a Keras class.
        units: of every recurrent layer.
        hidden: units of a hidden Dense layer, 0 for none.
        two: whether the network has two outputs.
        decodes: whether it repeats a vector for a decoder.
    """
    if cell not in CELL_NAMES or not (1 <= units <= 512 and 0 <= hidden <= 512):
        return
    heads = (ENCODER_DECODER,) if decodes else HEADS
    for (direction, mode, shared), layers, head in product(WAYS, range(1, 5), heads):
        if (mode == "none") == two:
            yield ModelConfig(
                cell=cell,
                units=units,
                layers=layers,
                direction=direction,
                merge_mode=mode,
                shared_weights=shared,
                head=head,
                head_units=hidden,
            )


def written(config: ModelConfig, to: Expressions, *, outputs: int, steps: int) -> tuple[int, ...]:
    """The outputs of a config's network; `steps` is how many a decoder answers."""
    start = to.make("input")
    streams: tuple[int, ...] = (start, start) if config.bidirectional else (start,)
    merged = config.bidirectional and config.merge_mode != "none"
    for layer in range(config.depth):
        sequences = config.head == "per_step" or layer != config.layers - 1
        if config.decodes and layer == config.layers:
            streams = tuple(to.make("repeat", one, facts=(steps,)) for one in streams)
        streams = tuple(
            _reader(config, to, layer, one, direction, sequences=sequences)
            for one, direction in zip(streams, config.readers, strict=True)
        )
        if merged:
            streams = (to.make("merge", *streams, facts=(config.merge_mode,)),) * 2
    heads = streams[: len(head_names(config))]
    return tuple(
        _head(config, to, one, suffix, outputs) for one, suffix in zip(heads, head_names(config), strict=True)
    )


def _reader(
    config: ModelConfig, to: Expressions, layer: int, over: int, direction: str, *, sequences: bool
) -> int:
    owner = owners(config)[0] if config.shared_weights and config.bidirectional else direction
    backward = direction == "backward"
    states = to.reader(
        f"layer{layer}/{owner}", config.cell, config.units, over, sequences=sequences, backward=backward
    )
    return to.flip(states) if backward and sequences else states


def _head(config: ModelConfig, to: Expressions, over: int, suffix: str, outputs: int) -> int:
    if config.head_units:
        over = to.dense(f"head/hidden{suffix}", config.head_units, "tanh", over)
    return to.dense(f"head/output{suffix}", outputs, "sigmoid" if outputs == 1 else "softmax", over)
