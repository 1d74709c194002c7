"""The answers of a network that has read only part of a sequence, step by step.

In: weights, a network with a 'final_state' head, one sequence. Out: its answers to every beginning and to
every end of it.

What has not been read is masked for both readers and all layers, so nothing of it can leak into the answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from viz_core.arrays import Array, Floats
from viz_core.checks import check_one_of, check_shape
from viz_core.config import ModelConfig
from viz_core.network.tracing import trace


@dataclass(frozen=True, kw_only=True, eq=False)
class PartialAnswers:
    """Probabilities from parts of one sequence.

    Attributes:
        from_start: `(time, outputs)`; entry t has read steps 0 to t.
        from_end: `(time, outputs)`; entry t has read steps t to the last.
    """

    from_start: Floats
    from_end: Floats


def partial_answers(weights: Sequence[Array], config: ModelConfig, inputs: Array) -> PartialAnswers:
    """Ask a network again after every step, from both ends.

    Args:
        weights: in the order of `get_weights()`.
        config: the network, with a 'final_state' head.
        inputs: one sequence, `(1, time, features)`.

    Raises:
        ValueError: another head, or more than one sequence.
    """
    check_one_of("head", config.head, ("final_state",))
    check_shape("inputs", inputs, {"batch": 1, "time": None, "features": None})
    steps = inputs.shape[1]
    read = np.tri(steps, dtype=bool)
    repeated = np.repeat(inputs, steps, axis=0)
    found = (trace(weights, config, repeated, mask)["probabilities"] for mask in (read, read.T))
    return PartialAnswers(from_start=next(found), from_end=next(found))


def kept_partial_answers(weights: Sequence[Array], config: ModelConfig, inputs: Array) -> PartialAnswers:
    """The same, kept for the process: for a network that does not change while it is looked at."""
    return _kept(tuple(_frozen(one) for one in weights), config, _frozen(inputs))


# An array as a value: its type, its shape, its numbers.
_Frozen = tuple[str, tuple[int, ...], bytes]


def _frozen(array: Array) -> _Frozen:
    return array.dtype.str, array.shape, array.tobytes()


@lru_cache(maxsize=32)
def _kept(weights: tuple[_Frozen, ...], config: ModelConfig, inputs: _Frozen) -> PartialAnswers:
    *thawed, sequence = (
        np.frombuffer(numbers, kind).reshape(shape) for kind, shape, numbers in (*weights, inputs)
    )
    return partial_answers(thawed, config, sequence)
