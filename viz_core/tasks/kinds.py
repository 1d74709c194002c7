"""The two kinds of sequences the tasks are made of: uniform numbers, and symbols of a small alphabet.

In: what a concrete task declares (a range, or an alphabet with its codes). Out: drawing, reading and writing
its inputs, so that each task file holds only its labels and its ceilings.
"""

from abc import abstractmethod
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from viz_core.arrays import Floats32, Ints32
from viz_core.checks import check_integer, check_shape
from viz_core.config import TaskConfig
from viz_core.tasks.task import Batch, Task
from viz_core.tasks.typed import read_numbers, read_symbols, write_number

MOST_SEQUENCES = 1_000_000


class NumberTask(Task):
    """A task on one number per step, uniform from `low` to `high`.

    Attributes:
        low: the least number.
        high: the greatest number.
    """

    features = 1
    low: ClassVar[float]
    high: ClassVar[float]

    def sample(self, n: int, config: TaskConfig, rng: np.random.Generator) -> Batch:
        """Draw `n` sequences of `config.length` uniform numbers with their targets."""
        check_integer("n", n, 1, MOST_SEQUENCES)
        uniform = rng.random((n, config.length, 1), dtype=np.float32)
        inputs = uniform * np.float32(self.high - self.low) + np.float32(self.low)
        return Batch(inputs=inputs, targets=self.label(inputs, config))

    @abstractmethod
    def label(self, inputs: Floats32, config: TaskConfig) -> Ints32:
        """The targets of given inputs `(batch, time, 1)`, as `(batch, time)`."""

    def parse(self, text: str, config: TaskConfig) -> Floats32:
        """Turn numbers separated by spaces or commas into `(1, time, 1)` inputs.

        Raises:
            ValueError: wrong count, not a number, or out of range.
        """
        numbers = read_numbers(text, count=config.length, low=self.low, high=self.high)
        return np.array(numbers, dtype=np.float32).reshape(1, -1, 1)

    def symbols(self, inputs: Floats32) -> list[list[str]]:
        """Each number with two decimals, for example '0.42'."""
        return [[write_number(value) for value in sequence] for sequence in inputs[..., 0].tolist()]


class SymbolTask(Task):
    """A task on one symbol per step.

    Attributes:
        alphabet: the symbols, one character each.
        codes: `(symbols, features)`, what the network reads for each of them.
        noun: what error sentences call them, for example '{count} digits from 0 to 3'.
    """

    alphabet: ClassVar[str]
    codes: ClassVar[Floats32]
    noun: ClassVar[str]

    def draw(self, n: int, config: TaskConfig, rng: np.random.Generator) -> Floats32:
        """Draw `n` sequences of fair symbols, `(batch, time, features)`."""
        check_integer("n", n, 1, MOST_SEQUENCES)
        drawn = rng.integers(len(self.alphabet), size=(n, config.length), dtype=np.int8)
        return self.codes.take(drawn, axis=0)

    def indices(self, inputs: Floats32) -> npt.NDArray[np.intp]:
        """The symbol at each step as an index into `alphabet`, `(batch, time)`."""
        distance = np.abs(inputs[..., None, :] - self.codes).sum(axis=-1)
        return distance.argmin(axis=-1)

    def parse(self, text: str, config: TaskConfig) -> Floats32:
        """Turn typed symbols into `(1, time, features)` inputs.

        Raises:
            ValueError: wrong count, or a symbol that is not in `alphabet`.
        """
        typed = read_symbols(text, count=config.length, alphabet=self.alphabet, noun=self.noun)
        return self.codes[np.array([typed])]

    def symbols(self, inputs: Floats32) -> list[list[str]]:
        """Each step as its symbol."""
        return [[self.alphabet[index] for index in sequence] for sequence in self.indices(inputs).tolist()]


def check_inputs(inputs: Floats32, config: TaskConfig, features: int) -> None:
    """Raise `ValueError` unless `inputs` is `(batch, time, features)` with the config's length."""
    check_shape("inputs", inputs, {"batch": None, "time": config.length, "features": features})
