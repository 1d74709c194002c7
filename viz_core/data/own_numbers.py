"""Sequences of numbers from a table: one row for each step.

In: a `Table` with the columns `sequence`, `label` and features. Out: `OwnData`; arrays to learn from.

The rows of one sequence are its steps, in the order of the file. If all rows of every sequence have one
label, it is the label of the sequence as a whole.
"""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from viz_core.arrays import Floats32, Floats64
from viz_core.data.data_set import Labelled
from viz_core.data.own_sequences import Divided, OwnData
from viz_core.data.own_table import FEWEST, LABEL, MOST_FEATURES, SEQUENCE, TEXT, Table, labels_of
from viz_core.data.plain_text import fits, refuse, visible

MOST_SEQUENCES = 5_000
MOST_STEPS = 200
LARGEST = 1e15
LONGEST_ID = 60
# Units in the last place by which equal numbers may differ once a program has computed them.
ROUNDING = 8
FURTHEST = 1e6


def read_numbers(table: Table) -> OwnData:
    """Check every cell and put the steps of each sequence together.

    Raises:
        ValueError: a cell is no number, or there are too few or too many of anything.
    """
    features = tuple(name for name in table.names if name not in (LABEL, SEQUENCE))
    if not features or TEXT in features:
        refuse(
            f"a table with 1 to {MOST_FEATURES} columns of numbers beside `{SEQUENCE}` and `{LABEL}`",
            f"the columns {', '.join(table.names)}",
        )
    steps = _steps(table)
    labels = labels_of(table)
    classes = tuple(sorted(set(labels)))
    numbers = _numbers(table, features)
    codes = np.array([classes.index(label) for label in labels], np.int32)
    per_step = any(len(set(codes[rows])) > 1 for rows in steps.values())
    return OwnData(
        ids=tuple(steps),
        values=tuple(numbers[rows] for rows in steps.values()),
        targets=tuple(codes[rows if per_step else rows[:1]] for rows in steps.values()),
        classes=classes,
        features=features,
        per_step=per_step,
    )


def _steps(table: Table) -> dict[str, list[int]]:
    """The rows of each sequence, by its name."""
    steps: dict[str, list[int]] = {}
    for row, (name, line) in enumerate(table.names_in(SEQUENCE)):
        if not fits(name, LONGEST_ID):
            refuse(
                f"a table with a sequence of 1 to {LONGEST_ID} characters in every row",
                f"something else in line {line:,}",
            )
        rows = steps.setdefault(name, [])
        rows.append(row)
        if len(rows) > MOST_STEPS:
            refuse(f"a table with at most {MOST_STEPS} steps in each sequence", f"more in line {line:,}")
    if not FEWEST <= len(steps) <= MOST_SEQUENCES:
        refuse(f"a table with {FEWEST} to {MOST_SEQUENCES:,} sequences", f"{len(steps):,}")
    if max(len(rows) for rows in steps.values()) < 2:
        refuse("a table in which some rows have the same sequence", "one row for each")
    return steps


def _numbers(table: Table, features: tuple[str, ...]) -> Floats64:
    """The cells of the features, `(rows, features)`."""
    places = [table.names.index(name) for name in features]
    numbers = np.empty((len(table.rows), len(features)))
    for row, (cells, line) in enumerate(zip(table.rows, table.lines, strict=True)):
        for column, place in enumerate(places):
            number = _number(cells[place])
            if number is None:
                refuse(
                    f"a table with a number from {-LARGEST:g} to {LARGEST:g}, written as 1.5, in every "
                    "column of features",
                    f"{_shown(cells[place])} in line {line:,}, column '{features[column]}'",
                )
            numbers[row, column] = number
    return numbers


def _number(cell: str) -> float | None:
    """A finite number as it is written everywhere; Python itself would also take `1_0`, 'nan' and '١'."""
    cell = visible(cell)
    if not cell.isascii() or "_" in cell:
        return None
    try:
        number = float(cell)
    except ValueError:
        return None
    return number if abs(number) <= LARGEST else None


def _shown(cell: str) -> str:
    return repr(cell[:LONGEST_ID]) if cell.strip() else "an empty cell"


def standardised(data: OwnData, parts: Divided, places: Iterable[int]) -> list[Floats32]:
    """Some sequences, each feature less its mean and over its standard deviation among those learned from.

    A feature that does not vary there, but for the rounding of the numbers it is written in, says nothing and
    is 0 everywhere. Values further than `FURTHEST` standard deviations from the mean are moved there.
    """
    known = np.concatenate([data.values[place] for place in parts.train])
    largest = np.abs(known).max(axis=0)
    varies = np.ptp(known, axis=0) > ROUNDING * np.finfo(np.float64).eps * largest
    unit = np.where(largest > 0, largest, 1.0)
    mean, spread = (known / unit).mean(axis=0), np.where(varies, (known / unit).std(axis=0), 1.0)
    with np.errstate(over="ignore"):
        scores = [np.where(varies, (data.values[place] / unit - mean) / spread, 0.0) for place in places]
    return [np.clip(one, -FURTHEST, FURTHEST).astype(np.float32) for one in scores]


def labelled_numbers(
    data: OwnData, parts: Divided, places: npt.NDArray[np.int64], timesteps: int
) -> Labelled:
    """Arrays to learn from, padded and masked behind the last step of each sequence."""
    inputs = np.zeros((len(places), timesteps, len(data.features)), np.float32)
    mask = np.zeros((len(places), timesteps), bool)
    targets = np.zeros((len(places), timesteps) if data.per_step else (len(places), 1), np.int32)
    for row, (place, values) in enumerate(zip(places, standardised(data, parts, places), strict=True)):
        inputs[row, : len(values)], mask[row, : len(values)] = values, True
        targets[row, : len(data.targets[place])] = data.targets[place]
    return Labelled(inputs=inputs, targets=targets if data.per_step else targets[:, 0], mask=mask)
