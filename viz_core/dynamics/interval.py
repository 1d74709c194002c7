"""Interval arithmetic on arrays: bounds that hold for every number in between.

In: arrays of lower and upper bounds. Out: the same. Every operation widens its result by 3e-15 of its size,
which covers its rounding (an addition or product errs by 1.2e-16 of its size, tanh by a few times that);
bounds are not rounded in a direction by the processor. Source: Moore, Kearfott & Cloud (2009),
"Introduction to Interval Analysis".
"""

from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import Any

import numpy as np

from viz_core.arrays import Floats, Mask

WIDENED = 3e-15
# Covers results so small that their size says nothing about their rounding.
SMALLEST = 1e-300


@dataclass(frozen=True, eq=False)
class Interval:
    """Lower and upper bounds, two arrays of one shape."""

    low: Floats
    high: Floats

    def __add__(self, other: "Interval | Floats | float") -> "Interval":
        """All sums."""
        one = as_interval(other)
        return _widened(self.low + one.low, self.high + one.high)

    def __neg__(self) -> "Interval":
        """All negatives; exact."""
        return Interval(-self.high, -self.low)

    def __sub__(self, other: "Interval | Floats | float") -> "Interval":
        """All differences."""
        return self + -as_interval(other)

    def __mul__(self, other: "Interval | Floats | float") -> "Interval":
        """All products."""
        one = as_interval(other)
        ends = (self.low * one.low, self.low * one.high, self.high * one.low, self.high * one.high)
        return _widened(np.minimum.reduce(ends), np.maximum.reduce(ends))

    def __getitem__(self, index: Any) -> "Interval":
        """Some of the entries."""
        return Interval(self.low[index], self.high[index])

    @property
    def width(self) -> Floats:
        """Upper minus lower bound."""
        return self.high - self.low

    @property
    def middle(self) -> Floats:
        """A number between the bounds."""
        return 0.5 * (self.low + self.high)

    def meet(self, other: "Interval") -> "Interval":
        """What lies in both; empty where the lower bound is above the upper one."""
        return Interval(np.maximum(self.low, other.low), np.minimum(self.high, other.high))

    def within(self, other: "Interval") -> Mask:
        """Whether it lies in the interior of the other, entry by entry."""
        return (self.low > other.low) & (self.high < other.high)


def as_interval(value: "Interval | Floats | float") -> Interval:
    """A number as the interval that holds only it."""
    if isinstance(value, Interval):
        return value
    array = np.asarray(value, dtype=np.float64)
    return Interval(array, array)


def _widened(low: Floats, high: Floats) -> Interval:
    return Interval(low - WIDENED * np.abs(low) - SMALLEST, high + WIDENED * np.abs(high) + SMALLEST)


def tanh(x: Interval) -> Interval:
    """All values of tanh, which increases."""
    return _widened(np.tanh(x.low), np.tanh(x.high))


def tanh_slope(after: Interval) -> Interval:
    """All values of 1 - y² for y in `after`."""
    least = np.where((after.low <= 0) & (after.high >= 0), 0, np.minimum(abs(after.low), abs(after.high)))
    most = np.maximum(abs(after.low), abs(after.high))
    square = _widened(least**2, most**2)
    return as_interval(1.0) - square


def sigmoid(x: Interval) -> Interval:
    """All values of the logistic function, which increases."""
    return (tanh(x * 0.5) + 1.0) * 0.5


def sigmoid_slope(after: Interval) -> Interval:
    """All values of y (1 - y) for y in `after`: largest at 1/2, smallest at an end."""
    ends = after.low * (1 - after.low), after.high * (1 - after.high)
    holds_half = (after.low <= 0.5) & (after.high >= 0.5)
    high = np.where(holds_half, 0.25, np.maximum(*ends))
    # 1 - y errs by 1.2e-16 of 1, not of itself.
    bounds = _widened(np.minimum(*ends), high)
    return Interval(bounds.low - WIDENED, bounds.high + WIDENED)


def times_matrix(rows: Interval, matrix: Floats) -> Interval:
    """`rows` `(boxes, n)` times an exact matrix `(n, m)`."""
    terms = (rows[:, [k]] * matrix[k] for k in range(len(matrix)))
    return reduce(add, terms)


def apply(matrix: Interval, vector: Interval) -> Interval:
    """Matrices `(boxes, n, m)` times vectors `(boxes, m)`."""
    terms = (matrix[:, :, k] * vector[:, [k]] for k in range(matrix.low.shape[2]))
    return reduce(add, terms)


def product(left: Floats, right: Interval) -> Interval:
    """Exact matrices `(boxes, n, m)` times matrices of intervals `(boxes, m, k)`."""
    terms = (as_interval(left[:, :, [k]]) * right[:, [k], :] for k in range(left.shape[2]))
    return reduce(add, terms)
