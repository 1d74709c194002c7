"""What pages have a worker compute beside its training.

In: a function, and the arguments of each call. Out: the results, in the same order.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

log = logging.getLogger(__name__)

# One for the process: what pages ask for takes turns beside the run that trains here.
_thread = ThreadPoolExecutor(1, thread_name_prefix="aside")


async def compute_aside(function: Callable[..., Any], calls: Sequence[tuple[Any, ...]]) -> list[Any]:
    """Call a function several times; runs on the worker's event loop, which goes on meanwhile.

    Args:
        function: anything importable.
        calls: the arguments of each call.

    Returns:
        What each call returned, or the exception that it raised.
    """
    return await asyncio.get_running_loop().run_in_executor(_thread, _results, function, calls)


def _results(function: Callable[..., Any], calls: Sequence[tuple[Any, ...]]) -> list[Any]:
    return [_result(function, one) for one in calls]


def _result(function: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
    try:
        return function(*arguments)
    except Exception as problem:
        log.exception("%s failed", function.__name__)
        return problem
