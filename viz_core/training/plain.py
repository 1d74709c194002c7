"""Many updates of a plain network in one compiled call.

In: a network, sequences of several batches. Out: the same network after all updates; what each showed.

Plain is what most lessons train: one bidirectional layer whose states stand side by side, one Dense layer
that answers; nothing is masked, dropped or embedded. Between the loops of an update of a small network Python
takes half as long as the arithmetic. Here the same loops follow each other without it, in the same order, and
find the same numbers bit for bit.

The loops are handed over as first-class functions: called by name, Numba would compile them once more
(https://numba.readthedocs.io/en/stable/reference/types.html#functions).
"""

import threading
from typing import Any

import numpy as np
from numba import typeof, types

from viz_core.arrays import Floats32, Floats64, Ints32
from viz_core.config import ModelConfig
from viz_core.training.compiled import compiled
from viz_core.training.cross_entropy import cross_entropy
from viz_core.training.data import Minibatch
from viz_core.training.dense import dense, dense_back
from viz_core.training.kernels import GRU, read, read_back
from viz_core.training.network import Network
from viz_core.training.parameters import Parameters
from viz_core.training.reader import NO_MASK

# A worker warms up in one thread and may be asked to train in another.
_compiling = threading.Lock()


def is_plain(model: ModelConfig) -> bool:
    """Whether `updates` can train networks like this."""
    concatenated = model.depth == 1 and model.bidirectional and model.merge_mode == "concat"
    return concatenated and not (model.embedding or model.dropout or model.head_units)


def updates(
    network: Network,
    parameters: Parameters,
    gradient: Parameters,
    batches: Minibatch,
    optimizer: tuple[Any, Floats32],
    number: int,
    rate: float,
) -> Floats64 | None:
    """Learn from whole batches, one after the other.

    Args:
        network: with room for one batch.
        parameters: the weights; updated.
        gradient: room for their gradient; overwritten.
        batches: the sequences of one batch or more; none is masked.
        optimizer: the update rule, and the slots that it keeps; those are updated.
        number: of the first of these updates, from 1.
        rate: the learning rate.

    Returns:
        Loss, right answers and answers of each update, `(updates, 3)`; None, and nothing has happened, if one
        of the loops has not been compiled yet.
    """
    update, slots = optimizer
    loops = (read, read_back, dense, dense_back, cross_entropy, update)
    if not all(loop.signatures for loop in loops):
        return None
    cell, first, forward, backward = network.sides(parameters, gradient)
    head, d_head = parameters.heads[0].output, gradient.heads[0].output
    sequences = len(batches.inputs)
    found = np.empty((sequences // len(forward.state), 3))
    arguments = (
        cell,
        first,
        forward,
        backward,
        (head.kernel, head.bias, d_head.kernel, d_head.bias),
        (parameters.flat, gradient.flat, slots),
        np.ascontiguousarray(batches.inputs),
        np.ascontiguousarray(batches.targets.reshape(-1, sequences)),
        np.ascontiguousarray(batches.weights.reshape(-1, sequences)),
        NO_MASK,
        number,
        float(rate),
        found,
    )
    with _compiling:
        if not _updates.signatures:
            kinds = (types.FunctionType(loop.nopython_signatures[0]) for loop in loops)
            _updates.compile((*kinds, *map(typeof, arguments)))
            # From now on loops that are given are converted to that form, not compiled into another.
            _updates.disable_compile()
    _updates(*loops, *arguments)
    return found


@compiled
def _updates(  # type: ignore[no-untyped-def]
    read, read_back, dense, dense_back, cross_entropy, update, cell, first, forward, backward, head, flats,
    inputs, targets, weights, mask, number, rate, found,
):  # fmt: skip
    """As `updates`; targets and weights are `(1 or time, sequences)`."""
    kernel, bias, d_kernel, d_bias = head
    values, gradient, slots = flats
    batch, units = forward.state.shape
    steps = targets.shape[0]
    states = np.empty((steps * batch, 2 * units), np.float32)
    right, counts = np.empty(len(states), np.float32), np.empty(len(states), np.float32)
    classes = np.empty(len(states), np.int32)
    for n in range(len(found)):
        start = n * batch
        gradient[:] = 0
        for side, back in ((forward, False), (backward, True)):
            _place(inputs, start, side.joined, first)
            read(
                cell, side.joined, side.matrix, side.halves, side.panels, mask, side.gates, side.cells,
                side.hidden, side.state, back,
            )  # fmt: skip
            given = side.hidden if len(side.hidden) else side.state.reshape(1, batch, units)
            _beside(given, states, units if back else 0)
        answers = _lay_out(targets, weights, start, classes, counts, batch)
        counts *= np.float32(1 / max(answers, 1.0))
        logits = dense(states, kernel, bias)
        d_logits = np.empty_like(logits)
        loss = cross_entropy(logits, classes, counts, right, d_logits)
        d_states = dense_back(states, kernel, d_logits, d_kernel, d_bias)
        for side, back in ((forward, False), (backward, True)):
            side.d_state[:] = 0
            given = side.d_hidden if len(side.hidden) else side.d_state.reshape(1, batch, units)
            _apart(d_states, given, units if back else 0)
            read_back(
                cell, side.joined, side.matrix, side.panels, mask, side.gates, side.cells, side.d_hidden,
                side.d_state, side.d_joined, side.d_matrix, back,
            )  # fmt: skip
            if cell == GRU:
                side.d_matrix[:first, 2 * units : 3 * units] = 0
                side.d_matrix[first:, 3 * units :] = 0
        update(values, gradient, slots, number + n, rate)
        found[n, 0], found[n, 1], found[n, 2] = loss, right.sum(), answers


@compiled
def _place(inputs: Floats32, start: int, joined: Floats32, first: int) -> None:
    """Put the inputs of a batch, `(sequences, time, features)`, where a reader takes them."""
    for t in range(joined.shape[0]):
        for b in range(joined.shape[1]):
            for k in range(inputs.shape[2]):
                joined[t, b, first + k] = inputs[start + b, t, k]


@compiled
def _beside(given: Floats32, states: Floats32, column: int) -> None:
    """Write a reader's states, `(time, batch, units)`, into rows of both readers', from a column on."""
    steps, batch, units = given.shape
    for row in range(steps * batch):
        for k in range(units):
            states[row, column + k] = given[row // batch, row % batch, k]


@compiled
def _apart(d_states: Floats32, given: Floats32, column: int) -> None:
    """The way back of `_beside`."""
    steps, batch, units = given.shape
    for row in range(steps * batch):
        for k in range(units):
            given[row // batch, row % batch, k] = d_states[row, column + k]


@compiled
def _lay_out(
    targets: Ints32, weights: Floats32, start: int, classes: Ints32, counts: Floats32, batch: int
) -> float:
    """Lay out the targets of a batch and their weights, step by step; returns how many answers count."""
    total = 0.0
    for t in range(targets.shape[0]):
        for b in range(batch):
            classes[t * batch + b], counts[t * batch + b] = targets[t, start + b], weights[t, start + b]
            total += weights[t, start + b]
    return total
