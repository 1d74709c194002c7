"""What the picture of the lesson 'Errors flowing back' draws: an error on its way back through both readers.

In: lengths of gradients. Out: plain values for `static/pictures/errors_flowing_back.js`.
"""

from collections.abc import Mapping, Sequence
from typing import TypedDict

from viz_core.arrays import Floats
from viz_core.lessons.errors_flowing_back import arrivals, decades
from viz_core.network.recurrence import READERS


class ReaderErrors(TypedDict):
    """Of one reader the length of dL/dh_t at each step, and when the error arrives there, None for never."""

    lengths: list[float]
    arrivals: list[int | None]


class ErrorsPayload(TypedDict):
    """One sequence: `at` is the index of the answer whose loss is taken, None for all.

    `decades` are the powers of ten that hold all lengths.
    """

    source: str
    steps: int
    symbols: list[str]
    at: int | None
    readers: dict[str, ReaderErrors]
    decades: tuple[int, int]


def errors_payload(lengths: Mapping[str, Floats], *, symbols: Sequence[str], at: int | None) -> ErrorsPayload:
    """Everything the picture shows of fresh weights.

    Args:
        lengths: as `viz_core.lessons.errors_flowing_back.gradient_lengths` gives them.
        symbols: how each step is written.
        at: index of the answer whose loss is taken; None for all.
    """
    steps = len(symbols)
    readers: dict[str, ReaderErrors] = {
        reader: {
            "lengths": lengths[f"layer0/{reader}/hidden"].tolist(),
            "arrivals": arrivals(steps, reader, at),
        }
        for reader in READERS
    }
    return {
        "source": "fresh weights",
        "steps": steps,
        "symbols": list(symbols),
        "at": at,
        "readers": readers,
        "decades": decades([one["lengths"] for one in readers.values()]),
    }
