"""A whole sequence through one reader, and back-propagation through time.

In: inputs `(batch, time, features)` in input time, the reader's weights, its direction, optionally a mask and
first states. Out: every state and gate in **input time**; and, on the way back, the gradients of all of them.

Masking follows Keras 3.15 (`keras.src.backend.tensorflow.rnn`): a masked step keeps the states. What the
layer *outputs* there depends on `zero_output_for_mask`: zeros inside `Bidirectional` with
`return_sequences=True`, the output of the step read before (zeros if there is none) everywhere else.
"""

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from viz_core.arrays import Floats, Mask
from viz_core.checks import check_keys, check_one_of, check_shape
from viz_core.network.cells import CELLS, Gates, States, StepGradient, project
from viz_core.network.weights import CellWeights

Scalar = TypeVar("Scalar", bound=np.generic)

READERS = ("forward", "backward")


@dataclass(frozen=True, kw_only=True, eq=False)
class Reading:
    """What one reader did with a batch of sequences, all in input time.

    Attributes:
        cell: the kind of cell, a key of `CELLS`.
        direction: 'forward' or 'backward'.
        weights: the reader's parameters.
        inputs: `(batch, time, features)`.
        initial: the states before the first step it read, each `(batch, units)`.
        states: the states after each step, each `(batch, time, units)`; kept where a step is masked.
        gates: the gates at each step, each `(batch, time, units)`; without effect where a step is masked.
        mask: `(batch, time)` bool, or None.
        emits: `(batch, time)` bool, where the output is the hidden state and not zero; None for everywhere.
    """

    cell: str
    direction: str
    weights: CellWeights
    inputs: Floats
    initial: States
    states: States
    gates: Gates
    mask: Mask | None
    emits: Mask | None

    @property
    def outputs(self) -> Floats:
        """What Keras's layer returns at each step (flipped to input time), `(batch, time, units)`."""
        hidden = self.states["hidden"]
        return hidden if self.emits is None else np.where(self.emits[..., None], hidden, 0)

    @property
    def final(self) -> Floats:
        """The output at the last step read: forward the last of the sequence, backward the first."""
        return self.outputs[:, self.last_read]

    @property
    def last_read(self) -> int:
        """Where along the time axis the reader ended."""
        return last_read(self.direction)

    @property
    def previous(self) -> States:
        """The states before each step, each `(batch, time, units)`."""
        return {
            name: _shift(array, self.initial[name], self.direction) for name, array in self.states.items()
        }


@dataclass(frozen=True, kw_only=True, eq=False)
class Flow:
    """What back-propagation through time finds for one reader, all in input time.

    Attributes:
        inputs: dL/dx_t, `(batch, time, features)`.
        states: dL/dh_t (and dL/dc_t) for each step, each `(batch, time, units)`: by every way from that
            state to the loss, its own output and all the steps read after it.
        initial: the same for the first states, each `(batch, units)`.
        projected: with respect to `x_t W + b`, `(batch, time, gates * units)`.
        recurrent: with respect to `h_{t-1} V` (for GRU with its bias), `(batch, time, gates * units)`.
    """

    inputs: Floats
    states: States
    initial: States
    projected: Floats
    recurrent: Floats


def to_input_time(array: npt.NDArray[Scalar], direction: str) -> npt.NDArray[Scalar]:
    """Lay what a reader wrote step after step beside the inputs it belongs to.

    A backward reader writes its state for the last input first, so its time axis is flipped; a forward one
    is returned as it is. Flipping twice changes nothing: the same call takes input time to reading order.

    Args:
        array: `(batch, time, ...)`.
        direction: 'forward' or 'backward'.

    Returns:
        A view of `array`.
    """
    return array if direction == "forward" else array[:, ::-1]


def last_read(direction: str) -> int:
    """Index of the last step a reader reads: -1 for forward, 0 for backward."""
    return -1 if direction == "forward" else 0


def _shift(states: Floats, initial: Floats, direction: str) -> Floats:
    """The state before each step: everything moves one step along the reading direction."""
    first = initial[:, None]
    if direction == "forward":
        return np.concatenate([first, states[:, :-1]], axis=1)
    return np.concatenate([states[:, 1:], first], axis=1)


def zero_states(cell: str, batch: int, units: int) -> States:
    """The states a reader starts from when none are given, each `(batch, units)`."""
    return {name: np.zeros((batch, units)) for name in CELLS[cell].states}


def read(
    inputs: Floats,
    weights: CellWeights,
    cell: str,
    *,
    direction: str = "forward",
    mask: Mask | None = None,
    initial: States | None = None,
    zero_masked: bool = False,
) -> Reading:
    """Run one reader over whole sequences.

    Args:
        inputs: `(batch, time, features)`, in input time.
        weights: the reader's parameters, in Keras's layout.
        cell: a key of `CELLS`.
        direction: 'forward', or 'backward' for reading from the last step to the first.
        mask: `(batch, time)`, False where a step is padding; None when nothing is padded.
        initial: first states, `hidden` and for LSTM `cell`, each `(batch, units)`; zeros when None.
        zero_masked: whether the output at masked steps is zero, as inside `Bidirectional`.

    Raises:
        ValueError: an unknown cell or direction, or a shape that does not fit.
    """
    check_one_of("cell", cell, CELLS)
    check_one_of("direction", direction, READERS)
    check_shape("inputs", inputs, {"batch": None, "time": None, "features": len(weights.kernel)})
    if initial is None:
        initial = zero_states(cell, len(inputs), len(weights.recurrent_kernel))
    _check_states(cell, initial, len(inputs), len(weights.recurrent_kernel))
    if mask is not None:
        check_shape("mask", mask, {"batch": len(inputs), "time": inputs.shape[1]})
        mask = np.asarray(mask, dtype=bool)
    # One product for all steps; only what depends on the state before is left for the loop.
    projected = to_input_time(project(inputs, weights), direction)
    written = _run(projected, weights, cell, initial, mask, direction)
    written = {name: to_input_time(array, direction) for name, array in written.items()}
    return Reading(
        cell=cell,
        direction=direction,
        weights=weights,
        inputs=inputs,
        initial=initial,
        states={name: written[name] for name in CELLS[cell].states},
        gates={name: written[name] for name in CELLS[cell].gates},
        mask=mask,
        emits=_emits(mask, direction, zero_masked),
    )


def _check_states(cell: str, initial: States, batch: int, units: int) -> None:
    check_keys("initial", initial, CELLS[cell].states)
    for name in CELLS[cell].states:
        check_shape(f"initial {name}", initial.get(name), {"batch": batch, "units": units})


def _run(
    projected: Floats, weights: CellWeights, cell: str, initial: States, mask: Mask | None, direction: str
) -> dict[str, Floats]:
    """The loop, in reading order: every state and gate, each `(batch, time, units)`."""
    kind = CELLS[cell]
    batch, time, _ = projected.shape
    shape = (batch, time, len(weights.recurrent_kernel))
    written = {name: np.empty(shape, projected.dtype) for name in (*kind.states, *kind.gates)}
    keeps = None if mask is None else ~to_input_time(mask, direction)[..., None]
    states = initial
    for t in range(time):
        before = states
        states, gates = kind.forward(projected[:, t], before, weights)
        if keeps is not None:
            states = {name: np.where(keeps[:, t], before[name], states[name]) for name in kind.states}
        for name, value in (states | gates).items():
            written[name][:, t] = value
    return written


def _emits(mask: Mask | None, direction: str, zero_masked: bool) -> Mask | None:
    """Where the output is the hidden state: at real steps, or from the first real step read onwards."""
    if mask is None or zero_masked:
        return mask
    seen = np.maximum.accumulate(to_input_time(mask, direction), axis=1)
    return to_input_time(seen, direction)


def backpropagate(reading: Reading, d_outputs: Floats) -> Flow:
    """Send the gradient of the outputs back through the sequence, against the reading direction.

    Args:
        reading: what the reader did.
        d_outputs: dL/d outputs, `(batch, time, units)` in input time. A reading of one sequence may be given
            many gradients at once: its batch of one is stretched to theirs.

    Raises:
        ValueError: `d_outputs` has another length or width than the reading.
    """
    _, time, units = reading.states["hidden"].shape
    check_shape("d_outputs", d_outputs, {"batch": None, "time": time, "units": units})
    if reading.emits is not None:
        d_outputs = np.where(reading.emits[..., None], d_outputs, 0)
    written, initial = _run_back(reading, to_input_time(d_outputs, reading.direction))
    written = {name: to_input_time(array, reading.direction) for name, array in written.items()}
    return Flow(
        inputs=written["projected"] @ reading.weights.kernel.T,
        states={name: written[name] for name in CELLS[reading.cell].states},
        initial=initial,
        projected=written["projected"],
        recurrent=written["recurrent"],
    )


def _run_back(reading: Reading, d_outputs: Floats) -> tuple[dict[str, Floats], States]:
    """The loop, against the reading order: the gradients of each step, and those of the first states."""
    kind = CELLS[reading.cell]
    batch, time, units = d_outputs.shape
    previous, states, gates = (
        {name: to_input_time(array, reading.direction) for name, array in group.items()}
        for group in (reading.previous, reading.states, reading.gates)
    )
    keeps = None if reading.mask is None else ~to_input_time(reading.mask, reading.direction)[..., None]
    wide = reading.weights.recurrent_kernel.shape[1]
    widths = {"projected": wide, "recurrent": wide} | dict.fromkeys(kind.states, units)
    written: dict[str, Floats] = {name: np.empty((batch, time, width)) for name, width in widths.items()}
    carried = zero_states(reading.cell, batch, units)
    for t in reversed(range(time)):
        d_states = carried | {"hidden": carried["hidden"] + d_outputs[:, t]}
        step = kind.backward(d_states, _at(previous, t), _at(states, t), _at(gates, t), reading.weights)
        if keeps is not None:
            step = _pass_by(keeps[:, t], step, d_states)
        carried = step.previous
        found = {"projected": step.projected, "recurrent": step.recurrent} | step.states
        for name, value in found.items():
            written[name][:, t] = value
    return written, carried


def _at(group: dict[str, Floats], t: int) -> dict[str, Floats]:
    return {name: array[:, t] for name, array in group.items()}


def _pass_by(keeps: Mask, step: StepGradient, d_states: States) -> StepGradient:
    """A masked step handed its states on unchanged, so their gradients pass it unchanged too."""
    return StepGradient(
        projected=np.where(keeps, 0, step.projected),
        recurrent=np.where(keeps, 0, step.recurrent),
        states={name: np.where(keeps, d, step.states[name]) for name, d in d_states.items()},
        previous={name: np.where(keeps, d, step.previous[name]) for name, d in d_states.items()},
    )


def weight_gradients(reading: Reading, flow: Flow) -> CellWeights:
    """The gradients of the reader's parameters: one product over all sequences and steps for each.

    dL/dW = Σ xᵀ d(xW + b), dL/dV = Σ h_{t-1}ᵀ d(h_{t-1}V), dL/db = Σ d(xW + b); GRU's second bias has
    Σ d(h_{t-1}V + b').
    """
    bias = flow.projected.sum(axis=(0, 1))
    if reading.weights.bias.ndim == 2:
        bias = np.stack([bias, flow.recurrent.sum(axis=(0, 1))])
    steps = ([0, 1], [0, 1])
    return CellWeights(
        kernel=np.tensordot(reading.inputs, flow.projected, axes=steps),
        recurrent_kernel=np.tensordot(reading.previous["hidden"], flow.recurrent, axes=steps),
        bias=bias,
    )
