"""How good answers are: accuracy, the probability of the right answer, answers side by side with targets.

In: probabilities with a last axis of outputs (1 for a sigmoid, one per class for a softmax), targets and an
optional mask of the same shape without that axis. Out: numbers and rows.
"""

from dataclasses import dataclass

import numpy as np

from viz_core.arrays import Floats, Ints, Ints32, Mask
from viz_core.checks import check_shape


@dataclass(frozen=True, kw_only=True)
class AnswerRow:
    """One sequence's answers beside its targets, padding left out.

    Attributes:
        targets: the class at each step.
        predicted: the class the network says.
        right: how many of them agree.
    """

    targets: tuple[int, ...]
    predicted: tuple[int, ...]
    right: int

    @property
    def correct(self) -> bool:
        """Whether every step is right."""
        return self.right == len(self.targets)


def predicted(probabilities: Floats) -> Ints32:
    """The class with the highest probability.

    Args:
        probabilities: `(..., outputs)`. One output says class 1 above 0.5, as Keras's `binary_accuracy` does.

    Returns:
        `(...)` classes.
    """
    if probabilities.shape[-1] == 1:
        return (probabilities[..., 0] > 0.5).astype(np.int32)
    return probabilities.argmax(axis=-1).astype(np.int32)


def right_probability(probabilities: Floats, targets: Ints) -> Floats:
    """The probability given to the right answer.

    Args:
        probabilities: `(..., outputs)`.
        targets: `(...)` classes.

    Returns:
        `(...)`, from 0 to 1.

    Raises:
        ValueError: the shapes do not belong together.
    """
    _check_targets(probabilities, targets)
    if probabilities.shape[-1] == 1:
        one = probabilities[..., 0]
        return np.where(targets == 1, one, 1 - one)
    picked: Floats = np.take_along_axis(probabilities, targets[..., np.newaxis], axis=-1)
    return picked[..., 0]


def accuracy(probabilities: Floats, targets: Ints, mask: Mask | None = None) -> float:
    """The share of right answers among all that are not padding; NaN where there are none.

    Args:
        probabilities: `(..., outputs)`.
        targets: `(...)` classes.
        mask: `(...)` bool, False where a step is padding.

    Raises:
        ValueError: the shapes do not belong together.
    """
    right, counted = _right(probabilities, targets, mask)
    return float(right.sum() / counted.sum()) if counted.any() else float("nan")


def accuracy_per_step(probabilities: Floats, targets: Ints, mask: Mask | None = None) -> Floats:
    """The share of right answers at each time step.

    Args:
        probabilities: `(batch, time, outputs)`.
        targets: `(batch, time)` classes.
        mask: `(batch, time)` bool, False where a step is padding.

    Returns:
        `(time,)`; NaN at a step that is padding in every sequence.

    Raises:
        ValueError: the shapes do not belong together.
    """
    check_shape("targets", targets, {"batch": None, "time": None})
    right, counted = _right(probabilities, targets, mask)
    counts = counted.sum(axis=0)
    shares = np.full(counts.shape, np.nan)
    return np.divide(right.sum(axis=0), counts, out=shares, where=counts > 0)


def answer_rows(probabilities: Floats, targets: Ints, mask: Mask | None = None) -> list[AnswerRow]:
    """Each sequence's answers beside its targets.

    Args:
        probabilities: `(batch, time, outputs)`.
        targets: `(batch, time)` classes.
        mask: `(batch, time)` bool, False where a step is padding.

    Raises:
        ValueError: the shapes do not belong together.
    """
    check_shape("targets", targets, {"batch": None, "time": None})
    right, counted = _right(probabilities, targets, mask)
    said = predicted(probabilities)
    return [
        AnswerRow(
            targets=tuple(targets[row][steps].tolist()),
            predicted=tuple(said[row][steps].tolist()),
            right=int(right[row].sum()),
        )
        for row, steps in enumerate(counted)
    ]


def _right(probabilities: Floats, targets: Ints, mask: Mask | None) -> tuple[Mask, Mask]:
    """Which answers are right, and which count at all; both in the shape of the targets."""
    _check_targets(probabilities, targets)
    if mask is None:
        counted = np.ones(targets.shape, dtype=bool)
    else:
        check_shape("mask", mask, _axes(targets.shape))
        counted = mask
    return (predicted(probabilities) == targets) & counted, counted


def _check_targets(probabilities: Floats, targets: Ints) -> None:
    check_shape("targets", targets, _axes(probabilities.shape[:-1]))


def _axes(shape: tuple[int, ...]) -> dict[str, int | None]:
    names = ("batch", "time") if len(shape) <= 2 else tuple(f"axis{i}" for i in range(len(shape)))
    return dict(zip(names, shape, strict=False))
