"""PyTorch: `nn.RNN`, `nn.LSTM` or `nn.GRU` in a plain loop with fused Adam, compiled or not.

In: a workload. Out: rounds.

PyTorch adds two biases to the gates where Keras has one (SimpleRNN, LSTM). The second one stays zero and is
not trained, so that both networks are the same and learn the same.
"""

import time
from typing import Any

import numpy as np
import torch
from torch import nn

from benchmarks.contestants import Round
from benchmarks.workloads import Workload
from viz_core.config import ModelConfig
from viz_core.network.weights import CellWeights, DenseWeights, NetworkWeights, unpack

CELLS = {"SimpleRNN": nn.RNN, "LSTM": nn.LSTM, "GRU": nn.GRU}
SUFFIXES = {"forward": "", "backward": "_reverse"}


class PyTorch:
    """One network and its optimizer, on a given number of threads."""

    def __init__(self, workload: Workload, *, threads: int, compiled: bool = False) -> None:
        torch.set_num_threads(threads)
        data = workload.sequences()
        self._inputs = torch.from_numpy(data.inputs)
        targets = torch.from_numpy(data.targets)
        self._single = workload.outputs == 1
        self._targets = targets.float() if self._single else targets.long()
        self._loss = nn.BCEWithLogitsLoss() if self._single else nn.CrossEntropyLoss()
        network = _Network(workload)
        trained = [one for one in network.parameters() if one.requires_grad]
        self._batch, self._network = workload.batch, torch.compile(network) if compiled else network
        self.parameters = sum(one.numel() for one in trained)
        self._optimizer = torch.optim.Adam(trained, lr=workload.learning_rate, eps=1e-7, fused=True)

    def round(self, rows: Any) -> Round:
        """One epoch; loss and right answers are added up as the others do."""
        started = time.perf_counter()
        loss, right = torch.zeros(()), torch.zeros((), dtype=torch.int64)
        batches = torch.from_numpy(rows).split(self._batch)
        for batch in batches:
            logits, targets = self._network(self._inputs[batch]), self._targets[batch]
            pair = (logits, targets) if self._single else (logits.flatten(0, -2), targets.flatten())
            found = self._loss(*pair)
            self._optimizer.zero_grad()
            found.backward()
            self._optimizer.step()
            loss += found.detach()
            right += _right(logits.detach(), targets)
        mean = float(loss) / len(batches)
        return Round(seconds=time.perf_counter() - started, loss=mean)


def _right(logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    answers = logits > 0 if targets.is_floating_point() else logits.argmax(-1)
    return (answers == targets).sum()


class _Network(nn.Module):
    """Optional embedding, stacked bidirectional cells, a decoder where the network has one, a linear head."""

    def __init__(self, workload: Workload) -> None:
        super().__init__()
        config = workload.model
        self._per_step, self._single = config.head == "per_step", workload.outputs == 1
        self._timesteps = workload.timesteps
        width = config.embedding or workload.features
        self.embedding = nn.Embedding(workload.features, width) if config.embedding else None
        self.cell = CELLS[config.cell](
            width, config.units, config.layers, batch_first=True, bidirectional=config.bidirectional
        )
        self.decoder = (
            CELLS[config.cell](config.width, config.units, batch_first=True, bidirectional=True)
            if config.decodes
            else None
        )
        self.head = nn.Linear(config.width, workload.outputs)
        _copy(self, config, unpack(workload.weights(), config))

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        states = inputs if self.embedding is None else self.embedding(inputs)
        states, last = self.cell(states)
        if not self._per_step:
            hidden = last[0] if isinstance(last, tuple) else last
            states = torch.cat([hidden[-2], hidden[-1]], dim=-1)
        if self.decoder is not None:
            states, _ = self.decoder(states[:, None].repeat(1, self._timesteps, 1))
        logits = self.head(states)
        return logits[..., 0] if self._single else logits


@torch.no_grad()
def _copy(network: _Network, config: ModelConfig, weights: NetworkWeights) -> None:
    """Give the network weights in Keras's layout."""
    if network.embedding is not None:
        network.embedding.weight.copy_(torch.from_numpy(weights.embedding))
    for layer, readers in enumerate(weights.layers):
        of_encoder = layer < config.layers
        for reader, cell in readers.items():
            suffix = f"_l{layer if of_encoder else 0}{SUFFIXES[reader]}"
            _copy_cell(network.cell if of_encoder else network.decoder, config.cell, suffix, cell)
    _copy_dense(network.head, weights.heads[0].output)


def _copy_dense(linear: nn.Linear, weights: DenseWeights) -> None:
    linear.weight.copy_(torch.from_numpy(weights.kernel.T))
    linear.bias.copy_(torch.from_numpy(weights.bias))


def _copy_cell(cell: nn.Module, name: str, suffix: str, weights: CellWeights) -> None:
    biases = weights.bias if name == "GRU" else np.stack([weights.bias, np.zeros_like(weights.bias)])
    arrays = {"weight_ih": weights.kernel, "weight_hh": weights.recurrent_kernel}
    arrays |= {"bias_ih": biases[0], "bias_hh": biases[1]}
    for key, array in arrays.items():
        getattr(cell, key + suffix).copy_(torch.from_numpy(_gates(name, array).T.copy()))
    getattr(cell, "bias_hh" + suffix).requires_grad_(name == "GRU")


def _gates(name: str, array: np.ndarray) -> np.ndarray:
    """Keras's order of gates in PyTorch's: GRU z r h becomes r z n; LSTM i f c o stays."""
    if name != "GRU":
        return array
    update, reset, candidate = np.split(array, 3, axis=-1)
    return np.concatenate([reset, update, candidate], axis=-1)
