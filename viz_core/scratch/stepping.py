"""A recording made ready for the stepper in the browser.

In: the functions whose source is shown, a `Recording`. Out: a plain dict, ready for JSON.

Only what a line changed travels with it; numbers keep seven digits, as many as float32 has.
"""

import inspect
import re
from collections.abc import Callable, Sequence
from types import ModuleType
from typing import Any, NotRequired, TypedDict

import numpy as np

from viz_core.scratch.line_by_line import Line, Recording

# An array with more numbers than this travels as its shape alone.
MOST_NUMBERS = 256

_RESULT = re.compile(r" -> [^:]+:$")
_TYPE = r"[A-Za-z_.]+(\[([^\[\]=]|\[[^\[\]]*\])*\])?"
_HINT = re.compile(rf"(?<=\w): {_TYPE}( \| {_TYPE})*(?=[,)]| = )")

Shown = Callable[..., Any] | type | ModuleType


class SourceLine(TypedDict):
    """A line of source, without docstrings and type hints."""

    number: int
    text: str


class Value(TypedDict, total=False):
    """An array (its `values` are None if there are too many), or the `text` of another value."""

    shape: list[int]
    values: Any
    text: str


class Frame(TypedDict):
    """A line that ran, and the variables it changed."""

    line: int
    function: str
    block: int
    changed: dict[str, Value]


class Stepping(TypedDict):
    """What `static/stepper/stepper.js` plays.

    `source` says where the weights come from. Of a recurrent cell there is more: its name, the `unit` whose
    numbers the diagram shows, the equations of each step as `{name, rule, numbers}`, and the name over each
    block of columns of W, V and b.
    """

    code: list[SourceLine]
    frames: list[Frame]
    source: str
    cell: NotRequired[str]
    unit: NotRequired[int]
    gates: NotRequired[dict[str, list[str]]]
    equations: NotRequired[list[list[dict[str, Any]]]]


def stepping(
    shown: Sequence[Shown], recording: Recording, *, source: str, hidden: Sequence[str] = ()
) -> Stepping:
    """Pack source and recording.

    Args:
        shown: functions and classes of one file, in its order; their source is what is on the screen.
        recording: of a call in which lines of them ran.
        source: of the weights, one of `viz_core.figures.palette.SOURCES`.
        hidden: names of variables that are not sent.
    """
    code = [line for one in shown for line in _source(one)]
    while code and not code[-1]["text"]:
        code.pop()
    known = {line["number"] for line in code}
    frames = [_frame(line, hidden) for line in recording.lines if line.number in known]
    return {"code": code, "frames": frames, "source": source}


def _source(shown: Shown) -> list[SourceLine]:
    lines, first = inspect.getsourcelines(shown)
    # Two empty lines keep classes apart, as in the file.
    numbered = [(first + k, text.rstrip()) for k, text in enumerate([*lines, "", ""])]
    return [
        {"number": k, "text": _without_hints(text)}
        for k, text in numbered
        if not text.strip().startswith('"""')
    ]


def _without_hints(text: str) -> str:
    return _HINT.sub("", _RESULT.sub(":", text))


def _frame(line: Line, hidden: Sequence[str]) -> Frame:
    changed = {name: _value(value) for name, value in line.changed.items() if name not in hidden}
    return {"line": line.number, "function": line.function, "block": line.block, "changed": changed}


def _value(value: Any) -> Value:
    if isinstance(value, list) and value and isinstance(value[0], np.ndarray):
        value = np.stack(value)
    if isinstance(value, np.ndarray):
        values = _rounded(value) if value.size <= MOST_NUMBERS else None
        return {"shape": list(value.shape), "values": values}
    return {"text": repr(value)}


def _rounded(array: np.ndarray[Any, Any]) -> Any:
    """Nested lists of numbers with seven digits."""
    if array.ndim:
        return [_rounded(one) for one in array]
    return float(f"{float(array):.7g}")
