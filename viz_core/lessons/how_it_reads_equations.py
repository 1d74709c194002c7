"""The three equations of a small bidirectional SimpleRNN, with the numbers put in.

In: weights with few decimals, their config, the trace of one sequence. Out: each equation at each step as
coloured parts of one line.

    h→_t = tanh(W→ x_t + V→ h→_{t-1} + b→)
    h←_t = tanh(W← x_t + V← h←_{t+1} + b←)
    y_t  = σ(U [h→_t; h←_t] + d)
One unit that reads one number is written as products; wider ones as columns (one entry for each unit), with
the products already done. Numbers are rounded to two decimals, but computed unrounded.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from viz_core.arrays import Floats
from viz_core.checks import check_integer, check_one_of
from viz_core.config import ModelConfig
from viz_core.figures.numerals import numeral
from viz_core.network.trace_arrays import Trace
from viz_core.network.weights import CellWeights, DenseWeights, unpack

# (words, hue): 'forward', 'backward', 'merged' or 'text'.
Part = tuple[str, str]
Line = tuple[Part, ...]

ARROWS = {"forward": "→", "backward": "←"}
LOWER = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


@dataclass(frozen=True, kw_only=True)
class Worked:
    """Equations by step.

    Attributes:
        layers: for each layer: reader -> its equation at each step.
        answers: the equation of y at each step.
    """

    layers: tuple[dict[str, tuple[Line, ...]], ...]
    answers: tuple[Line, ...]


def worked(trace: Trace, weights: Sequence[npt.NDArray[np.generic]], config: ModelConfig) -> Worked:
    """Write every equation of one sequence.

    Args:
        trace: of this network; its first sequence is written.
        weights: in the order of `get_weights()`.
        config: SimpleRNN, merged by concat if bidirectional, one linear output at each step.

    Raises:
        ValueError: another cell, merge, head or number of outputs.
    """
    check_one_of("cell", config.cell, ["SimpleRNN"])
    check_one_of("merge_mode", config.merge_mode, ["concat"])
    check_one_of("head", config.head, ["per_step"])
    check_integer("head_units", config.head_units, 0, 0)
    check_integer("outputs", len(weights[-1]), 1, 1)
    network = unpack([np.asarray(one, np.float64) for one in weights], config)
    layers = tuple(
        {reader: _reader_lines(trace, layer, reader, one) for reader, one in readers.items()}
        for layer, readers in enumerate(network.layers)
    )
    return Worked(layers=layers, answers=_answer_lines(trace, config, network.heads[0].output))


def number(value: float) -> str:
    """Two decimals, with a true minus sign and no negative zero."""
    return numeral(value)


def factor(value: float) -> str:
    """The same, in brackets where it is negative, to stand after another sign."""
    text = number(value)
    return f"({text})" if text.startswith("−") else text


def column(values: Floats) -> str:
    """One number, or a column written lying down: (0.10, −0.20)."""
    if len(values) == 1:
        return number(values[0])
    return f"({', '.join(number(value) for value in values)})"


def _entry(values: Floats) -> str:
    """A summand after a plus sign."""
    return factor(values[0]) if len(values) == 1 else column(values)


def _reader_lines(trace: Trace, layer: int, reader: str, cell: CellWeights) -> tuple[Line, ...]:
    hidden = trace[f"layer{layer}/{reader}/hidden"][0]
    read = trace["inputs" if layer == 0 else f"layer{layer - 1}/merged"][0]
    before = np.zeros_like(hidden)
    if reader == "forward":
        before[1:] = hidden[:-1]
    else:
        before[:-1] = hidden[1:]
    return tuple(
        _reader_line(step, reader, cell, read[step], before[step], hidden[step])
        for step in range(len(hidden))
    )


def _reader_line(step: int, reader: str, cell: CellWeights, x: Floats, h: Floats, new: Floats) -> Line:
    from_x, from_h = x @ cell.kernel, h @ cell.recurrent_kernel
    if len(x) == 1 and len(h) == 1:
        first = f"{number(cell.kernel[0, 0])}·{factor(x[0])}"
        second = f"{factor(cell.recurrent_kernel[0, 0])}·{factor(h[0])}"
    else:
        first, second = _entry(from_x), _entry(from_h)
    total = column(from_x + from_h + cell.bias)
    name = f"h{ARROWS[reader]}{_index(step)}"
    return (
        (name, reader),
        (f" = tanh( {first} + ", "text"),
        (second, reader),
        (f" + {_entry(cell.bias)} ) = tanh( {total} ) = ", "text"),
        (column(new), reader),
    )


def _answer_lines(trace: Trace, config: ModelConfig, head: DenseWeights) -> tuple[Line, ...]:
    top = f"layer{config.layers - 1}"
    states = {reader: trace[f"{top}/{reader}/hidden"][0] for reader in config.readers}
    weights = np.split(head.kernel[:, 0], len(config.readers))
    logits, answers = trace["logits"][0, :, 0], trace["probabilities"][0, :, 0]
    lines = []
    for step in range(len(logits)):
        line: list[Part] = [(f"y{_index(step)}", "merged"), (" = σ( ", "text")]
        for reader, own in zip(config.readers, weights, strict=True):
            line += [(_products(own, states[reader][step], first=len(line) == 2), reader), (" + ", "text")]
        ending = f"{factor(head.bias[0])} ) = σ( {number(logits[step])} ) = "
        lines.append((*line, (ending, "text"), (number(answers[step]), "merged")))
    return tuple(lines)


def _products(own: Floats, state: Floats, *, first: bool) -> str:
    texts = [f"{factor(u)}·{factor(h)}" for u, h in zip(own, state, strict=True)]
    if first:
        texts[0] = f"{number(own[0])}·{factor(state[0])}"
    return " + ".join(texts)


def _index(step: int) -> str:
    return str(step + 1).translate(LOWER)
