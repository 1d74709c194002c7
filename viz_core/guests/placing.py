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
    if work <= HERE and calls(guest, inputs) <= CALLS_HERE:
        return function(guest, inputs)
    packed = pickle.dumps((guest, tuple(inputs)), protocol=pickle.HIGHEST_PROTOCOL)
    name = f"{function.__module__}:{function.__qualname__}"
    found: Result = apart.call("viz_core.guests.placing:unpacked", packed, name)
    return found


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
    """In the other process: call the function of that name on a guest and its inputs."""
    module, _, function = name.partition(":")
    guest, inputs = pickle.loads(data)  # packed by `evaluated`, never by a visitor
    return getattr(import_module(module), function)(guest, inputs)
