"""The recurrence in machine code: a layer read in one direction, and the way back.

In: arrays of float32, laid out for speed. Out: the same arrays, written in place.

Axes: `(time, batch, width)`, always in input time; a backward reader visits the last step first, so nothing
is ever flipped. A step is one matrix product: the state before it, the inputs and a one stand side by side in
`joined`, recurrent kernel, kernel and bias below each other in `matrix`. The way back keeps only the gradient
of what each step fed to its gates; `joined` times that gradient is the gradient of the matrix, added up for
several steps at once.

Columns of the matrix: SimpleRNN h; LSTM i f c o; GRU z r, then the part of h from the inputs and the part
from the state. A sigmoid is read off a tanh, 0.5 + 0.5 tanh(x / 2), and `gates` keeps that tanh; its
columns come halved (`HALVED`). The equations are those of `keras.layers.SimpleRNN`, `LSTM` and
`GRU(reset_after=True)` (https://keras.io/api/layers/recurrent_layers/). A masked step hands its state on
unchanged.

Loops are short and touch few arrays each, because only such loops become vector instructions.
"""

import numpy as np

from viz_core.arrays import Floats32
from viz_core.training.compiled import compiled, inlined
from viz_core.training.products import add_times, pack, pack_across, times

SIMPLE_RNN, LSTM, GRU = 0, 1, 2
CELLS = {"SimpleRNN": SIMPLE_RNN, "LSTM": LSTM, "GRU": GRU}
# How many gates stand side by side, and which of them, counted from the left, come halved.
COLUMNS = {"SimpleRNN": 1, "LSTM": 4, "GRU": 4}
HALVED = {"SimpleRNN": (), "LSTM": (0, 1, 3), "GRU": (0, 1)}

ONE, HALF = np.float32(1), np.float32(0.5)
# Sequences times steps after which the way back adds up the gradient of the matrix.
SPAN = 512


@inlined
def _tanh(x):  # type: ignore[no-untyped-def]
    """Tanh within 4e-7, as the ratio of two polynomials (those of Eigen's `generic_fast_tanh_float`)."""
    x = np.float32(7.9053111) if x > np.float32(7.9053111) else x
    x = np.float32(-7.9053111) if x < np.float32(-7.9053111) else x
    y = x * x
    above = np.float32(-2.76076847742355e-16) * y + np.float32(2.00018790482477e-13)
    above = above * y + np.float32(-8.60467152213735e-11)
    above = above * y + np.float32(5.12229709037114e-08)
    above = above * y + np.float32(1.48572235717979e-05)
    above = above * y + np.float32(6.37261928875436e-04)
    above = above * y + np.float32(4.89352455891786e-03)
    below = np.float32(1.19825839466702e-06) * y + np.float32(1.18534705686654e-04)
    below = below * y + np.float32(2.26843463243900e-03)
    below = below * y + np.float32(4.89352518554385e-03)
    return x * above / below


@compiled
def squash(values: Floats32) -> None:
    """Put the tanh of every number of a flat array in its place."""
    for k in range(values.size):
        values[k] = _tanh(values[k])


@compiled
def _copy(values: Floats32, to: Floats32) -> None:
    for k in range(to.size):
        to[k] = values[k]


@compiled
def _clear(values: Floats32) -> None:
    for k in range(values.size):
        values[k] = 0


@compiled
def _squashed(values: Floats32, out: Floats32) -> None:
    """As `squash`, into another array; into the same one it would be five times slower."""
    for k in range(values.size):
        out[k] = _tanh(values[k])


@compiled
def read(
    cell: int,
    joined: Floats32,
    matrix: Floats32,
    halves: Floats32,
    panels: Floats32,
    mask: Floats32,
    gates: Floats32,
    cells: Floats32,
    hidden: Floats32,
    state: Floats32,
    backward: bool,
) -> None:
    """Read whole sequences in one direction.

    Args:
        cell: SIMPLE_RNN, LSTM or GRU.
        joined: `(time, batch, rows)`; the first `units` columns are written: the state before each step.
        matrix: `(rows, columns)`, as it is.
        halves: what each column counts, `(columns,)`: 0.5 for those of sigmoids, else 1.
        panels: space for the matrix as products want it, `viz_core.training.products.panel_size`; written.
        mask: `(time, batch)`, 1 where a step counts; length 0 along time: no mask.
        gates: `(time, batch, columns)`; written.
        cells: LSTM's cell states, `(time + 1, batch, units)`; written. The zeros before the first step read
            are at the end it starts from.
        hidden: `(time, batch, units)`; written: the state after each step. Length 0 to skip it.
        state: `(batch, units)`; written: the state after the last step read.
        backward: read the last step first.
    """
    steps, batch = gates.shape[0], gates.shape[1]
    units = state.shape[1]
    masked = mask.shape[0] > 0
    counts = np.ones(batch, np.float32)
    squashed = np.empty((batch, units), np.float32)
    _clear(state.reshape(state.size))
    if cell == LSTM:
        _clear(cells[steps if backward else 0].reshape(state.size))
    pack(matrix, halves, panels)
    for s in range(steps):
        t = steps - 1 - s if backward else s
        for b in range(batch):
            _copy(state[b], joined[t, b, :units])
        times(joined[t], panels, gates[t])
        if masked:
            counts = mask[t]
        if cell == SIMPLE_RNN:
            _simple_step(gates[t], counts, state)
        elif cell == LSTM:
            before, after = (t + 1, t) if backward else (t, t + 1)
            _lstm_step(gates[t], counts, cells[before], cells[after], squashed, state)
        else:
            _gru_step(gates[t], counts, state)
        if hidden.shape[0]:
            _copy(state.reshape(state.size), hidden[t].reshape(state.size))


@compiled
def _simple_step(gates: Floats32, counts: Floats32, state: Floats32) -> None:
    squash(gates.reshape(gates.size))
    for b in range(state.shape[0]):
        if counts[b]:
            _copy(gates[b], state[b])


@compiled
def _lstm_step(
    gates: Floats32, counts: Floats32, before: Floats32, after: Floats32, squashed: Floats32, state: Floats32
) -> None:
    units = state.shape[1]
    squash(gates.reshape(gates.size))
    for b in range(state.shape[0]):
        if counts[b]:
            i, f, c = gates[b, :units], gates[b, units : 2 * units], gates[b, 2 * units : 3 * units]
            old, new = before[b], after[b]
            for j in range(units):
                new[j] = (HALF + HALF * f[j]) * old[j] + (HALF + HALF * i[j]) * c[j]
        else:
            _copy(before[b], after[b])
    _squashed(after.reshape(after.size), squashed.reshape(squashed.size))
    for b in range(state.shape[0]):
        if counts[b]:
            o, small, hidden = gates[b, 3 * units :], squashed[b], state[b]
            for j in range(units):
                hidden[j] = (HALF + HALF * o[j]) * small[j]


@compiled
def _gru_step(gates: Floats32, counts: Floats32, state: Floats32) -> None:
    units = state.shape[1]
    for b in range(state.shape[0]):
        squash(gates[b, : 2 * units])
        z, r = gates[b, :units], gates[b, units : 2 * units]
        h, from_state = gates[b, 2 * units : 3 * units], gates[b, 3 * units :]
        for j in range(units):
            h[j] += (HALF + HALF * r[j]) * from_state[j]
        squash(h)
        if counts[b]:
            hidden = state[b]
            for j in range(units):
                hidden[j] = h[j] + (HALF + HALF * z[j]) * (hidden[j] - h[j])


@compiled
def read_back(
    cell: int,
    joined: Floats32,
    matrix: Floats32,
    panels: Floats32,
    mask: Floats32,
    gates: Floats32,
    cells: Floats32,
    d_hidden: Floats32,
    d_state: Floats32,
    d_joined: Floats32,
    d_matrix: Floats32,
    backward: bool,
) -> None:
    """Carry a gradient back through sequences read by `read`.

    Args:
        cell: as for `read`.
        joined: as `read` left it.
        matrix: as for `read`.
        panels: space for the rows of the matrix that `d_joined` has, laid out across; written.
        mask: as for `read`.
        gates: as `read` left it; overwritten with the gradients of what each step fed to its gates.
        cells: as `read` left it.
        d_hidden: gradient of the states after each step, `(time, batch, units)`; length 0 along time: none.
        d_state: gradient of the state after the last step read, `(batch, units)`; overwritten.
        d_joined: `(time, batch, rows)`; written. With fewer rows than the matrix, gradients are found for
            these alone; at least the first `units`. With one step only, steps overwrite it.
        d_matrix: gradient of the whole matrix; added to.
        backward: as for `read`.
    """
    steps, batch = gates.shape[0], gates.shape[1]
    span = max(1, SPAN // batch)
    units, (rows, columns) = d_state.shape[1], matrix.shape
    masked, kept = mask.shape[0] > 0, d_joined.shape[0] == steps
    counts = np.ones(batch, np.float32)
    squashed = np.empty((batch, units), np.float32)
    d_cells = np.zeros((batch, units), np.float32)
    pack_across(matrix, d_joined.shape[2], panels)
    for s in range(steps):
        t = s if backward else steps - 1 - s
        if d_hidden.shape[0]:
            _add(d_hidden[t].reshape(d_state.size), d_state.reshape(d_state.size))
        if masked:
            counts = mask[t]
        if cell == SIMPLE_RNN:
            _simple_back(gates[t], counts, d_state)
        elif cell == LSTM:
            before, after = (t + 1, t) if backward else (t, t + 1)
            _lstm_back(gates[t], counts, cells[before], cells[after], squashed, d_cells, d_state)
        else:
            _gru_back(gates[t], counts, joined[t], d_state)
        d_step = d_joined[t if kept else 0]
        times(gates[t], panels, d_step)
        for b in range(batch):
            _add(d_step[b, :units], d_state[b])
        if (s + 1) % span == 0 or s == steps - 1:
            first = s // span * span
            low, high = (first, s + 1) if backward else (steps - 1 - s, steps - first)
            # Few enough steps to be still in the cache.
            many = (high - low) * batch
            fed, given = joined[low:high].reshape(many, rows), gates[low:high].reshape(many, columns)
            add_times(fed, given, d_matrix)


@compiled
def _add(more: Floats32, to: Floats32) -> None:
    for k in range(to.size):
        to[k] += more[k]


@compiled
def _simple_back(gates: Floats32, counts: Floats32, d_state: Floats32) -> None:
    for b in range(d_state.shape[0]):
        if counts[b]:
            h, d = gates[b], d_state[b]
            for j in range(h.size):
                h[j] = d[j] * (ONE - h[j] * h[j])
            _clear(d)
        else:
            _clear(gates[b])


@compiled
def _lstm_back(
    gates: Floats32,
    counts: Floats32,
    before: Floats32,
    after: Floats32,
    squashed: Floats32,
    d_cells: Floats32,
    d_state: Floats32,
) -> None:
    units = d_state.shape[1]
    _squashed(after.reshape(after.size), squashed.reshape(squashed.size))
    for b in range(d_state.shape[0]):
        if not counts[b]:
            _clear(gates[b])
            continue
        i, f, c = gates[b, :units], gates[b, units : 2 * units], gates[b, 2 * units : 3 * units]
        o, small, old, d_cell, d = gates[b, 3 * units :], squashed[b], before[b], d_cells[b], d_state[b]
        for j in range(units):
            d_cell[j] += d[j] * (HALF + HALF * o[j]) * (ONE - small[j] * small[j])
        for j in range(units):
            o[j] = d[j] * small[j] * (HALF * HALF) * (ONE - o[j] * o[j])
        for j in range(units):
            d_i = d_cell[j] * c[j] * (HALF * HALF) * (ONE - i[j] * i[j])
            c[j] = d_cell[j] * (HALF + HALF * i[j]) * (ONE - c[j] * c[j])
            i[j] = d_i
        for j in range(units):
            share = HALF + HALF * f[j]
            f[j] = d_cell[j] * old[j] * (HALF * HALF) * (ONE - f[j] * f[j])
            d_cell[j] *= share
        _clear(d)


@compiled
def _gru_back(gates: Floats32, counts: Floats32, joined: Floats32, d_state: Floats32) -> None:
    units = d_state.shape[1]
    for b in range(d_state.shape[0]):
        if not counts[b]:
            _clear(gates[b])
            continue
        z, r = gates[b, :units], gates[b, units : 2 * units]
        h, from_state = gates[b, 2 * units : 3 * units], gates[b, 3 * units :]
        old, d = joined[b, :units], d_state[b]
        for j in range(units):
            share = HALF + HALF * z[j]
            z[j] = d[j] * (old[j] - h[j]) * (HALF * HALF) * (ONE - z[j] * z[j])
            h[j] = d[j] * (ONE - share) * (ONE - h[j] * h[j])
            d[j] *= share
        for j in range(units):
            share = HALF + HALF * r[j]
            r[j] = h[j] * from_state[j] * (HALF * HALF) * (ONE - r[j] * r[j])
            from_state[j] = h[j] * share
