"""The summary table: equal to what Keras says of the model it describes."""

from itertools import product

import pytest

keras = pytest.importorskip("keras")

from models import build_model  # noqa: E402
from viz_core.config import CELL_NAMES, HEADS, MERGE_MODES, ModelConfig  # noqa: E402
from viz_core.network.summary import SummaryRow, summary_rows  # noqa: E402
from viz_core.network.weights import count_parameters  # noqa: E402

ARCHITECTURES = [
    ("forward", "concat", False),
    ("backward", "concat", False),
    *product(["bidirectional"], MERGE_MODES, [False, True]),
]


def class_name(layer: "keras.Layer") -> str:
    name = type(layer).__name__
    if isinstance(layer, keras.layers.Bidirectional):
        return f"{name}({type(layer.forward_layer).__name__})"
    return (
        f"{name}({type(layer.layer).__name__})" if isinstance(layer, keras.layers.TimeDistributed) else name
    )


def output_shape(layer: "keras.Layer") -> tuple[int | None, ...]:
    """The shape of the layer's first output; a shared layer has two of one shape."""
    return tuple(layer._inbound_nodes[0].outputs[0].shape)


def rows_of_keras(model: "keras.Model") -> tuple[SummaryRow, ...]:
    return tuple(
        SummaryRow(
            name=layer.name,
            layer=class_name(layer),
            output_shape=output_shape(layer),
            parameters=layer.count_params(),
        )
        for layer in model.layers
    )


def without_dropout(rows: tuple[SummaryRow, ...]) -> list[SummaryRow]:
    return [row for row in rows if row.layer != "Dropout"]


@pytest.mark.parametrize("architecture", ARCHITECTURES)
@pytest.mark.parametrize("layers", [1, 3])
@pytest.mark.parametrize("head", HEADS)
def test_rows_are_the_layers_of_the_keras_model(head, layers, architecture):
    direction, merge_mode, shared = architecture
    fields = {"direction": direction, "merge_mode": merge_mode, "shared_weights": shared, "layers": layers}
    variants = [
        ({"head_units": 5, "dropout": 0.2}, {"timesteps": 7, "masking": True}),
        ({"cell": "GRU", "embedding": 3, "dropout": 0.2}, {}),
        ({"cell": "SimpleRNN"}, {"timesteps": 4}),
    ]
    for changes, options in variants:
        config = ModelConfig(units=3, head=head, **fields, **changes)
        model = build_model(config, features=4, outputs=2, **options)
        rows = summary_rows(config, features=4, outputs=2, **options)
        expected = rows_of_keras(model)
        assert set(rows) == set(expected)
        # Keras puts the Dropout layer of a backward stack before the forward one's; the table does not.
        assert without_dropout(rows) == without_dropout(expected)
        assert sum(row.parameters for row in rows) == model.count_params()


@pytest.mark.parametrize("cell", CELL_NAMES)
def test_total_is_the_number_of_parameters(cell):
    config = ModelConfig(cell=cell, layers=2, shared_weights=True, head_units=4)
    rows = summary_rows(config, features=3, outputs=5)
    assert sum(row.parameters for row in rows) == count_parameters(config, features=3, outputs=5)


def test_textbook_table_by_hand():
    rows = summary_rows(ModelConfig(), features=1, outputs=1, timesteps=10)
    assert [(row.name, row.layer, row.output_shape, row.parameters) for row in rows] == [
        ("inputs", "InputLayer", (None, 10, 1), 0),
        ("bidirectional_0", "Bidirectional(LSTM)", (None, 10, 100), 20_800),
        ("output", "TimeDistributed(Dense)", (None, 10, 1), 101),
    ]
