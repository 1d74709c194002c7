"""A recording made ready for the stepper in the browser.

In: the functions whose source is shown, a `Recording`. Out: a plain dict, ready for JSON.

Only what a line changed travels with it; numbers keep seven digits, as many as float32 has.
"""

import inspect
import re
from collections.abc import Callable, Sequence
from types import ModuleType
from typing import Any

import numpy as np

from viz_core.scratch.line_by_line import Line, Recording

# An array with more numbers than this travels as its shape alone.
MOST_NUMBERS = 256

_RESULT = re.compile(r" -> [^:]+:$")
_TYPE = r"[A-Za-z_.]+(\[([^\[\]=]|\[[^\[\]]*\])*\])?"
_HINT = re.compile(rf"(?<=\w): {_TYPE}( \| {_TYPE})*(?=[,)]| = )")

Shown = Callable[..., Any] | type | ModuleType


def stepping(shown: Sequence[Shown], recording: Recording, *, hidden: Sequence[str] = ()) -> dict[str, Any]:
    """Pack source and recording.

    Args:
        shown: functions and classes of one file, in its order; their source is what is on the screen.
        recording: of a call in which lines of them ran.
        hidden: names of variables that are not sent.

    Returns:
        `code`: one `{number, text}` for each line of source, without docstrings and type hints. `frames`: one
        `{line, function, block, changed}` for each line that ran, where `changed` is name ->
        `{shape, values}` (nested as the shape says; None if there are too many), or `{text}` for what is not
        an array.
    """
    code = [line for one in shown for line in _source(one)]
    while code and not code[-1]["text"]:
        code.pop()
    known = {line["number"] for line in code}
    frames = [_frame(line, hidden) for line in recording.lines if line.number in known]
    return {"code": code, "frames": frames}


def _source(shown: Shown) -> list[dict[str, Any]]:
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


def _frame(line: Line, hidden: Sequence[str]) -> dict[str, Any]:
    changed = {name: _value(value) for name, value in line.changed.items() if name not in hidden}
    return {"line": line.number, "function": line.function, "block": line.block, "changed": changed}


def _value(value: Any) -> dict[str, Any]:
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
