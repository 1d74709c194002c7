"""The update rules of Keras's optimizers, with its defaults, in machine code on flat arrays.

In: values, their gradient, slots, the number of the update, the learning rate. Out: all of them in place.
Source: https://keras.io/api/optimizers/ (Adam: Kingma & Ba 2015; RMSprop: Hinton's lecture 6e, 2012).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from viz_core.arrays import Floats32
from viz_core.training.compiled import compiled

EPSILON = np.float32(1e-7)


@dataclass(frozen=True, kw_only=True)
class Optimizer:
    """One update rule.

    Attributes:
        slots: how many arrays it keeps beside the values; all start at zero.
        update: (values, gradient, slots `(slots, numbers)`, number of this update from 1, learning rate).
    """

    slots: int
    update: Callable[[Floats32, Floats32, Floats32, int, float], None]


@compiled
def _adam(values: Floats32, gradient: Floats32, slots: Floats32, step: int, rate: float) -> None:
    mean, square = slots[0], slots[1]
    alpha = np.float32(rate * np.sqrt(1 - 0.999**step) / (1 - 0.9**step))
    slow, slower = np.float32(1 - 0.9), np.float32(1 - 0.999)
    for k in range(values.size):
        mean[k] += (gradient[k] - mean[k]) * slow
        square[k] += (gradient[k] * gradient[k] - square[k]) * slower
        values[k] -= alpha * mean[k] / (np.sqrt(square[k]) + EPSILON)


@compiled
def _rmsprop(values: Floats32, gradient: Floats32, slots: Floats32, step: int, rate: float) -> None:
    square, alpha = slots[0], np.float32(rate)
    old, new = np.float32(0.9), np.float32(1 - 0.9)
    for k in range(values.size):
        square[k] = old * square[k] + new * gradient[k] * gradient[k]
        values[k] -= alpha * gradient[k] / np.sqrt(square[k] + EPSILON)


@compiled
def _sgd(values: Floats32, gradient: Floats32, slots: Floats32, step: int, rate: float) -> None:
    alpha = np.float32(rate)
    for k in range(values.size):
        values[k] -= alpha * gradient[k]


OPTIMIZERS_BY_NAME: dict[str, Optimizer] = {
    "adam": Optimizer(slots=2, update=_adam),
    "rmsprop": Optimizer(slots=1, update=_rmsprop),
    "sgd": Optimizer(slots=0, update=_sgd),
}
