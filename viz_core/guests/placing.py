"""Where a guest is evaluated: at once where that takes a few milliseconds, else in a process of its own.

In: a function of a guest and its inputs. Out: the function's result.
"""

import pickle
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any, TypeVar

import numpy.typing as npt

from viz_core.data import apart
from viz_core.guests.guest import Guest

Result = TypeVar("Result")
Evaluate = Callable[[Guest, Sequence[npt.NDArray[Any]]], Result]

# Multiplications that NumPy makes in a few milliseconds, step by step; and in about ten seconds.
HERE, MOST = 4_000_000, 20_000_000_000
# Calls of layers, once for each step, in a tenth of a second: Python's own time, however small a layer is.
CALLS_HERE = 3_000


def evaluated(
    function: Evaluate[Result], guest: Guest, inputs: Sequence[npt.NDArray[Any]], *, rows: int = 1
) -> Result:
    """The function's result, wherever it is computed.

    Args:
        function: of a module, so that the other process can import it; its result can be pickled.
        guest: the network.
        inputs: one array for each of its inputs.
        rows: how many sequences of this length the function lets it read.

    Raises:
        ValueError: the function's own sentence, or it takes too long.
    """
    work = rows * multiplications(guest, inputs)
    if work > MOST:
        raise ValueError(
            f"`inputs` must take at most {MOST:,} multiplications for this picture; got {work:,}: a shorter "
            "sequence takes fewer."
        )
    if is_quick(guest, inputs, rows=rows):
        return function(guest, inputs)
    return in_own_process(function, guest, tuple(inputs))


def in_own_process(function: Callable[..., Result], *given: Any) -> Result:
    """The function's result, computed in a process of its own with limits of time and memory.

    Args:
        function: of a module, so that the other process can import it; its result can be pickled.
        given: its arguments, which can be pickled.

    Raises:
        ValueError: the function's own sentence, or it takes too much.
    """
    packed = pickle.dumps(given, protocol=pickle.HIGHEST_PROTOCOL)
    name = f"{function.__module__}:{function.__qualname__}"
    found: Result = apart.call("viz_core.guests.placing:unpacked", packed, name)
    return found


def is_quick(guest: Guest, inputs: Sequence[npt.NDArray[Any]], *, rows: int = 1) -> bool:
    """Whether the network reads so many sequences like this one in a few milliseconds."""
    return rows * multiplications(guest, inputs) <= HERE and calls(guest, inputs) <= CALLS_HERE


def multiplications(guest: Guest, inputs: Sequence[npt.NDArray[Any]]) -> int:
    """About how many one sequence takes: every parameter but an embedding's, once at every step."""
    steps = _steps(guest, inputs)
    tables = sum(row.parameters for row in guest.layers if row.kind == "Embedding")
    return steps * max(sum(row.parameters for row in guest.layers) - tables, 1)


def calls(guest: Guest, inputs: Sequence[npt.NDArray[Any]]) -> int:
    """How often a layer is called for one sequence, if each is called at every step."""
    return _steps(guest, inputs) * len(guest.description.calls)


def _steps(guest: Guest, inputs: Sequence[npt.NDArray[Any]]) -> int:
    return max(max(one.shape[1] for one in inputs), guest.longest)


def unpacked(data: bytes, name: str) -> Any:
    """In the other process: call the function of that name on what it was given."""
    module, _, function = name.partition(":")
    given = pickle.loads(data)  # packed by `in_own_process`, never by a visitor
    return getattr(import_module(module), function)(*given)
