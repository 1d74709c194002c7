"""The network as training runs it: from a batch to its loss and the gradient, written for speed.

In: parameters, a batch. Out: loss, right answers, gradient.

A stream is what one or both readers read: a tuple with one array for both, or with `merge_mode` 'none' from
the second layer on one for each. Arrays are `(time, batch, width)`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from viz_core.arrays import Floats, Ints32
from viz_core.config import ModelConfig
from viz_core.network.merges import MERGES
from viz_core.network.weights import DenseWeights, Head
from viz_core.training.cross_entropy import cross_entropy
from viz_core.training.data import Minibatch
from viz_core.training.dense import dense, dense_back
from viz_core.training.embedding import add_up, look_up
from viz_core.training.kernels import CELLS
from viz_core.training.parameters import Parameters
from viz_core.training.reader import Reader, Side

Streams = Sequence[Floats]
Layer = dict[str, Reader]


@dataclass(frozen=True, kw_only=True, eq=False)
class BatchResult:
    """What a batch showed.

    Attributes:
        loss: the weighted sum of the answers' losses, of all heads.
        right: for each answer the share of heads that are right, `(time, batch)` or `(batch,)`; 0 where none
            is asked for.
    """

    loss: float
    right: Floats


class Network:
    """One network, with room for batches of one size."""

    def __init__(self, config: ModelConfig, *, features: int, timesteps: int, batch: int) -> None:
        """Make room.

        Args:
            config: the network.
            features: width of the input, or size of the vocabulary with an embedding.
            timesteps: length of every sequence.
            batch: how many sequences.
        """
        self._config = config
        self._layers = [
            {
                reader: Reader(
                    config.cell,
                    units=config.units,
                    features=config.width if layer else config.embedding or features,
                    timesteps=timesteps,
                    batch=batch,
                    backward=reader == "backward",
                    each_step=layer != config.layers - 1 or config.head == "per_step",
                    gives_back=bool(layer or config.embedding),
                )
                for reader in config.readers
            }
            for layer in range(config.depth)
        ]
        self._kept: list[Streams] = []

    def sides(self, parameters: Parameters, gradient: Parameters) -> tuple[int, int, Side, Side]:
        """The first layer, for loops that need no network.

        Returns:
            Its cell, as `viz_core.training.kernels` numbers them; the row of its first input; both readers.
        """
        layer, matrices, gradients = self._layers[0], parameters.layers[0], gradient.layers[0]
        forward, backward = (
            layer[name].side(matrices[name], gradients[name]) for name in self._config.readers
        )
        return CELLS[self._config.cell], matrices["forward"].inputs, forward, backward

    def evaluate(self, parameters: Parameters, batch: Minibatch) -> BatchResult:
        """Run a batch forward, nothing dropped out."""
        streams = self._read(parameters, batch, 0.0, None)
        return self._answer(parameters, None, batch, batch.weights, streams)[0]

    def learn(
        self,
        parameters: Parameters,
        gradient: Parameters,
        batch: Minibatch,
        share: float,
        *,
        dropout: float = 0.0,
        rng: np.random.Generator | None = None,
    ) -> BatchResult:
        """Run a batch forward and back.

        Args:
            parameters: the weights.
            gradient: of the weights; overwritten.
            batch: the sequences.
            share: what each answer counts: one over all answers of which this gradient is the mean.
            dropout: share of each layer's inputs to leave out; read only with `rng`.
            rng: decides what is dropped out; None for nothing.
        """
        gradient.flat[:] = 0
        streams = self._read(parameters, batch, dropout, rng)
        weights = batch.weights * np.float32(share)
        found, d_streams = self._answer(parameters, gradient, batch, weights, streams)
        self._back(parameters, gradient, batch, d_streams)
        gradient.clear_gaps()
        return found

    def _read(
        self, parameters: Parameters, batch: Minibatch, dropout: float, rng: np.random.Generator | None
    ) -> Streams:
        """What reaches each head: `(time, batch, width)`, or `(batch, width)` with 'final_state'."""
        streams: Streams = ()
        self._kept = []
        for number, (layer, matrices) in enumerate(zip(self._layers, parameters.layers, strict=True)):
            decoder = number == self._config.layers
            if number:
                _hand_on(layer, streams)
            else:
                self._look(layer, parameters, batch)
            self._kept.append(_drop(layer, max(1, len(streams)), dropout, None if decoder else rng))
            for name, reader in layer.items():
                reader.read(matrices[name], None if decoder else batch.mask)
            streams = self._merge([reader.states for reader in layer.values()])
        return streams

    def _look(self, layer: Layer, parameters: Parameters, batch: Minibatch) -> None:
        """The first layer's inputs: numbers, or the vectors of words."""
        for reader in layer.values():
            if parameters.embedding is None:
                reader.inputs[:] = batch.inputs.swapaxes(0, 1)
            else:
                look_up(parameters.embedding, batch.inputs, reader.inputs)

    def _merge(self, states: Streams) -> Streams:
        """Both readers' states as `merge_mode` says; both as they are with 'none'."""
        if not self._config.bidirectional or self._config.merge_mode == "none":
            return states
        return (MERGES[self._config.merge_mode].apply(*states),)

    def _answer(
        self,
        parameters: Parameters,
        gradient: Parameters | None,
        batch: Minibatch,
        weights: Floats,
        streams: Streams,
    ) -> tuple[BatchResult, Streams]:
        """Loss and right answers; with a gradient to write also that of the streams."""
        d_heads = (None,) * len(streams) if gradient is None else gradient.heads
        each = zip(parameters.heads, d_heads, streams, strict=True)
        found = [_head(head, d_head, states, batch.targets, weights) for head, d_head, states in each]
        losses, rights, d_streams = zip(*found, strict=True)
        right = rights[0] if len(rights) == 1 else sum(rights) / np.float32(len(rights))
        return BatchResult(loss=sum(losses), right=right), d_streams

    def _back(
        self, parameters: Parameters, gradient: Parameters, batch: Minibatch, d_streams: Streams
    ) -> None:
        """From the gradient of what reached the heads to that of all recurrent layers."""
        for number in range(len(self._layers) - 1, -1, -1):
            layer, matrices = self._layers[number], parameters.layers[number]
            for (name, reader), d_states in zip(layer.items(), self._unmerge(layer, d_streams), strict=True):
                reader.back(matrices[name], gradient.layers[number][name], d_states)
            if number:
                self._drop_again(number)
                d_streams = self._gather(layer, whole=number == self._config.layers)
            elif gradient.embedding is not None:
                self._drop_again(number)
                for reader in layer.values():
                    add_up(reader.d_inputs, batch.inputs, gradient.embedding)

    def _drop_again(self, number: int) -> None:
        """No gradient reaches what was dropped out."""
        layer, kept = self._layers[number], self._kept[number]
        if kept:
            for reader, mask in zip(layer.values(), _each(kept, layer), strict=True):
                reader.d_inputs[:] *= mask

    def _unmerge(self, layer: Layer, d_streams: Streams) -> Streams:
        """Each reader's share of the gradient of what the layer gave."""
        if len(d_streams) == len(layer):
            return d_streams
        states = [reader.states for reader in layer.values()]
        return MERGES[self._config.merge_mode].gradient(d_streams[0], *states)

    def _gather(self, layer: Layer, *, whole: bool) -> Streams:
        """The gradient of what a layer read, one per stream; a decoder read one vector again and again."""
        found = [reader.d_inputs for reader in layer.values()]
        apart = self._config.merge_mode == "none" and len(found) == 2
        streams = found if apart else [sum(found[1:], start=found[0])]
        return [one.sum(axis=0) for one in streams] if whole else streams


def _each(streams: Streams, layer: Layer) -> Streams:
    """What each reader of a layer reads: one for all, or its own."""
    return list(streams) * (len(layer) // len(streams))


def _hand_on(layer: Layer, streams: Streams) -> None:
    for reader, states in zip(layer.values(), _each(streams, layer), strict=True):
        reader.inputs[:] = states


def _drop(layer: Layer, streams: int, rate: float, rng: np.random.Generator | None) -> Streams:
    """Leave out a share of a layer's inputs, as `keras.layers.Dropout`; readers of one input miss the same.

    Returns:
        What each stream was multiplied with; nothing if nothing was left out.
    """
    if rng is None:
        return ()
    readers = list(layer.values())
    shape, rest = readers[0].inputs.shape, np.float32(1 - rate)
    kept = [(rng.random(shape, np.float32) >= rate) / rest for _ in range(streams)]
    for reader, mask in zip(readers, _each(kept, layer), strict=True):
        reader.inputs[:] *= mask
    return kept


def _head(
    head: Head, d_head: Head | None, states: Floats, targets: Ints32, weights: Floats
) -> tuple[float, Floats, Floats]:
    """One head's weighted loss, right answers, gradient of what it read (its states without `d_head`)."""
    rows = states.reshape(-1, states.shape[-1])
    inner = rows if head.hidden is None else np.tanh(dense(rows, head.hidden.kernel, head.hidden.bias))
    logits = dense(inner, head.output.kernel, head.output.bias)
    right, d_logits = np.empty(len(rows), np.float32), np.empty_like(logits)
    loss = cross_entropy(logits, targets.reshape(-1), weights.reshape(-1), right, d_logits)
    if d_head is None:
        return loss, right.reshape(targets.shape), states
    d_inner = _dense_back(head.output, d_head.output, inner, d_logits)
    if head.hidden is not None and d_head.hidden is not None:
        d_inner = _dense_back(head.hidden, d_head.hidden, rows, d_inner * (1 - inner * inner))
    return loss, right.reshape(targets.shape), d_inner.reshape(states.shape)


def _dense_back(weights: DenseWeights, d_weights: DenseWeights, inputs: Floats, d_outputs: Floats) -> Floats:
    """Add the gradient of a Dense layer's weights; returns that of its inputs."""
    return dense_back(inputs, weights.kernel, d_outputs, d_weights.kernel, d_weights.bias)
