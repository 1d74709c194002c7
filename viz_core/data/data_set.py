"""What a data set is: labelled sequences in three parts, and where they come from.

Out: `DataSet`, `Parts`, `Labelled`, `MissingFile`.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from viz_core.arrays import Array
from viz_core.checks import check_integer
from viz_core.config import TaskConfig


class MissingFile(ValueError):
    """A file that a data set needs is not on this machine."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Labelled:
    """Sequences with one label each, or one for each step.

    Attributes:
        inputs: `(batch, time, features)` float32, or tokens `(batch, time)` int32, 0 where padded.
        targets: `(batch,)` int32, the class; or `(batch, time)`, one for each step, -1 where none counts.
        mask: `(batch, time)` bool, False where a step is padding; None when nothing is padded.
    """

    inputs: Array
    targets: Array
    mask: npt.NDArray[np.bool_] | None = None

    def rows(self, kept: slice | npt.NDArray[np.int64 | np.bool_]) -> "Labelled":
        """Some of the sequences."""
        mask = None if self.mask is None else self.mask[kept]
        return Labelled(inputs=self.inputs[kept], targets=self.targets[kept], mask=mask)


@dataclass(frozen=True, kw_only=True, eq=False)
class Parts:
    """A data set cut in three, each part in a shuffled order that is always the same.

    Attributes:
        train: to learn from.
        validation: looked at after every epoch, never learned from.
        test: looked at once, for the card of a finished network.
    """

    train: Labelled
    validation: Labelled
    test: Labelled

    def few(self, sequences: int) -> "Parts":
        """The same with only the first sequences to learn from.

        Raises:
            ValueError: there are not so many.
        """
        check_integer("sequences", sequences, 1, len(self.train.targets))
        return Parts(train=self.train.rows(slice(sequences)), validation=self.validation, test=self.test)


class DataSet(ABC):
    """Real or generated sequences with their labels.

    Attributes:
        name: its key in `DATA_SETS`.
        title: what the pages call it.
        features: width of the input at each step; for words the size of the vocabulary.
        classes: the names of the answers; a two-class set is learned with one sigmoid output.
        training_sequences: how many there are to learn from.
        origin: where it comes from, in one sentence.
        licence: under which terms.
        size: how large it is to fetch or to ship, in words.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    features: ClassVar[int]
    classes: ClassVar[tuple[str, ...]]
    training_sequences: ClassVar[int]
    origin: ClassVar[str]
    licence: ClassVar[str]
    size: ClassVar[str]

    @property
    def outputs(self) -> int:
        """Width of the network's output: 1 (sigmoid) for two classes, else one per class (softmax)."""
        return 1 if len(self.classes) == 2 else len(self.classes)

    def widths(self, config: TaskConfig) -> tuple[int, int]:
        """Width of a network's input (or size of its vocabulary), and of its output."""
        return self.features, self.outputs

    def best(self, reader: str) -> float | None:
        """The exact best share of right answers of a reader of that direction, where it is known."""
        return None

    @abstractmethod
    def available(self) -> bool:
        """Whether training can begin at once: nothing needs to be fetched."""

    @abstractmethod
    def parts(self, config: TaskConfig) -> Parts:
        """Read or generate all sequences.

        Raises:
            MissingFile: its file is neither in the local folder nor in Keras's cache.
            ValueError: a file is not what it should be.
        """


def shuffled(count: int, *, seed: int = 113) -> npt.NDArray[np.int64]:
    """An order of `count` sequences that is always the same (the seed is the one Keras's sets use)."""
    return np.random.default_rng(seed).permutation(count)
