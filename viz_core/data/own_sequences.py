"""Uploaded sequences, checked: what is in them, and how they are divided.

Out: `OwnData`, `divided`, `commonest`.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from viz_core.arrays import Array, Ints32
from viz_core.data.data_set import shuffled

Places = npt.NDArray[np.int64]

VALIDATION = 0.2


@dataclass(frozen=True, kw_only=True, eq=False)
class OwnData:
    """The sequences of one file, in its order.

    Attributes:
        ids: what the file calls each sequence; for texts their numbers, from 1.
        values: of each sequence `(time, features)` float64 as in the file; for texts `(time,)` words.
        targets: of each sequence its classes, `(time,)` int32; with one label for the whole, `(1,)`.
        classes: the labels, in alphabetical order.
        features: the names of the columns of numbers; empty for texts.
        per_step: whether steps of one sequence have different labels.
        cut_short: how many texts were longer than is read.
    """

    ids: tuple[str, ...]
    values: tuple[Array, ...]
    targets: tuple[Ints32, ...]
    classes: tuple[str, ...]
    features: tuple[str, ...] = ()
    per_step: bool = False
    cut_short: int = 0

    @property
    def lengths(self) -> Places:
        """The number of steps of each sequence."""
        return np.array([len(one) for one in self.values], np.int64)


@dataclass(frozen=True, kw_only=True, eq=False)
class Divided:
    """Which sequences are learned from, and which are kept for validation; places in the file's order."""

    train: Places
    validation: Places


def divided(data: OwnData) -> Divided:
    """Keep a fifth of the sequences for validation, always the same ones.

    With one label for each sequence a fifth of every label's, so that both parts have the same mixture; a
    label that only one sequence has is learned from.
    """
    order = shuffled(len(data.values))
    kinds = np.zeros(len(order), np.int64) if data.per_step else np.concatenate(data.targets)
    train, validation = [], []
    for kind in np.unique(kinds):
        members = order[kinds[order] == kind]
        kept = min(max(1, round(VALIDATION * len(members))), len(members) - 1)
        validation.append(members[:kept])
        train.append(members[kept:])
    return Divided(train=_mixed(train), validation=_mixed(validation))


def _mixed(groups: list[Places]) -> Places:
    members = np.concatenate(groups)
    return members[shuffled(len(members))]


def commonest(data: OwnData) -> tuple[str, float]:
    """The commonest label among those learned from, and the accuracy of always guessing it in validation."""
    parts = divided(data)
    counts = np.bincount(np.concatenate([data.targets[place] for place in parts.train]))
    guess = int(counts.argmax())
    targets = np.concatenate([data.targets[place] for place in parts.validation])
    return data.classes[guess], float(np.mean(targets == guess))
