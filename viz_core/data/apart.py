"""Reading uploads in a process of its own, so that a bad file cannot stop or slow the server.

In: a function of a module of `viz_core`, a text or a file. Out: what the function makes of it, or its
sentence.

The process gets the file through a pipe and nothing else; it has `SECONDS` of processor time and `MEMORY`
bytes (where the system can limit them), and at most `AT_ONCE` of them run: for everybody one before anybody's
second (`viz_core.access.line`). Small texts are read in place: a process costs about as much as they do.
"""

import logging
import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar

from viz_core.access.line import Line, NoPlace
from viz_core.words import N_

Read = TypeVar("Read")

LARGE = 2**19
AT_ONCE, MOST_WAITING = 2, 64
SECONDS, PATIENCE = 30, 120.0
MEMORY = 2**30
BUSY = N_("`file` must wait until this server has read other files; got no turn. Try again in a moment.")
FAILED = N_("`file` must be one that can be read in {seconds} s and {memory} MB; got one that cannot.")


class Busy(ValueError):
    """Others were read all the time: the same file may be read in a moment."""


_line = Line(places=AT_ONCE, most_waiting=MOST_WAITING)
log = logging.getLogger(__name__)


def read(function: Callable[[str], Read], text: str) -> Read:
    """Call `function(text)`, in a process of its own if the text is large.

    Args:
        function: of a module, so that the other process can import it; its result can be pickled.
        text: at most what `plain_text.text_of` lets through.

    Raises:
        ValueError: the function's own sentence, or what was read takes too much.
    """
    if len(text) <= LARGE:
        return function(text)
    result: Read = call(
        "viz_core.data.apart:decoded", text.encode(), f"{function.__module__}:{function.__qualname__}"
    )
    return result


def call(name: str, data: bytes, *words: str) -> Any:
    """Call a function on the bytes of a file, in a process of its own.

    Args:
        name: `module:function`; the module is imported in the other process only.
        data: the file.
        words: what else the function is given.

    Raises:
        ValueError: the function's own sentence, or what was read takes too much.
        Busy: there was no turn in time, or too many wait.
    """
    try:
        with _line.place(PATIENCE):
            value, sentence = _elsewhere(name, data, words)
    except NoPlace:
        raise Busy(BUSY) from None
    if sentence:
        raise ValueError(sentence)
    return value


def decoded(data: bytes, name: str) -> Any:
    """In the other process: call the function of that name on the text."""
    return _found(name)(data.decode())


def _found(name: str) -> Callable[..., Any]:
    module, _, function = name.partition(":")
    found: Callable[..., Any] = getattr(import_module(module), function)
    return found


def _elsewhere(name: str, data: bytes, words: tuple[str, ...]) -> tuple[Any, str]:
    """The function's result and no sentence, or its sentence."""
    command = [sys.executable, "-m", "viz_core.data.apart", name, *words]
    root = str(Path(__file__).parents[2])
    environment = {**os.environ, "PYTHONPATH": root, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    try:
        done = subprocess.run(
            command, input=data, capture_output=True, env=environment, timeout=PATIENCE, check=True
        )
    except (subprocess.SubprocessError, OSError) as problem:
        # Its type alone: the rest may hold words of the file.
        log.warning("a file could not be read apart: %s", type(problem).__name__)
        return None, FAILED.format(seconds=SECONDS, memory=MEMORY // 2**20)
    answer: tuple[Any, str] = pickle.loads(done.stdout)
    return answer


def _main(name: str, *words: str) -> None:
    """In the other process: read, and write the answer."""
    _limit()
    data = sys.stdin.buffer.read()
    try:
        answer = _found(name)(data, *words), ""
    except ValueError as problem:
        answer = None, str(problem)
    pickle.dump(answer, sys.stdout.buffer, protocol=pickle.HIGHEST_PROTOCOL)


def _limit() -> None:
    """No more time and memory than a file may take; it also gives way to everything else."""
    if sys.platform == "win32":
        return
    import resource

    os.nice(5)
    for kind, most in ((resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_AS, MEMORY)):
        with suppress(ValueError, OSError):  # a lower limit stands already
            resource.setrlimit(kind, (most, most))


if __name__ == "__main__":
    _main(*sys.argv[1:])
