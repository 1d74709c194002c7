"""Numbers of networks through training: which steps are learned first, and when an answer is known.

In: a film of weights, fresh sequences. Out: probabilities of the right answer by moment and step.
"""

import numpy as np

from viz_core.arrays import Floats
from viz_core.checks import check_number
from viz_core.network.probe import fresh_batch
from viz_core.network.tracing import trace
from viz_core.pretrained import Film
from viz_core.statistics.metrics import right_probability


def film_picture(film: Film, *, sequences: int) -> Floats:
    """The mean probability of the right answer, `(moments, time)`.

    Args:
        film: of a network with an answer at each step.
        sequences: how many fresh ones are read, the same at each moment.
    """
    batch = fresh_batch(film.config, sequences)
    rows = [trace(weights, film.config.model, batch.inputs)["probabilities"] for weights in film.weights]
    return np.array([right_probability(row, batch.targets).mean(axis=0) for row in rows])


def learned_at(picture: Floats, *, threshold: float) -> tuple[int | None, ...]:
    """For each step the first moment from which the probability stays at the threshold or above.

    Args:
        picture: `(moments, time)`.
        threshold: from 0 to 1.

    Returns:
        Per step a row of the picture, or None where the end is below.
    """
    check_number("threshold", threshold, 0, 1)
    below = picture < threshold
    # One after the last moment below; a step that is never below is learned at 0.
    after = len(picture) - np.argmax(below[::-1], axis=0)
    found = np.where(below.any(axis=0), after, 0)
    return tuple(int(row) if row < len(picture) else None for row in found)


def known_at(direction: str, steps: int) -> tuple[int, ...]:
    """In which beat each answer is there, counted from 1, when both readers take a step in each beat.

    A single reader answers as it reads; both together merge a beat after the slower of the two has come by.
    """
    if direction == "forward":
        return tuple(range(1, steps + 1))
    if direction == "backward":
        return tuple(range(steps, 0, -1))
    return tuple(max(step + 1, steps - step) + 1 for step in range(steps))
