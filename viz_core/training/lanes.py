"""Two threads for one update, where a batch is worth halving.

In: functions. Out: what they return, in order.

The products of a step are too small to be shared between threads; halves of a batch are not. Whether a batch
is halved depends on its shape alone, and the halves' gradients are added in a fixed order: a run gives the
same numbers on one core as on two.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TypeVar

import scipy.linalg.cython_blas  # noqa: F401  Numba's products; there before threads are limited
import threadpoolctl

Result = TypeVar("Result")

_second = ThreadPoolExecutor(1, thread_name_prefix="lane")


@cache
def _limit_products() -> None:
    """Products this small are slower on several threads."""
    threadpoolctl.threadpool_limits(1, user_api="blas")


def side_by_side(works: Sequence[Callable[[], Result]]) -> list[Result]:
    """Run one or two functions at once, each with its products on one thread."""
    _limit_products()
    if len(works) == 1:
        return [works[0]()]
    other = _second.submit(works[1])
    first = works[0]()
    return [first, other.result()]
