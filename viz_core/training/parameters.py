"""All parameters of a network in one flat array, laid out for the training loops.

In: a config, the widths of input and output; weights in the order of `get_weights()`. Out: `Parameters`, and
the weights back.

A reader's kernel, recurrent kernel and biases are one matrix, see `Matrix`. Since Adam, RMSprop and SGD treat
each number by itself, they learn this form as they would learn Keras's; numbers of the matrix that Keras does
not have stay at zero, because their gradient does.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from viz_core.arrays import Floats, Floats32
from viz_core.config import ModelConfig
from viz_core.network.weights import (
    CellWeights,
    DenseWeights,
    Head,
    WeightSpec,
    head_names,
    owners,
    unpack,
    weight_specs,
)
from viz_core.training.kernels import COLUMNS


@dataclass(frozen=True, kw_only=True, eq=False)
class Matrix:
    """What one reader of one layer multiplies its state and its inputs with.

    Rows: `units` for the state; for GRU one for the recurrent bias; then the inputs; at last the bias.
    Columns: see `viz_core.training.kernels`.

    Attributes:
        cell: its kind.
        units: width of its state.
        values: `(rows, columns)`.
    """

    cell: str
    units: int
    values: Floats32

    @property
    def inputs(self) -> int:
        """The row of the first input."""
        return first_input(self.cell, self.units)

    def take(self, weights: CellWeights) -> None:
        """Fill the matrix from Keras's arrays."""
        for whole, part, place in self._parts(weights):
            self.values[place] = whole[part]

    def give(self, weights: CellWeights) -> None:
        """Fill Keras's arrays from the matrix."""
        for whole, part, place in self._parts(weights):
            whole[part] = self.values[place]

    def clear_gaps(self) -> None:
        """Put zero where Keras has no number: GRU's candidate is fed by inputs and by the state apart."""
        if self.cell == "GRU":
            self.values[: self.inputs, 2 * self.units : 3 * self.units] = 0
            self.values[self.inputs :, 3 * self.units :] = 0

    def _parts(self, weights: CellWeights) -> list[tuple[Floats, Any, Any]]:
        """Which part of which of Keras's arrays goes where in the matrix."""
        every, state, inputs = slice(None), slice(0, self.units), slice(self.inputs, -1)
        if self.cell != "GRU":
            return [
                (weights.recurrent_kernel, every, state),
                (weights.kernel, every, inputs),
                (weights.bias, every, -1),
            ]
        both, rest = slice(0, 2 * self.units), slice(2 * self.units, None)
        fed, kept = slice(0, 3 * self.units), slice(3 * self.units, None)
        return [
            (weights.recurrent_kernel, (every, both), (state, both)),
            (weights.recurrent_kernel, (every, rest), (state, kept)),
            (weights.kernel, every, (inputs, fed)),
            (weights.bias, 0, (-1, fed)),
            (weights.bias, (1, both), (self.units, both)),
            (weights.bias, (1, rest), (self.units, kept)),
        ]


def first_input(cell: str, units: int) -> int:
    """The row of a `Matrix` with the first input."""
    return units + (cell == "GRU")


class Parameters:
    """Values, or a gradient, of a whole network.

    Attributes:
        flat: every number, `(numbers,)`; all else are views into it.
        embedding: `(vocabulary, embedding)`, or None.
        layers: per recurrent layer: direction -> matrix (the same object twice when shared).
        heads: as in `viz_core.network.weights.NetworkWeights`.
    """

    def __init__(self, config: ModelConfig, *, features: int, outputs: int) -> None:
        """All zeros.

        Args:
            config: the network.
            features: width of the input, or size of the vocabulary with an embedding.
            outputs: width of the output.
        """
        self._config = config
        self._specs = weight_specs(config, features=features, outputs=outputs)
        shapes = [shape for spec in self._specs for shape in _shapes(spec, config)]
        self.flat = np.zeros(sum(map(math.prod, shapes)), np.float32)
        views = _views(self.flat, shapes)
        self.embedding = next(views) if config.embedding else None
        self.layers = tuple(self._layer(views) for _ in range(config.depth))
        names = head_names(config)
        hidden = [_dense(views) if config.head_units else None for _ in names]
        self.heads = tuple(Head(hidden=one, output=_dense(views)) for one in hidden)

    def _layer(self, views: Iterator[Floats32]) -> dict[str, Matrix]:
        cell, units = self._config.cell, self._config.units
        owned = {owner: Matrix(cell=cell, units=units, values=next(views)) for owner in owners(self._config)}
        return {reader: owned.get(reader) or owned["shared"] for reader in self._config.readers}

    def take(self, weights: Sequence[Floats]) -> None:
        """Take over weights in the order of `get_weights()`.

        Raises:
            ValueError: they do not fit the network.
        """
        for layer, given in zip(self.layers, unpack(weights, self._config).layers, strict=True):
            for reader, matrix in layer.items():
                matrix.take(given[reader])
        for ours, theirs in self._beside(weights):
            ours[:] = theirs

    def weights(self) -> tuple[Floats32, ...]:
        """A copy of the weights, in the order of `get_weights()`."""
        copies = tuple(np.empty(spec.shape, np.float32) for spec in self._specs)
        for layer, wanted in zip(self.layers, unpack(copies, self._config).layers, strict=True):
            for reader, matrix in layer.items():
                matrix.give(wanted[reader])
        for ours, theirs in self._beside(copies):
            theirs[:] = ours
        return copies

    def clear_gaps(self) -> None:
        """Put zero where Keras has no number."""
        for layer in self.layers:
            for matrix in layer.values():
                matrix.clear_gaps()

    def _beside(self, weights: Sequence[Any]) -> Iterator[tuple[Floats32, Any]]:
        """Embedding and dense arrays, which are here as they are in Keras, with their counterparts."""
        dense = [one for head in self.heads if (one := head.hidden)] + [head.output for head in self.heads]
        ours = [array for one in dense for array in (one.kernel, one.bias)]
        if self.embedding is not None:
            yield self.embedding, weights[0]
        yield from zip(ours, weights[len(weights) - len(ours) :], strict=True)


def _shapes(spec: WeightSpec, config: ModelConfig) -> list[tuple[int, ...]]:
    """The arrays here that begin where one of Keras's does: a reader has one instead of three."""
    if not spec.name.startswith("layer"):
        return [spec.shape]
    if not spec.name.endswith("/kernel"):
        return []
    rows = first_input(config.cell, config.units) + spec.shape[0] + 1
    return [(rows, COLUMNS[config.cell] * config.units)]


def _views(flat: Floats32, shapes: Sequence[tuple[int, ...]]) -> Iterator[Floats32]:
    ends = np.cumsum([math.prod(shape) for shape in shapes])
    return (part.reshape(shape) for part, shape in zip(np.split(flat, ends[:-1]), shapes, strict=True))


def _dense(views: Iterator[Floats32]) -> DenseWeights:
    return DenseWeights(kernel=next(views), bias=next(views))
