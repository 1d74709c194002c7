"""Run real code and keep what every line did.

In: a function, the arguments to call it with, and the code to watch. Out: a `Recording`: the source, and for
each line that ran the variables it changed.

Python itself reports each line (`sys.settrace`, https://docs.python.org/3/library/sys.html#sys.settrace), for
the calling thread only, so what is shown is what ran, not a second telling of it.
"""

import ast
import dis
import inspect
import sys
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import CodeType, FrameType
from typing import Any

import numpy as np

from viz_core.checks import check_integer

# Longest recording: more would be too long to watch and to send.
MOST_LINES = 4_000


@dataclass(frozen=True, kw_only=True, eq=False)
class Line:
    """One line that ran.

    Attributes:
        function: its function, by its qualified name.
        number: its place in the file, counted from 1.
        changed: name -> value, for the variables of that function which the line set, also where the value
            is the same as before, and those whose contents it changed. Arrays are copies.
        block: counts the passes: it grows whenever a watched function begins, and whenever a loop begins its
            next round or finds that there is none.
    """

    function: str
    number: int
    changed: Mapping[str, Any]
    block: int


@dataclass(frozen=True, kw_only=True, eq=False)
class Recording:
    """What ran, line by line.

    Attributes:
        lines: in the order in which they ran.
        result: what the function returned.
    """

    lines: tuple[Line, ...]
    result: Any


@dataclass(kw_only=True, eq=False)
class _Frame:
    """A function that is running: what it held at its last report, and the line it is about to run."""

    held: dict[str, Any]
    number: int | None = None


@dataclass(frozen=True, kw_only=True)
class _Plan:
    """What a function's lines do.

    Attributes:
        sets: line -> names it sets.
        loops: line of a `for` -> last line of its body.
    """

    sets: Mapping[int, frozenset[str]]
    loops: Mapping[int, int]


@dataclass(kw_only=True, eq=False)
class _Recorder:
    """Collects the reports of Python's tracing."""

    codes: frozenset[CodeType]
    lines: list[Line] = field(default_factory=list)
    running: dict[FrameType, _Frame] = field(default_factory=dict)
    plans: dict[CodeType, "_Plan"] = field(default_factory=dict)
    block: int = 0

    def called(self, frame: FrameType, event: str, argument: object) -> Any:
        """Python's report of a call: follow the watched functions, and no others."""
        if frame.f_code not in self.codes:
            return None
        self.running[frame] = _Frame(held={})
        return self.stepped

    def stepped(self, frame: FrameType, event: str, argument: object) -> Any:
        """Python's report before each line, and at the end: the line before has done its work."""
        if event in ("line", "return"):
            state = self.running[frame]
            if state.number is not None:
                self._keep(frame, state)
            else:
                self._begin(frame, state)
            state.number = frame.f_lineno if event == "line" else None
        return self.stepped

    def _begin(self, frame: FrameType, state: _Frame) -> None:
        """The call itself counts as a line: it sets the arguments."""
        state.number = frame.f_code.co_firstlineno
        self.block += 1
        self._keep(frame, state)

    def _keep(self, frame: FrameType, state: _Frame) -> None:
        check_integer("lines", len(self.lines) + 1, 1, MOST_LINES)
        number, plan = state.number or 0, self._plan(frame.f_code)
        self.block += number in plan.loops
        # A loop that finds no next round sets nothing: Python goes on behind its body.
        ended = number in plan.loops and not number < frame.f_lineno <= plan.loops[number]
        sets = frozenset() if ended else plan.sets.get(number, frozenset())
        changed = {
            name: _copy(value)
            for name, value in frame.f_locals.items()
            if name in sets or name not in state.held or not _same(state.held[name], value)
        }
        state.held |= changed
        self.lines.append(
            Line(
                function=frame.f_code.co_qualname,
                number=number,
                changed=changed,
                block=self.block,
            )
        )

    def _plan(self, code: CodeType) -> _Plan:
        if code not in self.plans:
            self.plans[code] = _read_plan(code)
        return self.plans[code]


def _read_plan(code: CodeType) -> _Plan:
    sets: dict[int, frozenset[str]] = {}
    number = code.co_firstlineno
    for step in dis.get_instructions(code):
        number = step.starts_line or number
        if step.opname.startswith("STORE_"):
            sets[number] = sets.get(number, frozenset()) | {str(step.argval)}
    source, first = inspect.getsourcelines(code)
    tree = ast.parse(textwrap.dedent("".join(source)))
    loops = [node for node in ast.walk(tree) if isinstance(node, ast.For)]
    ends = {first + one.lineno - 1: first + (one.end_lineno or one.lineno) - 1 for one in loops}
    return _Plan(sets=sets, loops=ends)


def record(
    function: Callable[..., Any], *arguments: Any, watch: Sequence[Callable[..., Any]] | None = None
) -> Recording:
    """Call a function and keep what each of its lines did.

    Args:
        function: what to call.
        *arguments: what to call it with.
        watch: the functions and methods whose lines are kept, wherever they are called; None for `function`
            alone.

    Returns:
        Lines and result.

    Raises:
        ValueError: more than `MOST_LINES` lines ran.
    """
    codes = frozenset(_code(one) for one in (watch or [function]))
    recorder = _Recorder(codes=codes)
    with _tracing(recorder.called):
        result = function(*arguments)
    return Recording(lines=tuple(recorder.lines), result=result)


@contextmanager
def _tracing(called: Callable[..., Any]) -> Iterator[None]:
    """Report to `called`, and afterwards again to whoever traced before (a debugger, a coverage tool)."""
    before = sys.gettrace()
    sys.settrace(called)
    try:
        yield
    finally:
        sys.settrace(before)


def _code(function: Callable[..., Any]) -> CodeType:
    code: CodeType = inspect.unwrap(function).__code__
    return code


def _copy(value: Any) -> Any:
    return value.copy() if isinstance(value, np.ndarray | list | dict) else value


def _same(held: Any, value: Any) -> bool:
    """Whether a variable kept its value; arrays of one shape are compared number by number."""
    if type(held) is not type(value):
        return False
    if isinstance(value, np.ndarray):
        return np.array_equal(held, value)
    if isinstance(value, list | tuple):
        return len(held) == len(value) and all(map(_same, held, value))
    return held is value or bool(held == value)
