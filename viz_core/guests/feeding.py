"""What a guest may read: a drawn or typed sequence, a file, words, a digit.

In: a guest and what somebody chose. Out: a `Fed`: arrays of the shapes of the network's inputs, and how each
step is written.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from viz_core.arrays import Floats
from viz_core.config import TaskConfig
from viz_core.data.digits import SIDE, rows
from viz_core.data.vocabulary import PADDING, START, UNKNOWN, padded, words_of
from viz_core.guests.guest import Guest
from viz_core.tasks import TASKS
from viz_core.tasks.typed import write_number
from viz_core.words import N_

# Steps of a sequence where the network reads any number of them, and the most there may be.
USUAL, LONGEST = 12, 500
WAYS = ("task", "numbers", "tokens", "text", "digit", "file", "random")
# How the mark at the start of a text is written.
MARK = N_("[start]")


@dataclass(frozen=True, kw_only=True, eq=False)
class Fed:
    """One sequence for a guest.

    Attributes:
        inputs: one array for each input of the network, with a batch axis of one.
        symbols: how each step is written; None where a step is several numbers.
        targets: `(time,)`, the right class at each step; None where nobody knows.
        classes: what the answers are called; None where nobody knows.
        image: whether the steps are the rows of an image.
    """

    inputs: tuple[Floats, ...]
    symbols: tuple[str, ...] | None = None
    targets: npt.NDArray[np.int32] | None = None
    classes: tuple[str, ...] | None = None
    image: bool = False

    @classmethod
    def of(cls, arrays: Sequence[Floats], targets: npt.NDArray[np.int32] | None = None) -> "Fed":
        """Arrays with their batch axes; whole numbers are written as they are, others with two decimals.

        Args:
            arrays: one for each input of the network.
            targets: `(time,)`, the right class at each step; None where nobody knows.
        """
        first = arrays[0][0]
        single = first if first.ndim == 1 else first[:, 0] if first.shape[-1] == 1 else None
        symbols = None if single is None else tuple(map(_symbol, single.tolist()))
        return cls(inputs=tuple(arrays), symbols=symbols, targets=targets)


def _symbol(value: float) -> str:
    return str(int(value)) if value == int(value) else write_number(value)


def ways(guest: Guest) -> tuple[str, ...]:
    """The ways of feeding that fit this network's inputs, in the order of `WAYS`."""
    if len(guest.input_shapes) > 1:
        return ("file", "random")
    shape = guest.input_shapes[0]
    if len(shape) == 2:
        return ("tokens", "text", "file", "random") if guest.embedding() is not None else ("file", "random")
    fitting = ["task"] if tasks_of(guest) else []
    digit = ["digit"] if shape[2] == SIDE and shape[1] in (None, SIDE) else []
    return (*fitting, "numbers", *digit, "file", "random")


def tasks_of(guest: Guest) -> tuple[str, ...]:
    """The tasks whose sequences the network reads and whose answers it may give, at each step or once."""
    (shape, *others), outputs = guest.input_shapes, guest.output_shapes
    if others or len(shape) != 3 or len(outputs) != 1:
        return ()
    steps, features = shape[1] or USUAL, shape[2]
    answers = outputs[0]
    each = len(answers) == 3 and answers[1] in (None, shape[1])
    fits = (each or len(answers) == 2) and 2 <= steps <= 200
    return tuple(
        name
        for name, task in TASKS.items()
        if fits and (task.features, task.outputs) == (features, answers[-1])
    )


def from_task(guest: Guest, name: str, seed: int) -> Fed:
    """A sequence of a task, drawn from a seed, with its targets; the last one where there is one answer.

    Raises:
        ValueError: the task has no sequence of this length.
    """
    task = TASKS[name]
    config = TaskConfig(name=name, timesteps=guest.input_shapes[0][1] or None)
    batch = task.sample(1, config, np.random.default_rng(seed))
    return Fed(
        inputs=(batch.inputs,),
        symbols=tuple(task.symbols(batch.inputs)[0]),
        targets=batch.targets[0, -1:] if answers_once(guest) else batch.targets[0],
        classes=tuple(task.classes),
    )


def answers_once(guest: Guest) -> bool:
    """Whether the network answers once for the whole sequence."""
    return len(guest.output_shapes[0]) == 2


def at_random(guest: Guest, seed: int) -> Fed:
    """Numbers from a normal distribution, or tokens that are all equally likely, for every input."""
    rng = np.random.default_rng(seed)
    arrays = []
    for number, shape in enumerate(guest.input_shapes):
        sizes = (1, shape[1] or USUAL, *(size or 1 for size in shape[2:]))
        rows_of = vocabulary_size(guest, number)
        drawn = rng.normal(size=sizes) if rows_of is None else rng.integers(0, rows_of, sizes)
        arrays.append(np.asarray(drawn, np.float64))
    return Fed.of(arrays)


def from_numbers(guest: Guest, values: Sequence[Sequence[float]]) -> Fed:
    """Numbers that somebody typed or brought, one row for each step.

    Raises:
        ValueError: there are too many, or rows of another width.
    """
    steps, width = guest.input_shapes[0][1], guest.input_shapes[0][2]
    if not values or any(len(row) != width for row in values):
        got = ", ".join(sorted({str(len(row)) for row in values})) or "none"
        raise ValueError(f"`sequence` must have {width} numbers at each step; got {got}.")
    array = _fitted(np.asarray(values, np.float64), steps, mask_value(guest))
    return Fed.of([array[None]])


def from_tokens(guest: Guest, tokens: Sequence[int]) -> Fed:
    """Whole numbers that somebody typed or brought.

    Raises:
        ValueError: there are too many, or one is none that the network knows.
    """
    rows_of = vocabulary_size(guest) or 1
    wrong = [one for one in tokens if not 0 <= one < rows_of]
    if wrong or not tokens:
        got = f"{wrong[0]:,}" if wrong else "none"
        raise ValueError(f"`sequence` must be whole numbers from 0 to {rows_of - 1:,}; got {got}.")
    array = _fitted(np.asarray(tokens, np.float64), guest.input_shapes[0][1], PADDING)
    return Fed.of([array[None]])


def from_text(guest: Guest, text: str, index: Mapping[str, int], *, start: bool = False) -> Fed:
    """A text, cut into words and numbered as Keras numbers them.

    Args:
        guest: the network.
        text: what somebody typed.
        index: word -> its number; words that are not in it, or that the network has no row for, become 2.
        start: whether the mark 1 stands in front, as in Keras's IMDb set.

    Raises:
        ValueError: there is no word, or too many.
    """
    words, steps = words_of(text), guest.input_shapes[0][1]
    if not 1 <= len(words) <= LONGEST:
        raise ValueError(f"`text` must have 1 to {LONGEST} words; got {len(words):,}.")
    rows_of = vocabulary_size(guest) or 1
    unknown = min(UNKNOWN, rows_of - 1)
    if start:
        words = [MARK, *words]
    numbers = [START if word == MARK else index.get(word, unknown) for word in words]
    numbers = [one if 0 <= one < rows_of else unknown for one in numbers]
    length = steps or len(words)
    tokens = padded([np.asarray(numbers, np.int32)], length)
    symbols = [""] * max(length - len(words), 0) + words[-length:]
    return Fed(inputs=(tokens.astype(np.float64),), symbols=tuple(symbols))


def from_digit(image: npt.NDArray[np.uint8], label: int | None = None) -> Fed:
    """A drawn or shipped digit, row by row; `label` is what it is, where somebody has said so."""
    targets = None if label is None else np.array([label], np.int32)
    return Fed(inputs=(rows(image[None]),), targets=targets, classes=tuple("0123456789"), image=True)


def from_arrays(guest: Guest, arrays: Sequence[npt.NDArray[Any]], row: int) -> Fed:
    """One sequence of arrays that somebody brought, one array for each input.

    Args:
        guest: the network.
        arrays: with or without a batch axis.
        row: which sequence, counted from 0, where there is a batch axis; sentences count from 1.

    Raises:
        ValueError: the arrays are of other shapes.
    """
    shapes = guest.input_shapes
    if len(arrays) < len(shapes):
        raise ValueError(f"`file` must hold {len(shapes)} arrays, one for each input; got {len(arrays)}.")
    chosen = [_row_of(one, shape, row) for one, shape in zip(arrays, shapes, strict=False)]
    return Fed.of(chosen)


def vocabulary_size(guest: Guest, number: int = 0) -> int | None:
    """Rows of the embedding that reads an input; None where it reads numbers."""
    place = guest.embedding(number)
    return None if place is None else int(guest.description.calls[place].layer.options["input_dim"])


def _row_of(array: npt.NDArray[Any], shape: tuple[int | None, ...], row: int) -> Floats:
    """One sequence with a batch axis of one."""
    array = _with_axes(array, shape)
    fits = array.ndim == len(shape) and all(
        want in (None, got) for want, got in zip(shape[1:], array.shape[1:], strict=True)
    )
    if not fits or 0 in array.shape or array.shape[1] > LONGEST:
        wanted = tuple("any" if one is None else one for one in shape)
        raise ValueError(f"`file` must hold an array of the shape {wanted}; got {array.shape}.")
    if not row < len(array):
        raise ValueError(f"`row` must be from 1 to {len(array):,}; got {row + 1:,}.")
    return np.asarray(array[row : row + 1], np.float64)


def _with_axes(array: npt.NDArray[Any], shape: tuple[int | None, ...]) -> npt.NDArray[Any]:
    """An array as the network reads it, where that can be meant: with its batch axis, rows cut into steps."""
    width = shape[-1] or 1
    if len(shape) == 3 and array.ndim == 1:
        array = array[None]
    if len(shape) == 3 and array.ndim == 2 and array.shape[1] != width and array.shape[1] % width == 0:
        return array.reshape(len(array), -1, width)
    return array[None] if array.ndim == len(shape) - 1 else array


def _fitted(array: Floats, steps: int | None, fill: float) -> Floats:
    """A short sequence with padding in front, as Keras's `pad_sequences` puts it."""
    most = steps or LONGEST
    if len(array) > most:
        raise ValueError(f"`sequence` must have at most {most:,} steps; got {len(array):,}.")
    missing = (steps or len(array)) - len(array)
    return np.concatenate([np.full((missing, *array.shape[1:]), fill), array])


def mask_value(guest: Guest) -> float:
    """What the network's Masking layer leaves out; zero without one."""
    calls = (call.layer for call in guest.description.calls if call.layer.kind == "Masking")
    return next((float(layer.options.get("mask_value", 0.0)) for layer in calls), 0.0)
