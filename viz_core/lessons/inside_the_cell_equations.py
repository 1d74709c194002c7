"""The equations of a cell with the numbers of one step put in.

In: a reading of one sequence, one unit, one step. Out: `Equation`s, as Unicode text.

Every gate's sum has three parts: what the input says, what the last state says, and the bias. Its columns of
W, V and b bear its name: `W_{f}` are those of the forget gate. A GRU adds its second bias b′ to what the last
state says.
"""

from dataclasses import dataclass

import numpy as np

from viz_core.checks import check_integer
from viz_core.figures.numerals import numeral
from viz_core.network.recurrence import Reading
from viz_core.network.weights import GATES

# Gate -> its squashing function; the candidates take tanh.
SQUASH = {"i": "σ", "f": "σ", "o": "σ", "z": "σ", "r": "σ", "c": "tanh", "h": "tanh"}
# How a gate is written in the equations, and what the plain loop calls it where that is something else.
WRITTEN = {"c": "c̃", "h": "h̃", "output_t": "hₜ"}
VARIABLES = {"c": "c_tilde", "h": "h_tilde"}


@dataclass(frozen=True, kw_only=True)
class Equation:
    """One equation at one step.

    Attributes:
        name: the variable of the plain loop that the equation computes, for example 'f' or 'carry_t'.
        rule: the equation in letters; what stands in `_{…}` is an index, for example `W_{f}`.
        numbers: its right-hand side with the numbers of this step and unit, and the result.
    """

    name: str
    rule: str
    numbers: str


def number(value: float) -> str:
    """Two decimals with a true minus; never '-0.00'."""
    return numeral(value)


def equations(reading: Reading, *, step: int, unit: int) -> list[Equation]:
    """All equations of one step, in the order in which the plain loop computes them.

    Args:
        reading: of a forward reader over one sequence.
        step: counted from 0.
        unit: counted from 0.

    Raises:
        ValueError: there is no such step or unit.
    """
    _, time, units = reading.states["hidden"].shape
    check_integer("step", step, 0, time - 1)
    check_integer("unit", unit, 0, units - 1)
    gates = [_gate(reading, gate, step, unit) for gate in _order(reading.cell)]
    if reading.cell == "SimpleRNN":
        return gates
    return gates + (_lstm_states if reading.cell == "LSTM" else _gru_state)(reading, step, unit)


def _order(cell: str) -> tuple[str, ...]:
    return ("output_t",) if cell == "SimpleRNN" else GATES[cell]


def _parts(reading: Reading, place: int, step: int, unit: int) -> tuple[float, float, float, float]:
    """x_t W, h_{t-1} V and the two biases (the second is zero but for GRU), for the gate at `place`."""
    weights, units = reading.weights, len(reading.weights.recurrent_kernel)
    column = place * units + unit
    bias = np.atleast_2d(weights.bias)[:, column]
    return (
        float(reading.inputs[0, step] @ weights.kernel[:, column]),
        float(reading.previous["hidden"][0, step] @ weights.recurrent_kernel[:, column]),
        float(bias[0]),
        float(bias[1]) if len(bias) == 2 else 0.0,
    )


def _gate(reading: Reading, gate: str, step: int, unit: int) -> Equation:
    place = 0 if gate == "output_t" else GATES[reading.cell].index(gate)
    from_x, from_h, bias, recurrent_bias = _parts(reading, place, step, unit)
    found = reading.states["hidden"] if gate == "output_t" else reading.gates[gate]
    result = float(found[0, step, unit])
    squash, written = SQUASH.get(gate, "tanh"), WRITTEN.get(gate, gate)
    x, h = number(from_x), number(from_h + recurrent_bias)
    if reading.cell == "GRU" and gate == "h":
        put_in = f"{x} + {_term(bias)} + {number(float(reading.gates['r'][0, step, unit]))} × {_term(h)}"
    else:
        put_in = f"{x} + {_term(h)} + {_term(bias)}"
    return Equation(
        name=VARIABLES.get(gate, gate),
        rule=f"{written} = {squash}({_sum(reading.cell, gate)})",
        numbers=f"{squash}({put_in}) = {number(result)}",
    )


def _sum(cell: str, gate: str) -> str:
    """What is squashed, in letters: each gate has its own columns of W, V and b."""
    if cell == "SimpleRNN":
        return "xₜW + hₜ₋₁V + b"
    w, v, b, again = (f"{name}_{{{gate}}}" for name in ("W", "V", "b", "b′"))
    if cell == "LSTM":
        return f"xₜ{w} + hₜ₋₁{v} + {b}"
    past = f"(hₜ₋₁{v} + {again})"
    return f"xₜ{w} + {b} + r ∘ {past}" if gate == "h" else f"xₜ{w} + {past} + {b}"


def _term(value: float | str) -> str:
    """A number inside a sum: negative ones in brackets."""
    text = value if isinstance(value, str) else number(value)
    return f"({text})" if text.startswith("−") else text


def _lstm_states(reading: Reading, step: int, unit: int) -> list[Equation]:
    at = (0, step, unit)
    i, f, c, o = (number(float(reading.gates[name][at])) for name in "ifco")
    before = number(float(reading.previous["cell"][at]))
    cell, hidden = (number(float(reading.states[name][at])) for name in ("cell", "hidden"))
    return [
        Equation(
            name="carry_t",
            rule="cₜ = f ∘ cₜ₋₁ + i ∘ c̃",
            numbers=f"{f} × {_term(before)} + {i} × {_term(c)} = {cell}",
        ),
        Equation(name="output_t", rule="hₜ = o ∘ tanh(cₜ)", numbers=f"{o} × tanh({cell}) = {hidden}"),
    ]


def _gru_state(reading: Reading, step: int, unit: int) -> list[Equation]:
    at = (0, step, unit)
    z, h = float(reading.gates["z"][at]), number(float(reading.gates["h"][at]))
    before = number(float(reading.previous["hidden"][at]))
    result = number(float(reading.states["hidden"][at]))
    return [
        Equation(
            name="output_t",
            rule="hₜ = z ∘ hₜ₋₁ + (1 − z) ∘ h̃",
            numbers=f"{number(z)} × {_term(before)} + {number(1 - z)} × {_term(h)} = {result}",
        )
    ]
