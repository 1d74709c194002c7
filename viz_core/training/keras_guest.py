"""Training of a network that somebody brought, by Keras's own `fit`. Worker side.

In: a `GuestConfig`. Out: `TrainingEvent`s, whose weights are the guest's arrays in their order.
"""

from dataclasses import dataclass, replace
from functools import partial

import keras
import numpy as np

from viz_core.arrays import Array, Mask
from viz_core.config import GuestConfig
from viz_core.guests.feeding import answers_once, mask_value
from viz_core.guests.guest import Guest
from viz_core.guests.in_keras import arrays_of, model_of
from viz_core.guests.kept import bytes_of
from viz_core.guests.variables import variables_of
from viz_core.network.weights import Weights
from viz_core.training.data import Sequences
from viz_core.training.keras_fit import FitTrainer, Lesson
from viz_core.training.sets import sequences_of


class GuestTrainer(FitTrainer):
    """Goes on training a guest from the weights in its file."""

    def __init__(
        self, config: GuestConfig, *, weights: Weights | None = None, step: int = 0, seconds: float = 0.0
    ) -> None:
        """Build the model, draw or read the data.

        Args:
            config: what to train.
            weights: the guest's arrays, in their order; None takes those of the file.
            step: updates that led to these weights.
            seconds: those spent in these updates.

        Raises:
            ValueError: the network's file is not there any more, or has a part that cannot learn.
        """
        # What dropout layers leave out is decided by the seed.
        keras.utils.set_random_seed(config.training.seed)
        model, guest = model_of(bytes_of(config.network))
        variables = variables_of(model, guest)
        if weights is not None:
            for variable, array in zip(variables, weights, strict=True):
                variable.assign(array)
        data, validation = sequences_of(config)
        super().__init__(
            model,
            config.training,
            _lesson(guest, data),
            None if validation is None else _lesson(guest, validation),
            weights=partial(arrays_of, variables),
            step=step,
            seconds=seconds,
        )


@dataclass(frozen=True, kw_only=True, eq=False)
class _Padded:
    """Sequences whose padding is what a network takes for padding."""

    inputs: Array
    targets: Array
    mask: Mask | None


def _lesson(guest: Guest, data: Sequences) -> Lesson:
    """The sequences with the padding that the network knows; where it masks none, it reads zeros."""
    padded = _Padded(inputs=data.inputs, targets=data.targets, mask=data.mask)
    if data.mask is not None and data.inputs.ndim == 3:
        filled = np.where(data.mask[..., None], data.inputs, np.float32(mask_value(guest)))
        padded = replace(padded, inputs=filled)
    return Lesson.of(padded, final=answers_once(guest))
