"""The weights of a network: their names, shapes, first values, and who owns which.

In: a `ModelConfig`, and weights as a flat sequence in the order of `keras.Model.get_weights()`.
Out: the same weights sorted by layer, direction and head; freshly drawn ones; parameter counts.
`models.build_model` is tested to have
exactly this order.

The order: first the optional embedding table; for each recurrent layer its readers, forward first, each with
kernel, recurrent kernel, bias (once only when the weights are shared), a decoder last; then kernel and bias
of the optional hidden Dense layer; then kernel and bias of the output layer. With `merge_mode` 'none' each of
the two dense parts comes twice, forward first.
Gates stand side by side along the last axis: LSTM i f c o, GRU z r h with `reset_after=True` (bias
`(2, 3 * units)`: input bias, recurrent bias). Source: https://keras.io/api/layers/recurrent_layers/
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import prod

import numpy as np

from viz_core.arrays import Floats, Floats32, Floats64
from viz_core.config import ModelConfig

# All weights of a network, float32, in the order of `keras.Model.get_weights()`.
Weights = tuple[Floats32, ...]

GATES = {"SimpleRNN": ("h",), "LSTM": ("i", "f", "c", "o"), "GRU": ("z", "r", "h")}


@dataclass(frozen=True, kw_only=True, eq=False)
class CellWeights:
    """The parameters of one reader of one layer.

    Attributes:
        kernel: `(features, gates * units)`.
        recurrent_kernel: `(units, gates * units)`.
        bias: `(gates * units,)`; for GRU `(2, 3 * units)`.
    """

    kernel: Floats
    recurrent_kernel: Floats
    bias: Floats


@dataclass(frozen=True, kw_only=True, eq=False)
class DenseWeights:
    """A Dense layer: kernel `(inputs, outputs)` and bias `(outputs,)`."""

    kernel: Floats
    bias: Floats


@dataclass(frozen=True, kw_only=True, eq=False)
class Head:
    """What turns states into logits: the optional hidden Dense layer (tanh), then the output layer."""

    hidden: DenseWeights | None
    output: DenseWeights


@dataclass(frozen=True, kw_only=True, eq=False)
class NetworkWeights:
    """All parameters, by owner.

    Attributes:
        embedding: `(vocabulary, embedding)`, or None.
        layers: per recurrent layer: direction -> parameters (the same object twice when shared); the decoder
            of an encoder-decoder is the last.
        heads: one head; with `merge_mode` 'none' two, forward first.
    """

    embedding: Floats | None
    layers: tuple[dict[str, CellWeights], ...]
    heads: tuple[Head, ...]


@dataclass(frozen=True, kw_only=True)
class WeightSpec:
    """Name and shape of one array, for example `layer0/forward/kernel`, (1, 200)."""

    name: str
    shape: tuple[int, ...]

    @property
    def size(self) -> int:
        """How many numbers it holds."""
        return prod(self.shape)


def _cell_specs(owner: str, cell: str, features: int, units: int) -> list[WeightSpec]:
    wide = len(GATES[cell]) * units
    bias = (2, wide) if cell == "GRU" else (wide,)
    return [
        WeightSpec(name=f"{owner}/kernel", shape=(features, wide)),
        WeightSpec(name=f"{owner}/recurrent_kernel", shape=(units, wide)),
        WeightSpec(name=f"{owner}/bias", shape=bias),
    ]


def _dense_specs(owner: str, inputs: int, outputs: int) -> list[WeightSpec]:
    return [
        WeightSpec(name=f"{owner}/kernel", shape=(inputs, outputs)),
        WeightSpec(name=f"{owner}/bias", shape=(outputs,)),
    ]


def owners(config: ModelConfig) -> tuple[str, ...]:
    """Who owns recurrent weights in each layer: the readers, or one 'shared' owner for both."""
    return ("shared",) if config.bidirectional and config.shared_weights else config.readers


def head_names(config: ModelConfig) -> tuple[str, ...]:
    """One unnamed head, or with `merge_mode` 'none' one for each reader, as suffixes of trace names."""
    return ("/forward", "/backward") if config.bidirectional and config.merge_mode == "none" else ("",)


def weight_specs(config: ModelConfig, *, features: int, outputs: int) -> list[WeightSpec]:
    """Name and shape of every array, in the order of `get_weights()`.

    Args:
        config: the network.
        features: width of the input at each step; with an embedding the size of the vocabulary.
        outputs: width of the output.
    """
    specs: list[WeightSpec] = []
    if config.embedding:
        specs.append(WeightSpec(name="embedding", shape=(features, config.embedding)))
    for layer in range(config.depth):
        width = (config.embedding or features) if layer == 0 else config.width
        for owner in owners(config):
            specs += _cell_specs(f"layer{layer}/{owner}", config.cell, width, config.units)
    head_inputs = config.width
    if config.head_units:
        for suffix in head_names(config):
            specs += _dense_specs(f"head/hidden{suffix}", config.width, config.head_units)
        head_inputs = config.head_units
    for suffix in head_names(config):
        specs += _dense_specs(f"head/output{suffix}", head_inputs, outputs)
    return specs


def count_parameters(config: ModelConfig, *, features: int, outputs: int) -> int:
    """How many numbers training can change."""
    return sum(spec.size for spec in weight_specs(config, features=features, outputs=outputs))


def unpack(weights: Sequence[Floats], config: ModelConfig) -> NetworkWeights:
    """Sort a flat list of weights by owner.

    Args:
        weights: arrays in the order of `get_weights()`.
        config: the network they belong to.

    Raises:
        ValueError: there are more or fewer arrays than the network has, or a shape does not fit.
    """
    features, outputs = _ends(weights)
    specs = weight_specs(config, features=features, outputs=outputs)
    shapes = [np.shape(array) for array in weights]
    if shapes != [spec.shape for spec in specs]:
        expected = ", ".join(f"{spec.name} {spec.shape}" for spec in specs)
        raise ValueError(f"`weights` must be {expected}; got the shapes {shapes}.")
    rest = iter(weights)
    embedding = next(rest) if config.embedding else None
    layers = tuple(_take_layer(rest, config) for _ in range(config.depth))
    heads = head_names(config)
    hidden = [_take_dense(rest) if config.head_units else None for _ in heads]
    output = [_take_dense(rest) for _ in heads]
    return NetworkWeights(
        embedding=embedding,
        layers=layers,
        heads=tuple(Head(hidden=one, output=two) for one, two in zip(hidden, output, strict=True)),
    )


def _ends(weights: Sequence[Floats]) -> tuple[int, int]:
    """Width of the input and of the output, read off the first and the last array."""
    if len(weights) == 0 or np.ndim(weights[0]) != 2 or np.ndim(weights[-1]) != 1:
        raise ValueError(
            "`weights` must be the arrays of `model.get_weights()`, a kernel first and a bias last; "
            f"got {len(weights)} arrays."
        )
    return np.shape(weights[0])[0], np.shape(weights[-1])[0]


def _take_layer(rest: Iterator[Floats], config: ModelConfig) -> dict[str, CellWeights]:
    taken = {}
    for owner in owners(config):
        taken[owner] = CellWeights(kernel=next(rest), recurrent_kernel=next(rest), bias=next(rest))
    return {reader: taken[reader if reader in taken else "shared"] for reader in config.readers}


def _take_dense(rest: Iterator[Floats]) -> DenseWeights:
    return DenseWeights(kernel=next(rest), bias=next(rest))


def initial_weights(
    config: ModelConfig, *, features: int, outputs: int, rng: np.random.Generator
) -> tuple[Floats32, ...]:
    """Draw first weights as Keras does by default.

    The embedding uniform within 0.05, kernels Glorot uniform (Glorot & Bengio 2010), recurrent kernels
    orthogonal (Saxe et al. 2014), biases zero but for LSTM's forget gate, which starts at one
    (Jozefowicz et al. 2015, `unit_forget_bias`).

    Returns:
        Arrays in the order of `get_weights()`.
    """
    return tuple(
        _draw(spec, config, rng).astype(np.float32)
        for spec in weight_specs(config, features=features, outputs=outputs)
    )


def _draw(spec: WeightSpec, config: ModelConfig, rng: np.random.Generator) -> Floats64:
    kind = spec.name.rsplit("/", 1)[-1]
    if kind == "recurrent_kernel":
        return _orthogonal(spec.shape, rng)
    if kind == "embedding":
        return rng.uniform(-0.05, 0.05, spec.shape)
    if kind == "kernel":
        limit = np.sqrt(6 / sum(spec.shape))
        return rng.uniform(-limit, limit, spec.shape)
    bias = np.zeros(spec.shape)
    if spec.name.startswith("layer") and config.cell == "LSTM":
        bias[config.units : 2 * config.units] = 1
    return bias


def _orthogonal(shape: tuple[int, ...], rng: np.random.Generator) -> Floats64:
    """A matrix whose rows are orthonormal (as Keras: QR of a Gaussian, signs made unique)."""
    rows, columns = shape
    q, r = np.linalg.qr(rng.normal(size=(columns, rows)))
    return (q * np.sign(np.diag(r))).T
