"""Numbers and tokens as a person types them for a guest.

In: the text of an input field. Out: rows of numbers or whole numbers; examples to begin with.
"""

import numpy as np

from viz_core.guests.feeding import LONGEST, USUAL, vocabulary_size
from viz_core.guests.guest import Guest
from viz_core.tasks.typed import any_numbers

BIGGEST = 1e6


def numbers_of(text: str, width: int) -> list[list[float]]:
    """Rows of `width` numbers, one row for each step; of one number each, several may stand in a line.

    Raises:
        ValueError: something is no number, or a line has another number of them.
    """
    if width == 1:
        return [[one] for one in any_numbers(text, most=LONGEST, biggest=BIGGEST)]
    lines = [line for line in text.splitlines() if line.strip()]
    rows = [any_numbers(line, most=width, biggest=BIGGEST) for line in lines]
    for number, row in enumerate(rows, start=1):
        if len(row) != width:
            raise ValueError(
                f"`sequence` must have {width} numbers in each line; got {len(row)} in line {number}."
            )
    return rows


def tokens_of(text: str) -> list[int]:
    """Whole numbers.

    Raises:
        ValueError: something is no whole number.
    """
    numbers = any_numbers(text, most=LONGEST, biggest=BIGGEST)
    if any(one != int(one) for one in numbers):
        raise ValueError("`sequence` must be whole numbers; got others among them.")
    return [int(one) for one in numbers]


def usual_numbers(guest: Guest) -> str:
    """Numbers from 0 to 1 that fit, to begin with."""
    steps, width = guest.input_shapes[0][1] or USUAL, guest.input_shapes[0][2] or 1
    drawn = np.random.default_rng(0).random((steps, width))
    lines = [" ".join(f"{one:.2f}" for one in row) for row in drawn]
    return (" " if width == 1 else "\n").join(lines)


def usual_tokens(guest: Guest) -> str:
    """Tokens that fit, to begin with."""
    steps, rows = guest.input_shapes[0][1] or USUAL, vocabulary_size(guest) or 1
    # All different where there are enough, and none is padding.
    return " ".join(str(1 + (7 * step + 2) % max(rows - 1, 1)) for step in range(min(steps, USUAL)))
