"""Means with intervals, and differences that are shown or not.

In: one figure for each seed. Out: `Estimate`s: a mean and Student's t interval around it.
Used by: the results of experiments. The t distribution is exact for whole degrees of freedom, by its
finite series (Abramowitz & Stegun, Handbook of Mathematical Functions, 26.7.3 and 26.7.4).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

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
        """Whether the interval leaves zero out; never for a single figure."""
        return self.low > 0 or self.high < 0


def t_within(t: float, freedom: int) -> float:
    """Probability that Student's t with `freedom` degrees lies between -t and t.

    Raises:
        ValueError: `freedom` is below 1 or not whole.
    """
    check_integer("freedom", freedom, 1, 1_000_000)
    angle = math.atan2(t, math.sqrt(freedom))
    sine, cosine = math.sin(angle), math.cos(angle)
    odd = freedom % 2
    # Terms of sin * (cos + 2/3 cos^3 + ...) for odd, of sin * (1 + 1/2 cos^2 + ...) for even degrees.
    term, total = (cosine, 0.0) if odd else (1.0, 0.0)
    for k in range(1 + odd, freedom, 2):
        total += term
        term *= cosine**2 * k / (k + 1)
    if odd:
        return 2 / math.pi * (angle + sine * total)
    return sine * total


@lru_cache(maxsize=1_000)
def t_quantile(level: float, freedom: int) -> float:
    """The t within which `level` of Student's distribution lies, found by bisection.

    Args:
        level: 0 to below 1, for example 0.95.
        freedom: degrees of freedom.
    """
    check_number("level", level, 0, 1 - 1e-12)
    low, high = 0.0, 1.0
    while t_within(high, freedom) < level:
        low, high = high, 2 * high
    while high - low > 1e-10 * high:
        middle = (low + high) / 2
        low, high = (middle, high) if t_within(middle, freedom) < level else (low, middle)
    return (low + high) / 2


def estimate(values: Sequence[float], *, level: float = LEVEL) -> Estimate:
    """Mean and t interval: mean ± t(level, n - 1) s / sqrt(n).

    Args:
        values: one for each seed.
        level: how often such an interval holds the true mean, if the figures are normal.

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
