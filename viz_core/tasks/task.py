"""What a task is: sequences, their labels, and the best any reader can do.

In: a `TaskConfig` and a random generator. Out: a `Batch` of sequences with targets; exact ceilings.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from viz_core.arrays import Floats32, Floats64, Ints32
from viz_core.config import TaskConfig

Probabilities = Floats64


@dataclass(frozen=True, kw_only=True, eq=False)
class Batch:
    """Sequences with their answers.

    Attributes:
        inputs: `(batch, time, features)` float32.
        targets: `(batch, time)` int32, the class at each step (for a two-class task 0 or 1).
        mask: `(batch, time)` bool, False where a step is padding; None when nothing is padded.
    """

    inputs: Floats32
    targets: Ints32
    mask: npt.NDArray[np.bool_] | None = None


class Task(ABC):
    """One sequence problem with known best answers.

    Attributes:
        name: its key in `TASKS`.
        title: what the page calls it.
        teaching_point: one sentence: what a class learns from it.
        features: width of the input at each step.
        classes: the names of the answers; a two-class task is learned with one sigmoid output.
        typed: one sentence that says what a person may type as a sequence, with an example.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    teaching_point: ClassVar[str]
    features: ClassVar[int]
    classes: ClassVar[tuple[str, ...]]
    typed: ClassVar[str]

    @property
    def outputs(self) -> int:
        """Width of the network's output: 1 (sigmoid) for two classes, else one per class (softmax)."""
        return 1 if len(self.classes) == 2 else len(self.classes)

    @abstractmethod
    def sample(self, n: int, config: TaskConfig, rng: np.random.Generator) -> Batch:
        """Draw `n` sequences of `config.length` steps with their targets."""

    @abstractmethod
    def ceilings_per_step(self, config: TaskConfig) -> dict[str, Probabilities]:
        """The exact best accuracy at each step for each reader.

        Returns:
            'forward' (knows inputs up to and including the step), 'backward' (from the step to the end)
            and 'bidirectional' (all), each `(time,)`.
        """

    def ceilings(self, config: TaskConfig) -> dict[str, float]:
        """The exact best mean accuracy over the steps, for each reader."""
        return {reader: float(np.mean(best)) for reader, best in self.ceilings_per_step(config).items()}

    @abstractmethod
    def parse(self, text: str, config: TaskConfig) -> Floats32:
        """Turn what a person typed into `(1, time, features)` inputs.

        Raises:
            ValueError: one sentence that says what was expected and what came.
        """

    @abstractmethod
    def label(self, inputs: Floats32, config: TaskConfig) -> Ints32 | None:
        """The targets of given inputs, `(batch, time)`; None where inputs do not decide them (casino)."""

    @abstractmethod
    def symbols(self, inputs: Floats32) -> list[list[str]]:
        """How each step of each sequence is written in the input strip, for example '0.42' or '('."""
