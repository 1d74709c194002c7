"""Weights: names, counts, owners, and first values drawn as Keras draws them."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from viz_core.config import CELL_NAMES, HEADS, MERGE_MODES, ModelConfig
from viz_core.network.weights import (
    count_parameters,
    head_names,
    initial_weights,
    owners,
    unpack,
    weight_specs,
)

ARCHITECTURES = [
    ("forward", "concat", False),
    ("backward", "concat", False),
    *product(["bidirectional"], MERGE_MODES, [False, True]),
]


def make_config(architecture: tuple[str, str, bool], **fields) -> ModelConfig:
    direction, merge_mode, shared = architecture
    return ModelConfig(direction=direction, merge_mode=merge_mode, shared_weights=shared, **fields)


def drawn(
    config: ModelConfig, *, features: int = 2, outputs: int = 3, seed: int = 0
) -> dict[str, np.ndarray]:
    weights = initial_weights(config, features=features, outputs=outputs, rng=np.random.default_rng(seed))
    names = [spec.name for spec in weight_specs(config, features=features, outputs=outputs)]
    return dict(zip(names, weights, strict=True))


# Names and counts.


def test_names_and_shapes_of_two_stacked_layers_by_hand():
    specs = weight_specs(ModelConfig(cell="GRU", units=4, layers=2, head_units=5), features=3, outputs=2)
    assert [(spec.name, spec.shape) for spec in specs] == [
        ("layer0/forward/kernel", (3, 12)),
        ("layer0/forward/recurrent_kernel", (4, 12)),
        ("layer0/forward/bias", (2, 12)),
        ("layer0/backward/kernel", (3, 12)),
        ("layer0/backward/recurrent_kernel", (4, 12)),
        ("layer0/backward/bias", (2, 12)),
        ("layer1/forward/kernel", (8, 12)),
        ("layer1/forward/recurrent_kernel", (4, 12)),
        ("layer1/forward/bias", (2, 12)),
        ("layer1/backward/kernel", (8, 12)),
        ("layer1/backward/recurrent_kernel", (4, 12)),
        ("layer1/backward/bias", (2, 12)),
        ("head/hidden/kernel", (8, 5)),
        ("head/hidden/bias", (5,)),
        ("head/output/kernel", (5, 2)),
        ("head/output/bias", (2,)),
    ]


def test_two_unmerged_stacks_have_two_heads():
    specs = weight_specs(ModelConfig(units=4, merge_mode="none", head_units=5), features=1, outputs=2)
    assert [spec.name for spec in specs if spec.name.startswith("head")] == [
        *("head/hidden/forward/kernel", "head/hidden/forward/bias"),
        *("head/hidden/backward/kernel", "head/hidden/backward/bias"),
        *("head/output/forward/kernel", "head/output/forward/bias"),
        *("head/output/backward/kernel", "head/output/backward/bias"),
    ]


@pytest.mark.parametrize(
    ("config", "features", "count"),
    [
        (ModelConfig(), 1, 20_800 + 101),
        (ModelConfig(merge_mode="sum"), 1, 20_800 + 51),
        (ModelConfig(merge_mode="none"), 1, 20_800 + 2 * 51),
        (ModelConfig(shared_weights=True), 1, 10_400 + 101),
        (ModelConfig(direction="backward"), 1, 10_400 + 51),
        (ModelConfig(head_units=7), 1, 20_800 + 707 + 8),
        (ModelConfig(cell="SimpleRNN", units=32, direction="forward", embedding=32), 10_000, 322_080 + 33),
        (
            ModelConfig(cell="SimpleRNN", units=32, direction="forward", embedding=32, layers=4),
            10_000,
            328_320 + 33,
        ),
    ],
)
def test_parameters_are_counted_as_the_textbook_does(config, features, count):
    assert count_parameters(config, features=features, outputs=1) == count


def test_owners_and_heads_by_architecture():
    assert owners(ModelConfig()) == ("forward", "backward")
    assert owners(ModelConfig(shared_weights=True)) == ("shared",)
    assert owners(ModelConfig(direction="backward", shared_weights=True)) == ("backward",)
    assert head_names(ModelConfig()) == ("",)
    assert head_names(ModelConfig(merge_mode="none")) == ("/forward", "/backward")
    assert head_names(ModelConfig(direction="forward", merge_mode="none")) == ("",)


# Sorting.


@pytest.mark.parametrize("architecture", ARCHITECTURES)
@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("cell", CELL_NAMES)
def test_every_array_reaches_its_owner(cell, head, architecture):
    config = make_config(architecture, cell=cell, units=3, layers=2, head=head, head_units=4, embedding=5)
    weights = drawn(config, features=7)
    network = unpack(list(weights.values()), config)
    assert network.embedding is weights["embedding"]
    for number, layer in enumerate(network.layers):
        assert tuple(layer) == config.readers
        for reader, one in layer.items():
            owner = "shared" if "shared" in owners(config) else reader
            assert one.kernel is weights[f"layer{number}/{owner}/kernel"]
            assert one.recurrent_kernel is weights[f"layer{number}/{owner}/recurrent_kernel"]
            assert one.bias is weights[f"layer{number}/{owner}/bias"]
    for suffix, one in zip(head_names(config), network.heads, strict=True):
        assert one.hidden is not None
        assert one.hidden.kernel is weights[f"head/hidden{suffix}/kernel"]
        assert one.output.bias is weights[f"head/output{suffix}/bias"]


def test_a_network_may_have_neither_embedding_nor_hidden_layer():
    config = ModelConfig(units=3)
    network = unpack(list(drawn(config).values()), config)
    assert network.embedding is None
    assert network.heads[0].hidden is None


def test_shared_weights_are_one_object_twice():
    config = ModelConfig(units=3, shared_weights=True)
    (layer,) = unpack(list(drawn(config).values()), config).layers
    assert layer["forward"] is layer["backward"]


def test_weights_of_another_network_are_refused():
    config = ModelConfig(units=3)
    weights = list(drawn(config).values())
    with pytest.raises(
        ValueError, match=r"`weights` must be layer0/forward/kernel \(2, 9\), .*; got the shapes"
    ):
        unpack(weights, replace(config, cell="GRU"))
    with pytest.raises(ValueError, match="`weights` must be .*; got the shapes"):
        unpack(weights[:3] + weights[6:], config)


@pytest.mark.parametrize("weights", [[], [np.zeros(3)], [np.zeros((2, 2)), np.zeros((2, 2))]])
def test_what_is_not_a_list_of_weights_is_refused(weights):
    with pytest.raises(ValueError, match=f"a kernel first and a bias last; got {len(weights)} arrays"):
        unpack(weights, ModelConfig())


# First values.


@pytest.mark.parametrize("architecture", ARCHITECTURES)
@pytest.mark.parametrize("cell", CELL_NAMES)
def test_drawn_weights_have_the_shapes_of_the_specs(cell, architecture):
    config = make_config(architecture, cell=cell, units=3, layers=3, head_units=2, embedding=4)
    specs = weight_specs(config, features=6, outputs=2)
    weights = drawn(config, features=6, outputs=2)
    assert [one.shape for one in weights.values()] == [spec.shape for spec in specs]
    assert {one.dtype for one in weights.values()} == {np.dtype(np.float32)}


@pytest.mark.parametrize("cell", CELL_NAMES)
def test_kernels_fill_the_glorot_range(cell):
    weights = drawn(ModelConfig(cell=cell, units=40, head_units=30), features=20)
    for name in ("layer0/forward/kernel", "layer0/backward/kernel", "head/hidden/kernel"):
        limit = np.sqrt(6 / sum(weights[name].shape))
        assert 0.98 * limit < np.abs(weights[name]).max() <= limit
        assert weights[name].std() == pytest.approx(limit / np.sqrt(3), rel=0.06)


@pytest.mark.parametrize("cell", CELL_NAMES)
@pytest.mark.parametrize("units", [1, 2, 25])
def test_recurrent_kernels_have_orthonormal_rows(units, cell):
    kernel = drawn(ModelConfig(cell=cell, units=units))["layer0/forward/recurrent_kernel"]
    np.testing.assert_allclose(kernel @ kernel.T, np.eye(units), atol=1e-5)


def test_forget_gates_start_open_and_all_other_biases_at_zero():
    weights = drawn(ModelConfig(units=4, layers=2, head_units=3))
    for name, bias in weights.items():
        if not name.endswith("bias"):
            continue
        expected = np.zeros_like(bias)
        if name.startswith("layer"):
            expected[4:8] = 1
        np.testing.assert_array_equal(bias, expected)
    for cell in ("SimpleRNN", "GRU"):
        assert not drawn(ModelConfig(cell=cell, units=4))["layer0/forward/bias"].any()


def test_embeddings_lie_within_five_hundredths():
    table = drawn(ModelConfig(units=2, embedding=16), features=200)["embedding"]
    assert 0.049 < np.abs(table).max() <= 0.05


def test_the_generator_decides_the_draw():
    config = ModelConfig(units=3)
    one, same, other = drawn(config, seed=1), drawn(config, seed=1), drawn(config, seed=2)
    for name in one:
        np.testing.assert_array_equal(one[name], same[name])
    assert (one["layer0/forward/kernel"] != other["layer0/forward/kernel"]).any()
    assert (one["layer0/forward/kernel"] != one["layer0/backward/kernel"]).any()


@pytest.mark.parametrize("cell", CELL_NAMES)
def test_drawn_weights_are_distributed_as_keras_distributes_them(cell):
    keras = pytest.importorskip("keras")
    from models import build_model

    keras.utils.set_random_seed(4)
    config = ModelConfig(cell=cell, units=48, embedding=24)
    model = build_model(config, features=300, outputs=40)
    levels = np.linspace(0.02, 0.98, 25)
    for theirs, (name, ours) in zip(
        model.get_weights(), drawn(config, features=300, outputs=40).items(), strict=True
    ):
        spread = max(float(theirs.std()), 1e-6)
        np.testing.assert_allclose(
            np.quantile(ours, levels) / spread, np.quantile(theirs, levels) / spread, atol=0.2, err_msg=name
        )
