"""How much each answer moves when one step of the input moves: |dy/dx|, step by step.

In: a `Guest` and one sequence. Out: a `Sensitivity`.

The derivatives are central differences in double precision: the error is of the order of the square of
`MOVE`, about 1e-8. A token cannot move by a little; for a network that begins with an embedding, x is the
vector of the token.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from viz_core.arrays import Floats
from viz_core.guests.guest import Given, Guest, evaluate, tensors

MOVE = 1e-4
# Sequences that are read at once: so many, or as many as make so many numbers in the widest layer.
ROWS, MOST_NUMBERS = 256, 4_000_000


@dataclass(frozen=True, kw_only=True, eq=False)
class Sensitivity:
    """Norms of derivatives.

    Attributes:
        by_step: `(answers, time)`: the root of the sum of squares over what is answered at one step and over
            the features of one input step. `answers` is 1 where the network answers once.
        embedded: whether x is the vector of a token.
    """

    by_step: npt.NDArray[np.float64]
    embedded: bool


def rows_needed(guest: Guest, inputs: Sequence[npt.NDArray[Any]]) -> int:
    """How many sequences the network has to read."""
    place = guest.embedding()
    width = (
        inputs[0].shape[-1] if place is None else guest.description.calls[place].layer.options["output_dim"]
    )
    return 2 * inputs[0].shape[1] * int(width)


def sensitivity(guest: Guest, inputs: Sequence[npt.NDArray[Any]]) -> Sensitivity:
    """How the first output moves with the first input.

    Args:
        guest: the network.
        inputs: one array for each of its inputs, with a batch axis of one.

    Raises:
        ValueError: the inputs are none that it reads.
    """
    start = _start(guest, inputs)
    steps, width = start.shape
    rows = _at_once(guest, steps)
    found = np.zeros(0)
    for place, (above, below) in enumerate(_moved(guest, inputs, start, rows)):
        slope = ((above - below) / (2 * MOVE)) ** 2
        slope = slope.sum(axis=tuple(range(2, slope.ndim))) if slope.ndim > 2 else slope.sum(-1)[:, None]
        if place == 0:
            found = np.zeros((slope.shape[1], steps * width))
        found[:, place * rows : place * rows + len(slope)] = slope.T
    by_step = np.sqrt(found.reshape(len(found), steps, width).sum(axis=2))
    return Sensitivity(by_step=by_step, embedded=guest.embedding() is not None)


def _start(guest: Guest, inputs: Sequence[npt.NDArray[Any]]) -> Floats:
    """What is moved, `(time, features)`: the first input, or the vectors of its tokens."""
    place = guest.embedding()
    if place is None:
        return np.asarray(inputs[0][0], np.float64)
    return _given(guest, inputs, {})[place][0].array[0]


def _at_once(guest: Guest, steps: int) -> int:
    """How many sequences are read at once."""
    widest = max(max((size or 1 for size in row.shape[1:]), default=1) for row in guest.layers)
    return min(max(MOST_NUMBERS // (max(steps, guest.longest) * widest), 1), ROWS)


def _moved(
    guest: Guest, inputs: Sequence[npt.NDArray[Any]], start: Floats, rows: int
) -> Iterator[tuple[Floats, Floats]]:
    """The answers with some of the numbers moved up, and moved down, `(numbers, time, outputs)` each."""
    for first in range(0, start.size, rows):
        moves = np.arange(first, min(first + rows, start.size))
        above, below = (_answers(guest, inputs, _shifted(start, moves, by)) for by in (MOVE, -MOVE))
        yield above, below


def _shifted(start: Floats, moves: npt.NDArray[np.int64], by: float) -> Floats:
    rows = np.repeat(start.reshape(1, -1), len(moves), axis=0)
    rows[np.arange(len(moves)), moves] += by
    return rows.reshape(len(moves), *start.shape)


def _answers(guest: Guest, inputs: Sequence[npt.NDArray[Any]], rows: Floats) -> Floats:
    place = guest.embedding()
    repeated = [np.repeat(one, len(rows), axis=0) for one in inputs]
    if place is None:
        given = _given(guest, [rows, *repeated[1:]], {})
    else:
        given = _given(guest, repeated, {place: rows})
    first = guest.description.outputs[0]
    return given[first.call][first.output].array


def _given(guest: Guest, inputs: Sequence[npt.NDArray[Any]], instead: Mapping[int, Floats]) -> Given:
    brought = inputs if len(inputs) > 1 else inputs[0]
    return evaluate(guest.description, tensors(brought, None, guest.input_shapes), guest.array, instead)[0]
