"""One reader of a guest as a map from state to state: where it rests, and what each step does to a state.

In: a guest and a `Reading` of one of its recurrent layers. Out: a `Reader`; of it the resting points while
its input stays the same, and the spectral radius of its Jacobian at each step of the sequence.

The Jacobians are those of `viz_core.dynamics`, in closed form, for the options in `WRITTEN_OUT`; others are
refused. Without `use_bias` the bias is zero; dropout, masks, merging and direction have no part in the map.
Searches take seconds where a reader is wide, so they are made in a process of their own.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from viz_core.arrays import Floats, Mask
from viz_core.dynamics import FixedPoints, fixed_points, step_map
from viz_core.guests.guest import Guest, recurrent_calls
from viz_core.guests.looking import Reading
from viz_core.guests.placing import in_own_process
from viz_core.guests.recurrent import Half, halves
from viz_core.network.recurrence import to_input_time

# Option -> the value for which the Jacobian is written out; a cell without the option does not have it.
WRITTEN_OUT = {"activation": "tanh", "recurrent_activation": "sigmoid", "reset_after": True}
MOST_UNITS = 128
# Searches for resting points: fewer where each takes longer, by the cube of the units.
LEAST_STARTS, MOST_STARTS, STARTS_TIMES_CUBES = 32, 256, 60_000_000
# Steps times the cube of the numbers in a state: eigenvalues that take some ten seconds.
MOST_EIGENVALUES = 5_000_000_000


@dataclass(frozen=True, kw_only=True, eq=False)
class Reader:
    """One reader of a recurrent layer, and how it read one sequence. A state is h; for LSTM h and c.

    Attributes:
        cell: 'SimpleRNN', 'LSTM' or 'GRU'.
        weights: kernel, recurrent kernel and bias in Keras's layout.
        read: `(time, features)`, what it read, in input time.
        states: `(time, width)`, its state after each step, in input time.
        before: `(time, width)`, its state before each step: that of the step before (backward: after).
        mask: `(time,)`, False at padding, where a state stays as it is; None where nothing is masked.
    """

    cell: str
    weights: tuple[Floats, Floats, Floats]
    read: Floats
    states: Floats
    before: Floats
    mask: Mask | None

    @property
    def units(self) -> int:
        """How many numbers the hidden state has."""
        return len(self.weights[1])


def reader_of(guest: Guest, reading: Reading, place: int, direction: str) -> Reader:
    """One of the readers of a recurrent layer.

    Args:
        guest: the network.
        reading: of that layer, as `looking.look` gives it.
        place: of the layer among the recurrent ones, counted from 0.
        direction: 'forward' or 'backward'.

    Raises:
        ValueError: it has options for which no Jacobian is written out; one sentence says which.
    """
    call = list(recurrent_calls(guest.description))[place]
    half = next(one for one in halves(call.layer.kind, call.layer.options) if one.direction == direction)
    _check_written_out(half)
    names = ("hidden", "cell") if half.kind == "LSTM" else ("hidden",)
    given = np.concatenate([reading.states[f"{direction}/{name}"] for name in names], axis=1)
    start = reading.starts.get(direction, np.zeros(given.shape[1]))
    states, before = _path(given, start, reading.mask, direction)
    return Reader(
        cell=half.kind,
        weights=_weights(guest, half, f"{call.layer.path}{half.inside}/cell"),
        read=reading.read.astype(np.float64),
        states=states,
        before=before,
        mask=reading.mask,
    )


def _path(given: Floats, start: Floats, mask: Mask | None, direction: str) -> tuple[Floats, Floats]:
    """The state after each step and before it. At padding a layer may hand on zeros, but its state stays."""
    steps = to_input_time(given[None], direction)[0]
    real = np.ones(len(given), bool) if mask is None else mask
    keeps = to_input_time(real[None], direction)[0]
    path = [np.asarray(start, np.float64)]
    for state, moves in zip(steps, keeps, strict=True):
        path.append(state.astype(np.float64) if moves else path[-1])
    after, before = (to_input_time(np.stack(one)[None], direction)[0] for one in (path[1:], path[:-1]))
    return after, before


def _check_written_out(half: Half) -> None:
    other = [
        f"{name}={half.options[name]!r}"
        for name, value in WRITTEN_OUT.items()
        if half.options.get(name, value) != value
    ]
    if other:
        raise ValueError(
            "`layer` must have activation='tanh', recurrent_activation='sigmoid' and, as a GRU, "
            f"reset_after=True, for which its Jacobian is written out here; got {', '.join(other)}."
        )


def _weights(guest: Guest, half: Half, path: str) -> tuple[Floats, Floats, Floats]:
    kernel, recurrent = (np.asarray(guest.arrays[path, number], np.float64) for number in (0, 1))
    if half.options.get("use_bias", True):
        return kernel, recurrent, np.asarray(guest.arrays[path, 2], np.float64)
    wide = kernel.shape[1]
    return kernel, recurrent, np.zeros((2, wide) if half.kind == "GRU" else wide)


def resting_points(reader: Reader, inputs: Sequence[float] | Floats) -> FixedPoints:
    """Where a reader rests while it reads the same at every step; searched for in a process of its own.

    Args:
        reader: searches begin near the states that it visited, and elsewhere.
        inputs: what it reads, `(features,)`.

    Raises:
        ValueError: it has more than `MOST_UNITS` units.
    """
    if reader.units > MOST_UNITS:
        raise ValueError(
            f"`layer` must have at most {MOST_UNITS} units for its resting points to be searched for; got "
            f"{reader.units:,}."
        )
    return in_own_process(search, reader, np.asarray(inputs, np.float64))


def search(reader: Reader, inputs: Floats) -> FixedPoints:
    """The same in this process."""
    starts = min(max(STARTS_TIMES_CUBES // reader.units**3, LEAST_STARTS), MOST_STARTS)
    return fixed_points(reader.weights, cell=reader.cell, inputs=inputs, visited=reader.states, starts=starts)


def spectral_radii(reader: Reader) -> Floats:
    """The largest |λ| of ds_t/ds_{t-1} (backward: ds_t/ds_{t+1}) at each step; in a process of its own.

    Returns:
        `(time,)`, in input time; 1 at padding, where a state stays as it is.

    Raises:
        ValueError: there are too many steps for so wide a reader.
    """
    steps, width = reader.before.shape
    if steps * width**3 > MOST_EIGENVALUES:
        most = MOST_EIGENVALUES // width**3
        raise ValueError(
            f"`sequence` must have at most {most:,} steps for the Jacobians of a layer of this width; got "
            f"{steps:,}."
        )
    return in_own_process(radii, reader)


def radii(reader: Reader) -> Floats:
    """The same in this process."""
    given = step_map(reader.weights, cell=reader.cell, inputs=reader.read)
    # One step at a time: together the matrices of a long sequence may take gigabytes.
    rows = (np.array([step]) for step in range(len(reader.before)))
    found = [np.abs(np.linalg.eigvals(given.at(row).jacobian(reader.before[row]))).max() for row in rows]
    return np.where(True if reader.mask is None else reader.mask, found, 1.0)
