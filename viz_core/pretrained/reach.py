"""What readers reach that may look ahead only so far.

Out: `Reach`.
"""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Reach:
    """What is reached on one task or data set.

    Attributes:
        length: of its sequences, in steps.
        steps: look-aheads k, rising from 0 to `length` - 1; where a sequence has one answer, the steps that
            are read before it, up to `length`.
        ceilings: the exact best accuracy at each of them; empty where nobody knows it.
        cut: accuracies of the network that was trained with the whole future; empty without a network.
        retrained: accuracies of networks trained with this look-ahead; likewise.
        error: the largest standard error of these accuracies; 0 without a network.
    """

    length: int
    steps: tuple[int, ...]
    ceilings: tuple[float, ...]
    cut: tuple[float, ...] = ()
    retrained: tuple[float, ...] = ()
    error: float = 0.0
