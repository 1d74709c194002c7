"""Tables to try before one has a table: generated here, always the same.

Out: `EXAMPLES`, name -> title, sentence and the text of the table.

`leaks`: a leak begins with a dip of the pressure and ends with a jump of the flow. A dip that no jump
follows, and a jump that follows no dip, mean nothing. So whether a step belongs to a leak is known only to
who has read both what was before it and what comes after it.
"""

import csv
import io
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from viz_core.data.data_set import shuffled
from viz_core.data.mini_reviews import MiniReviews, every_review
from viz_core.words import N_

SEQUENCES, REVIEWS = 400, 2_000
# How often a recording has a whole leak, only its dip, only its jump.
KINDS, SHARES = ("leak", "dip", "jump"), (0.5, 0.25, 0.25)
TURNS = {"clockwise": -1, "anticlockwise": 1}


@dataclass(frozen=True, kw_only=True)
class Example:
    """A table that can be downloaded and tried.

    Attributes:
        title: what the page calls it.
        sentence: what is in it.
        table: makes its text, with commas.
    """

    title: str
    sentence: str
    table: Callable[[], str]


def _written(rows: Iterable[Sequence[object]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


@cache
def leaks() -> str:
    """Pressure and flow in a pipe, a label for each step."""
    rng = np.random.default_rng(7)
    rows: list[Sequence[object]] = [("sequence", "pressure", "flow", "label")]
    for number in range(1, SEQUENCES + 1):
        kind = rng.choice(KINDS, p=SHARES)
        steps = int(rng.integers(20, 31))
        begin, end = int(rng.integers(2, 7)), steps - int(rng.integers(3, 8))
        pressure, flow = rng.normal(5.0, 0.1, steps), rng.normal(2.0, 0.1, steps)
        pressure[begin] -= 1.5 * (kind != "jump")
        flow[end] += 1.5 * (kind != "dip")
        for step in range(steps):
            inside = kind == "leak" and begin <= step <= end
            label = "leak" if inside else "normal"
            rows.append((number, f"{pressure[step]:.2f}", f"{flow[step]:.2f}", label))
    return _written(rows)


@cache
def gestures() -> str:
    """A pen that draws circles, one way round or the other, or a zigzag; a label for each sequence."""
    rng = np.random.default_rng(8)
    rows: list[Sequence[object]] = [("sequence", "x", "y", "label")]
    for number in range(1, SEQUENCES + 1):
        label = str(rng.choice([*TURNS, "zigzag"]))
        steps, start = int(rng.integers(12, 25)), rng.uniform(0, 2 * math.pi)
        for step in range(steps):
            angle = start + TURNS.get(label, 0) * 2 * math.pi * step / steps
            x, y = math.cos(angle), math.sin(angle)
            if label == "zigzag":
                x, y = 2 * step / steps - 1, 0.7 * (-1) ** (step // 2)
            x, y = x + rng.normal(0, 0.1), y + rng.normal(0, 0.1)
            rows.append((number, f"{x:.2f}", f"{y:.2f}", label))
    return _written(rows)


@cache
def short_reviews() -> str:
    """Reviews of two clauses, one of them favourable; the order decides."""
    reviews = every_review()
    few = (reviews[place] for place in shuffled(len(reviews))[:REVIEWS])
    return _written([("text", "label"), *((" ".join(words), MiniReviews.classes[k]) for words, k in few)])


EXAMPLES = {
    "leaks": Example(
        title=N_("Leaks"),
        sentence=N_(
            "Pressure and flow in a pipe, step by step. A leak begins with a dip of the pressure and "
            "ends with a jump of the flow. A dip that no jump follows is not a leak, and neither is a jump "
            "that no dip came before."
        ),
        table=leaks,
    ),
    "gestures": Example(
        title=N_("Gestures"),
        sentence=N_(
            "Where a pen is, step by step; each sequence as a whole is clockwise, anticlockwise or a zigzag."
        ),
        table=gestures,
    ),
    "short_reviews": Example(
        title=N_("Reviews"),
        sentence=N_(
            "A favourable and an unfavourable clause in one text; their order and the word between them "
            "decide."
        ),
        table=short_reviews,
    ),
}
