"""The update rules of Keras's optimizers, with its defaults, as pure functions on tensors.

In: parameters, gradients, slots, the number of the update, the learning rate. Out: new parameters, slots.
Used by: `viz_core.training.programs`.
Source: https://keras.io/api/optimizers/ (Adam: Kingma & Ba 2015; RMSprop: Hinton's lecture 6e, 2012).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import tensorflow as tf

Tensor = Any

EPSILON = 1e-7


@dataclass(frozen=True, kw_only=True)
class Optimizer:
    """One update rule.

    Attributes:
        slots: how many arrays it keeps for each parameter; all start at zero.
        update: (parameter, gradient, slots, number of this update from 1, learning rate) ->
            (parameter, slots).
    """

    slots: int
    update: Callable[[Tensor, Tensor, tuple[Tensor, ...], Tensor, Tensor], tuple[Tensor, tuple[Tensor, ...]]]


def _adam(
    param: Tensor, gradient: Tensor, slots: tuple[Tensor, ...], step: Tensor, rate: Tensor
) -> tuple[Tensor, tuple[Tensor, ...]]:
    mean, square = slots
    step = tf.cast(step, param.dtype)
    alpha = rate * tf.sqrt(1 - tf.pow(0.999, step)) / (1 - tf.pow(0.9, step))
    mean = mean + (gradient - mean) * (1 - 0.9)
    square = square + (gradient * gradient - square) * (1 - 0.999)
    return param - mean * alpha / (tf.sqrt(square) + EPSILON), (mean, square)


def _rmsprop(
    param: Tensor, gradient: Tensor, slots: tuple[Tensor, ...], step: Tensor, rate: Tensor
) -> tuple[Tensor, tuple[Tensor, ...]]:
    square = 0.9 * slots[0] + (1 - 0.9) * gradient * gradient
    return param - rate * gradient / tf.sqrt(square + EPSILON), (square,)


def _sgd(
    param: Tensor, gradient: Tensor, slots: tuple[Tensor, ...], step: Tensor, rate: Tensor
) -> tuple[Tensor, tuple[Tensor, ...]]:
    return param - rate * gradient, ()


OPTIMIZERS_BY_NAME: dict[str, Optimizer] = {
    "adam": Optimizer(slots=2, update=_adam),
    "rmsprop": Optimizer(slots=1, update=_rmsprop),
    "sgd": Optimizer(slots=0, update=_sgd),
}
