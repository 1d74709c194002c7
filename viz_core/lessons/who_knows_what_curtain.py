"""What answers do when the future changes, or has not come yet.

In: a network, a sequence, other futures for it. Out: its answers behind a curtain at every place, and its
answers while the sequence arrives; how many of them changed.

Every sequence is traced alone: the same numbers then meet the same instructions, so that 'unchanged' can be
said to the last bit. (In a batch, BLAS may round a row by its place.)
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from viz_core.arrays import Floats, Floats32
from viz_core.checks import check_integer, check_shape
from viz_core.config import ModelConfig, TaskConfig
from viz_core.network.tracing import trace
from viz_core.statistics.metrics import predicted
from viz_core.tasks import TASKS

Counts = npt.NDArray[np.intp]

# Its own stream of random numbers for each seed, beside those of `viz_core.network.probe`.
FUTURE_STREAM = 3


@dataclass(frozen=True, kw_only=True, eq=False)
class Curtains:
    """The answers of one network behind a curtain after k = 0 … T steps.

    Attributes:
        probabilities: `(futures, places, time)`, of class 1; place k keeps the first k inputs and takes the
            others from that future, so the last place is the sequence itself.
        changed: `(futures, places)`, how many of the first k answers are not those to the sequence itself.
        largest: `(futures, places)`, the largest difference of probability among the first k; 0 for k = 0.
    """

    probabilities: Floats
    changed: Counts
    largest: Floats


@dataclass(frozen=True, kw_only=True, eq=False)
class Arrivals:
    """The answers of one network while a sequence arrives.

    Attributes:
        probabilities: `(time, time)`, of class 1: row n after n + 1 steps have come, column t; NaN where step
            t has not come.
        revised: `(time, time)` bool: this answer differs from the one a row before.
    """

    probabilities: Floats
    revised: npt.NDArray[np.bool_]

    @property
    def revisions(self) -> int:
        """How many times an answer was taken back."""
        return int(self.revised.sum())

    @property
    def chances(self) -> int:
        """How many times an answer might have been: T (T - 1) / 2."""
        time = len(self.revised)
        return time * (time - 1) // 2


def drawn_futures(config: TaskConfig, seed: int, count: int) -> Floats32:
    """Other sequences of a task, `(count, time, features)`; the same seed draws the same ones."""
    rng = np.random.default_rng([seed, FUTURE_STREAM])
    return TASKS[config.name].sample(count, config, rng).inputs


def behind(inputs: Floats, future: Floats, place: int) -> Floats:
    """Keep the first `place` steps of `inputs`, take the rest from `future`; all `(1, time, features)`.

    Raises:
        ValueError: the two have not the same shape, or there is no such place.
    """
    _, time, features = np.shape(inputs)
    check_shape("future", future, {"batch": 1, "time": time, "features": features})
    check_integer("place", place, 0, time)
    return np.concatenate([inputs[:, :place], future[:, place:]], axis=1)


def curtains(
    weights: Sequence[npt.NDArray[np.generic]], config: ModelConfig, inputs: Floats, futures: Floats
) -> Curtains:
    """The answers behind every place of the curtain, for each of several futures.

    Args:
        weights: arrays in the order of `get_weights()`.
        config: a network with two classes and an answer at each step.
        inputs: the sequence itself, `(1, time, features)`.
        futures: `(futures, time, features)`.

    Raises:
        ValueError: a shape that does not fit.
    """
    time = np.shape(inputs)[1]
    answers = np.stack(
        [
            [_answers(weights, config, behind(inputs, future[None], place)) for place in range(time + 1)]
            for future in futures
        ]
    )
    itself = answers[:, -1:]
    visible = np.arange(time) < np.arange(time + 1)[:, None]
    flipped = predicted(answers[..., None]) != predicted(itself[..., None])
    return Curtains(
        probabilities=answers,
        changed=np.sum(flipped & visible, axis=-1),
        largest=np.max(np.abs(answers - itself) * visible, axis=-1),
    )


def arriving(weights: Sequence[npt.NDArray[np.generic]], config: ModelConfig, inputs: Floats) -> Arrivals:
    """The answers after each step of a sequence that comes one step at a time.

    Args:
        weights: arrays in the order of `get_weights()`.
        config: a network with two classes and an answer at each step.
        inputs: `(1, time, features)`.
    """
    time = np.shape(inputs)[1]
    answers = np.full((time, time), np.nan)
    for n in range(time):
        answers[n, : n + 1] = _answers(weights, config, inputs[:, : n + 1])
    said = predicted(answers[..., None])
    known = np.isfinite(answers)
    revised = np.zeros_like(known)
    revised[1:] = known[:-1] & (said[1:] != said[:-1])
    return Arrivals(probabilities=answers, revised=revised)


def _answers(weights: Sequence[npt.NDArray[np.generic]], config: ModelConfig, inputs: Floats) -> Floats:
    """The probability of class 1 at each step of one sequence, `(time,)`."""
    probabilities = trace(weights, config, inputs)["probabilities"]
    check_shape("probabilities", probabilities, {"batch": 1, "time": None, "outputs": 1})
    return probabilities[0, :, 0]
