"""Means with intervals, and differences that are shown or not.

In: one figure for each seed. Out: `Estimate`s: a mean and Student's t interval around it.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from viz_core.checks import check_integer, check_number, check_same_shape

LEVEL = 0.95


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """A mean over seeds.

    Attributes:
        mean: of the figures.
        half: half the width of the interval around it; NaN for a single figure.
        count: how many figures there were.
    """

    mean: float
    half: float
    count: int

    @property
    def low(self) -> float:
        """Lower end of the interval."""
        return self.mean - self.half

    @property
    def high(self) -> float:
        """Upper end of the interval."""
        return self.mean + self.half

    @property
    def shown(self) -> bool:
        """Whether the interval leaves zero out; never for a single number."""
        return self.low > 0 or self.high < 0


def t_quantile(level: float, freedom: int) -> float:
    """The t within which `level` of Student's distribution lies.

    Args:
        level: 0 to below 1, for example 0.95.
        freedom: degrees of freedom.

    Raises:
        ValueError: `freedom` is below 1 or not whole, or `level` is out of range.
    """
    check_integer("freedom", freedom, 1, 1_000_000)
    check_number("level", level, 0, 1 - 1e-12)
    return float(stdtrit(freedom, (1 + level) / 2))


def estimate(values: Sequence[float], *, level: float = LEVEL) -> Estimate:
    """Mean and t interval: mean ± t(level, n - 1) s / sqrt(n).

    Args:
        values: one for each seed.
        level: how often such an interval holds the true mean, if the numbers are normally distributed.

    Raises:
        ValueError: there are no values.
    """
    check_integer("count of values", len(values), 1, 10**9)
    count, half = len(values), math.nan
    if count > 1:
        half = t_quantile(level, count - 1) * float(np.std(values, ddof=1)) / math.sqrt(count)
    return Estimate(mean=float(np.mean(values)), half=half, count=count)


def paired(values: Sequence[float], others: Sequence[float], *, comparisons: int = 1) -> Estimate:
    """The difference between two networks, seed by seed.

    Both saw the same data at each seed, so what is easy or hard about a seed cancels out.

    Args:
        values: one for each seed.
        others: of the network it is compared with, in the same order of seeds.
        comparisons: how many differences are looked at together. Each interval is widened (Bonferroni) so
            that all of them together hold with 95 %.

    Raises:
        ValueError: there are not as many values as others, or none.
    """
    check_same_shape(values=values, others=others)
    differences = np.subtract(values, others).tolist()
    return estimate(differences, level=1 - (1 - LEVEL) / comparisons)
