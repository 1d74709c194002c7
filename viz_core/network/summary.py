"""The model summary table, without a model.

In: a `ModelConfig` and the widths at both ends. Out: one row for each Keras layer of the model that
`models.build_model` makes of them, from the input to the output.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from viz_core.config import ModelConfig
from viz_core.network.weights import head_names, owners, weight_specs

Shape = tuple[int | None, ...]

MERGE_LAYERS = {"concat": "Concatenate", "sum": "Add", "mul": "Multiply", "ave": "Average"}


@dataclass(frozen=True, kw_only=True)
class SummaryRow:
    """One layer of a model.

    Attributes:
        name: the name it has in the Keras model.
        layer: its Keras class, a wrapper with what it wraps, for example 'Bidirectional(LSTM)'.
        output_shape: None for the batch axis, and for a time axis of any length.
        parameters: how many numbers training can change in it.
    """

    name: str
    layer: str
    output_shape: Shape
    parameters: int = 0


def summary_rows(
    config: ModelConfig,
    *,
    features: int,
    outputs: int,
    timesteps: int | None = None,
    masking: bool = False,
) -> tuple[SummaryRow, ...]:
    """The rows of the table; the arguments are those of `models.build_model`.

    The sum of their `parameters` is `viz_core.network.weights.count_parameters`.
    """
    steps: Shape = (None, timesteps)
    sizes = _sizes(config, features, outputs)
    rows = list(_start(config, features, steps, masking, sizes))
    width = config.embedding or features
    for layer in range(config.layers):
        rows += _dropout(config, layer, steps, width)
        rows += _readers(config, layer, steps, sizes)
        width = config.width
    if config.decodes:
        rows.append(SummaryRow(name="repeat", layer="RepeatVector", output_shape=(*steps, width)))
        rows += _readers(config, config.layers, steps, sizes)
    final = config.head == "final_state"
    return (*rows, *_head(config, outputs, (None,) if final else steps, sizes))


def _sizes(config: ModelConfig, features: int, outputs: int) -> dict[str, int]:
    """Parameters of each owner, for example `layer0/forward` or `head/output`."""
    sizes: dict[str, int] = {}
    for spec in weight_specs(config, features=features, outputs=outputs):
        owner = spec.name.rpartition("/")[0] or spec.name
        sizes[owner] = sizes.get(owner, 0) + spec.size
    return sizes


def _start(
    config: ModelConfig, features: int, steps: Shape, masking: bool, sizes: dict[str, int]
) -> Iterator[SummaryRow]:
    if config.embedding:
        yield SummaryRow(name="inputs", layer="InputLayer", output_shape=steps)
        yield SummaryRow(
            name="embedding",
            layer="Embedding",
            output_shape=(*steps, config.embedding),
            parameters=sizes["embedding"],
        )
        return
    yield SummaryRow(name="inputs", layer="InputLayer", output_shape=(*steps, features))
    if masking:
        yield SummaryRow(name="masking", layer="Masking", output_shape=(*steps, features))


def _dropout(config: ModelConfig, layer: int, steps: Shape, width: int) -> Iterator[SummaryRow]:
    """A Dropout layer in front of each recurrent layer; one for each of two stacks that have parted."""
    suffixes = head_names(config) if layer else ("",)
    for suffix in suffixes if config.dropout else ():
        yield SummaryRow(
            name=f"dropout_{layer}{suffix.replace('/', '_')}", layer="Dropout", output_shape=(*steps, width)
        )


def _readers(config: ModelConfig, layer: int, steps: Shape, sizes: dict[str, int]) -> Iterator[SummaryRow]:
    """The recurrent layer: one row, one for each of two stacks, or a shared layer and its merge."""
    final = config.head != "per_step" and layer == config.layers - 1
    axes = (None,) if final else steps
    own = [sizes[f"layer{layer}/{owner}"] for owner in owners(config)]
    merged = config.bidirectional and config.merge_mode != "none"
    if merged and not config.shared_weights:
        yield SummaryRow(
            name=f"bidirectional_{layer}",
            layer=f"Bidirectional({config.cell})",
            output_shape=(*axes, config.width),
            parameters=sum(own),
        )
        return
    for owner, size in zip(owners(config), own, strict=True):
        yield SummaryRow(
            name=f"layer{layer}_{owner}",
            layer=config.cell,
            output_shape=(*axes, config.units),
            parameters=size,
        )
    if merged:
        merge = MERGE_LAYERS[config.merge_mode]
        yield SummaryRow(name=f"merge_{layer}", layer=merge, output_shape=(*axes, config.width))


def _head(config: ModelConfig, outputs: int, axes: Shape, sizes: dict[str, int]) -> Iterator[SummaryRow]:
    layer = "Dense" if config.head == "final_state" else "TimeDistributed(Dense)"
    parts = {"hidden": config.head_units, "output": outputs}
    for part, width in parts.items():
        for suffix in head_names(config) if width else ():
            yield SummaryRow(
                name=f"{part}{suffix.replace('/', '_')}",
                layer=layer,
                output_shape=(*axes, width),
                parameters=sizes[f"head/{part}{suffix}"],
            )
