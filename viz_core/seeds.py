"""One seed, many independent streams of random numbers.

In: a seed and what the numbers are for. Out: a generator.
Because
each use has its own stream, fresh sequences are never those of the training.
"""

import numpy as np

from viz_core.checks import check_one_of

USES = ("data", "weights", "fresh", "order", "probe", "dropout")


def stream(seed: int, use: str, *more: int) -> np.random.Generator:
    """The random numbers of one use of a seed.

    Args:
        seed: of the experiment.
        use: one of `USES`.
        more: further numbers that tell streams of one use apart, for example the epoch.

    Raises:
        ValueError: the use is unknown.
    """
    check_one_of("use", use, USES)
    return np.random.default_rng([seed, USES.index(use), *more])
