"""Keras's recurrent layers in NumPy, with any activation, and the states they go through.

In: a `Work` for SimpleRNN, LSTM, GRU or Bidirectional. Out: what the layer gives; in `Work.seen` its states
and gates in input time, named as in `viz_core.network.Trace`.

`viz_core.network.cells` has the cells that this app trains; these have Keras's other options as well: other
activations, no bias, and for GRU `reset_after=False`. Masked steps follow Keras: they keep the states.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from viz_core.arrays import Floats, Mask
from viz_core.guests.activations import activation
from viz_core.guests.tensor import Tensor, Work
from viz_core.keras_files.archive import refusal
from viz_core.keras_files.description import opened
from viz_core.network.merges import MERGES
from viz_core.network.recurrence import to_input_time
from viz_core.network.weights import GATES

States = dict[str, Floats]


@dataclass(frozen=True, kw_only=True, eq=False)
class _Cell:
    """One cell: its arrays and its two functions."""

    kernel: Floats
    recurrent: Floats
    bias: Floats
    activate: Callable[[Floats], Floats]
    gate: Callable[[Floats], Floats]
    reset_after: bool

    @property
    def units(self) -> int:
        return len(self.recurrent)


def _simple(cell: _Cell, projected: Floats, before: States) -> States:
    return {"hidden": cell.activate(projected + before["hidden"] @ cell.recurrent)}


def _lstm(cell: _Cell, projected: Floats, before: States) -> States:
    sums = np.split(projected + before["hidden"] @ cell.recurrent, 4, axis=-1)
    i, f, o = (cell.gate(sums[number]) for number in (0, 1, 3))
    c = cell.activate(sums[2])
    state = f * before["cell"] + i * c
    return {"hidden": o * cell.activate(state), "cell": state, "i": i, "f": f, "c": c, "o": o}


def _gru(cell: _Cell, projected: Floats, before: States) -> States:
    hidden, units = before["hidden"], cell.units
    for_z, for_r, for_h = np.split(projected, 3, axis=-1)
    if cell.reset_after:
        more_z, more_r, more_h = np.split(hidden @ cell.recurrent + cell.bias[1], 3, axis=-1)
    else:
        more_z, more_r = np.split(hidden @ cell.recurrent[:, : 2 * units], 2, axis=-1)
    z, r = cell.gate(for_z + more_z), cell.gate(for_r + more_r)
    if cell.reset_after:
        h = cell.activate(for_h + r * more_h)
    else:
        h = cell.activate(for_h + (r * hidden) @ cell.recurrent[:, 2 * units :])
    return {"hidden": z * hidden + (1 - z) * h, "z": z, "r": r, "h": h}


STEPS = {"SimpleRNN": _simple, "LSTM": _lstm, "GRU": _gru}


def recurrent(work: Work) -> list[Tensor]:
    """SimpleRNN, LSTM or GRU: the sequence or the final output, then the final states if asked for."""
    direction = "backward" if work.flag("go_backwards") else "forward"
    outputs, final = _read(work, direction, zeros=work.flag("zero_output_for_mask"))
    work.seen["merged"] = outputs
    return _given(work, outputs, direction, final, turned=False)


def bidirectional(work: Work) -> list[Tensor]:
    """Two readers; the second is turned to the time of the first, then both are merged."""
    mode = work.options.get("merge_mode")
    if mode is not None and mode not in MERGES:
        raise refusal("a layer `Bidirectional` with a `merge_mode` that this app does not know")
    readers = halves(work.kind, work.options)
    both = [_half(work, number, one) for number, one in enumerate(readers)]
    if both[0][0].array.shape != both[1][0].array.shape and mode != "concat":
        raise refusal("a layer `Bidirectional` whose readers give different shapes")
    one, two = both[0][0], both[1][0]
    states = [*both[0][1:], *both[1][1:]]
    if mode is None:
        return [one, two, *states]
    given = MERGES[mode].apply(one.array, two.array)
    names = [f"{direction}/hidden" for direction in ("forward", "backward")]
    if given.ndim == 3:
        work.seen["merged"] = to_input_time(given, readers[0].direction)
    elif all(name in work.seen for name in names):
        work.seen["merged"] = MERGES[mode].apply(*(work.seen[name] for name in names))
    return [one.carrying(given), *states]


@dataclass(frozen=True, kw_only=True)
class Half:
    """One reader of a recurrent layer.

    Attributes:
        kind: 'SimpleRNN', 'LSTM' or 'GRU'.
        options: what it was made with.
        inside: where its weights stand below the layer's own place, beginning with '/'; empty for that place.
    """

    kind: str
    options: Mapping[str, Any]
    inside: str

    @property
    def direction(self) -> str:
        """'forward' or 'backward'."""
        return "backward" if self.options.get("go_backwards") is True else "forward"


def halves(kind: str, options: Mapping[str, Any]) -> list[Half]:
    """The one reader of SimpleRNN, LSTM or GRU, or the two of a Bidirectional.

    Raises:
        ValueError: a Bidirectional is around something else.
    """
    if kind != "Bidirectional":
        return [Half(kind=kind, options=options, inside="")]
    inner, forward = opened(options.get("layer"))
    given = options.get("backward_layer")
    turned = {**forward, "go_backwards": not forward.get("go_backwards")}
    both = [(inner, forward), (inner, turned) if given is None else opened(given)]
    if any(one not in STEPS for one, _ in both):
        raise refusal("a layer `Bidirectional` around something that is not SimpleRNN, LSTM or GRU")
    places = ("/forward_layer", "/backward_layer")
    return [
        Half(kind=one, options=own, inside=inside) for (one, own), inside in zip(both, places, strict=True)
    ]


def _half(work: Work, number: int, reader: Half) -> list[Tensor]:
    """One of the two readers, in the time of the first."""
    half = len(work.states) // 2
    inner = replace(
        work,
        kind=reader.kind,
        options=reader.options,
        path=f"{work.path}{reader.inside}",
        states=work.states[number * half : (number + 1) * half],
    )
    direction = "backward" if inner.flag("go_backwards") else "forward"
    sequences = inner.flag("return_sequences")
    outputs, final = _read(inner, direction, zeros=sequences)
    return _given(inner, outputs, direction, final, turned=number == 1)


def _given(work: Work, outputs: Floats, direction: str, final: list[Floats], *, turned: bool) -> list[Tensor]:
    """What Keras's layer returns, from outputs in input time.

    Args:
        work: the call.
        outputs: `(batch, time, units)`.
        direction: of the reader.
        final: the last states.
        turned: whether the sequence is flipped once more, as `Bidirectional` does with its second reader.
    """
    if work.flag("return_sequences"):
        given = to_input_time(outputs, direction)
        given = given[:, ::-1] if turned else given
        first = Tensor(array=given, mask=work.one.mask)
    else:
        first = Tensor(array=outputs[:, -1 if direction == "forward" else 0])
    states = [Tensor(array=one) for one in final] if work.flag("return_state") else []
    return [first, *states]


def _read(work: Work, direction: str, *, zeros: bool) -> tuple[Floats, list[Floats]]:
    """Outputs in input time, and the last states; every state and gate goes to `seen`."""
    work.axes(3)
    cell, mask = _cell(work), work.one.mask
    steps = to_input_time(work.one.array, direction)
    keeps = None if mask is None else to_input_time(mask, direction)
    written, outputs, final = _run(work, cell, steps, keeps, zeros=zeros)
    for name, array in {**written, "hidden": outputs}.items():
        work.seen[f"{direction}/{name}"] = to_input_time(array, direction)
    if mask is not None and zeros and work.flag("unroll") and work.flag("return_sequences"):
        # Unrolled, Keras lays the mask over what was read last as if it had been read first.
        _, outputs, _ = _run(work, cell, steps, keeps, zeros=False)
        outputs = np.where(mask[..., None], outputs, 0)
    return to_input_time(outputs, direction), final


def _run(
    work: Work, cell: _Cell, steps: Floats, mask: Mask | None, *, zeros: bool
) -> tuple[dict[str, Floats], Floats, list[Floats]]:
    """The loop, in reading order."""
    names = ("hidden", "cell") if work.kind == "LSTM" else ("hidden",)
    states = _first(work, names, (len(steps), cell.units))
    bias = cell.bias[0] if cell.bias.ndim == 2 else cell.bias
    projected = steps @ cell.kernel + bias
    output = np.zeros((len(steps), cell.units))
    rows: list[States] = []
    outputs = []
    for t in range(steps.shape[1]):
        after = STEPS[work.kind](cell, projected[:, t], states)
        real = np.True_ if mask is None else mask[:, t, None]
        after |= {name: np.where(real, after[name], states[name]) for name in names}
        states = {name: after[name] for name in names}
        output = np.where(real, after["hidden"], 0 if zeros else output)
        rows.append(after)
        outputs.append(output)
    written = {name: np.stack([row[name] for row in rows], axis=1) for name in rows[0]}
    return written, np.stack(outputs, axis=1), [states[name] for name in names]


def _first(work: Work, names: tuple[str, ...], shape: tuple[int, int]) -> States:
    if not work.states:
        return {name: np.zeros(shape) for name in names}
    if len(work.states) != len(names) or any(one.shape != shape for one in work.states):
        raise refusal(f"a layer `{work.kind}` with first states of other shapes")
    return dict(zip(names, work.states, strict=True))


def _cell(work: Work) -> _Cell:
    units, width = work.whole("units"), work.one.array.shape[-1]
    inner = replace(work, path=f"{work.path}/cell")
    reset_after = work.flag("reset_after", default=True)
    wide = units * len(GATES[work.kind])
    bias = (2, wide) if work.kind == "GRU" and reset_after else (wide,)
    return _Cell(
        kernel=inner.weight(0, width, wide),
        recurrent=inner.weight(1, units, wide),
        bias=inner.weight(2, *bias) if work.flag("use_bias", default=True) else np.zeros(bias),
        activate=activation(work.options.get("activation")),
        gate=activation(work.options.get("recurrent_activation", "sigmoid")),
        reset_after=reset_after,
    )
