"""One reader's step under a fixed input, s -> F(s), and its Jacobian in closed form.

In: a cell's weights in Keras's layout and its input. Out: `StepMap`, which also knows the smaller map whose
fixed points are the same: `rest_step`, in the hidden state alone.

Notation as in `viz_core.network.cells`; V is the recurrent kernel. A state is the hidden state h; for LSTM
h and c side by side. Why the smaller map has the same fixed points:

- SimpleRNN: it is the same map.
- GRU: h = z h + (1 - z) h̃ means (1 - z)(h - h̃) = 0, and z < 1 always, so h = h̃(h). A gate that is nearly
  1 makes every state nearly rest; in h̃ alone it has no part.
- LSTM: c = f c + i c̃ means c = i c̃ / (1 - f), and 1 - f = σ(-x) is computed as that, since f itself
  rounds to 1.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.special import expit

from viz_core.arrays import Floats, Ints
from viz_core.checks import check_one_of, check_shape
from viz_core.network.cells import project
from viz_core.network.weights import GATES, CellWeights

# What a person may call a cell -> the name it has here.
SPELLINGS = {"simplernn": "SimpleRNN", "simple_rnn": "SimpleRNN", "lstm": "LSTM", "gru": "GRU"}
# Beyond it σ(-x) leaves the range of numbers.
LARGEST_SUM = 690.0


@dataclass(frozen=True, kw_only=True, eq=False)
class StepMap:
    """The map F of one reader whose input stays the same.

    Attributes:
        cell: 'SimpleRNN', 'LSTM' or 'GRU'.
        weights: in float64.
        projected: what the input adds to the gates, `(gates * units,)`; or one row for each state,
            `(rows, gates * units)`, when every state has an input of its own.
    """

    cell: str
    weights: CellWeights
    projected: Floats

    @property
    def units(self) -> int:
        """How many numbers the hidden state has."""
        return len(self.weights.recurrent_kernel)

    @property
    def width(self) -> int:
        """How many numbers a state has: for LSTM twice the units."""
        return self.units * (2 if self.cell == "LSTM" else 1)

    def at(self, rows: Ints | npt.NDArray[np.bool_]) -> "StepMap":
        """The same map for some of the rows; itself when all states share one input."""
        return self if self.projected.ndim == 1 else replace(self, projected=self.projected[rows])

    def step(self, states: Floats) -> Floats:
        """F(s) for each row of `states`, `(rows, width)`."""
        return _STEPS[self.cell](self, states)[0]

    def jacobian(self, states: Floats) -> Floats:
        """dF_i/ds_j for each row of `states`, `(rows, width, width)`."""
        return _STEPS[self.cell](self, states)[1]

    def rest_step(self, hidden: Floats) -> tuple[Floats, Floats]:
        """The smaller map G(h) and its Jacobian: `(rows, units)` and `(rows, units, units)`."""
        return _REST_STEPS[self.cell](self, hidden)

    def whole_state(self, hidden: Floats) -> Floats:
        """The state that belongs to a resting hidden state: h itself, for LSTM h and c = i c̃ / (1 - f)."""
        if self.cell != "LSTM":
            return hidden
        return np.concatenate([hidden, _lstm_rest(self, hidden)[0]], axis=-1)


def step_map(weights: Sequence[npt.ArrayLike], *, cell: str, inputs: npt.ArrayLike) -> StepMap:
    """The map of one recurrent layer under a fixed input.

    Args:
        weights: `[kernel, recurrent_kernel, bias]` as Keras's layer gives them (GRU with `reset_after=True`).
        cell: 'simple_rnn', 'lstm' or 'gru', in capitals or not.
        inputs: what it reads at every step, `(features,)`; or a row for each state, `(rows, features)`.

    Raises:
        ValueError: an unknown cell, a shape that does not fit, or a number that is not finite.
    """
    known = SPELLINGS.get(str(cell).lower())
    if known is None:
        check_one_of("cell", cell, ("simple_rnn", "lstm", "gru"))
    kind = str(known)
    if len(weights) != 3:
        raise ValueError(f"`weights` must be kernel, recurrent kernel and bias; got {len(weights)} arrays.")
    kernel, recurrent, bias = (np.asarray(one, dtype=np.float64) for one in weights)
    _check_weights(kind, kernel, recurrent, bias)
    given = np.asarray(inputs, dtype=np.float64)
    rows = {"rows": None} if given.ndim == 2 else {}
    check_shape("inputs", given, {**rows, "features": len(kernel)})
    _check_finite(kernel=kernel, recurrent_kernel=recurrent, bias=bias, inputs=given)
    held = CellWeights(kernel=kernel, recurrent_kernel=recurrent, bias=bias)
    return StepMap(cell=kind, weights=held, projected=project(given, held))


def _check_weights(cell: str, kernel: Floats, recurrent: Floats, bias: Floats) -> None:
    check_shape("recurrent_kernel", recurrent, {"units": None, "gates * units": None})
    wide = len(GATES[cell]) * len(recurrent)
    check_shape("recurrent_kernel", recurrent, {"units": len(recurrent), "gates * units": wide})
    check_shape("kernel", kernel, {"features": None, "gates * units": wide})
    both = {"input and recurrent": 2} if cell == "GRU" else {}
    check_shape("bias", bias, {**both, "gates * units": wide})


def _check_finite(**arrays: Floats) -> None:
    for name, array in arrays.items():
        if not np.isfinite(array).all():
            raise ValueError(f"`{name}` must hold finite numbers only; got {array[~np.isfinite(array)][0]}.")


def _sums(given: StepMap, hidden: Floats) -> list[Floats]:
    """The sums x W + b + h V, gate by gate (not for GRU, whose candidate has its past apart)."""
    total = given.projected + hidden @ given.weights.recurrent_kernel
    return np.split(total, len(GATES[given.cell]), axis=-1)


def _recurrent(given: StepMap) -> list[Floats]:
    """Vᵀ gate by gate, each `(units, units)`: row i says what moves unit i."""
    return [one.T for one in np.split(given.weights.recurrent_kernel, len(GATES[given.cell]), axis=1)]


def _simple_rnn(given: StepMap, hidden: Floats) -> tuple[Floats, Floats]:
    after = np.tanh(_sums(given, hidden)[0])
    return after, (1 - after**2)[..., None] * _recurrent(given)[0]


def _candidate(given: StepMap, hidden: Floats) -> tuple[Floats, Floats]:
    """GRU's candidate h̃(h) and its Jacobian."""
    units = given.units
    past = hidden @ given.weights.recurrent_kernel + given.weights.bias[1]
    total = given.projected + past
    past = past[..., 2 * units :]
    r = expit(total[..., units : 2 * units])
    h = np.tanh(given.projected[..., 2 * units :] + r * past)
    _, to_r, to_h = _recurrent(given)
    inner = r[..., None] * to_h + (past * r * (1 - r))[..., None] * to_r
    return h, (1 - h**2)[..., None] * inner


def _gru(given: StepMap, hidden: Floats) -> tuple[Floats, Floats]:
    units = given.units
    h, d_h = _candidate(given, hidden)
    for_z = given.projected + hidden @ given.weights.recurrent_kernel + given.weights.bias[1]
    z = expit(for_z[..., :units])
    after = z * hidden + (1 - z) * h
    by_gate = ((hidden - h) * z * (1 - z))[..., None] * _recurrent(given)[0]
    return after, z[..., None] * np.eye(units) + by_gate + (1 - z)[..., None] * d_h


def _lstm(given: StepMap, states: Floats) -> tuple[Floats, Floats]:
    units = given.units
    hidden, cell = states[..., :units], states[..., units:]
    for_i, for_f, for_c, for_o = _sums(given, hidden)
    to_i, to_f, to_c, to_o = _recurrent(given)
    i, f, c, o = expit(for_i), expit(for_f), np.tanh(for_c), expit(for_o)
    after = f * cell + i * c
    squashed = np.tanh(after)
    c_by_h = (
        (cell * f * (1 - f))[..., None] * to_f
        + (c * i * (1 - i))[..., None] * to_i
        + (i * (1 - c**2))[..., None] * to_c
    )
    c_by_c = f[..., None] * np.eye(units)
    passed = (o * (1 - squashed**2))[..., None]
    h_by_h = (squashed * o * (1 - o))[..., None] * to_o + passed * c_by_h
    rows = [[h_by_h, passed * c_by_c], [c_by_h, c_by_c]]
    return np.concatenate([o * squashed, after], axis=-1), np.block(rows)


def _lstm_rest(given: StepMap, hidden: Floats) -> tuple[Floats, Floats]:
    """The cell state that stays when h does, c = i c̃ / (1 - f), and how it moves with h."""
    for_i, for_f, for_c, _ = _sums(given, hidden)
    to_i, to_f, to_c, _ = _recurrent(given)
    i, c = expit(for_i), np.tanh(for_c)
    lost = expit(-np.minimum(for_f, LARGEST_SUM))
    cell = i * c / lost
    d_cell = (
        (c * i * (1 - i) / lost)[..., None] * to_i
        + (i * (1 - c**2) / lost)[..., None] * to_c
        + (cell * (1 - lost))[..., None] * to_f
    )
    return cell, d_cell


def _lstm_hidden(given: StepMap, hidden: Floats) -> tuple[Floats, Floats]:
    cell, d_cell = _lstm_rest(given, hidden)
    o, squashed = expit(_sums(given, hidden)[3]), np.tanh(cell)
    passed = (o * (1 - squashed**2))[..., None] * d_cell
    return o * squashed, (squashed * o * (1 - o))[..., None] * _recurrent(given)[3] + passed


_STEPS = {"SimpleRNN": _simple_rnn, "LSTM": _lstm, "GRU": _gru}
_REST_STEPS = {"SimpleRNN": _simple_rnn, "LSTM": _lstm_hidden, "GRU": _candidate}
