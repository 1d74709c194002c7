"""A contestant in a process of its own, so that threads and run-times never meet.

In: the name of a contestant, requests. Out: answers.
"""

import json
import os
import subprocess
import sys
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from benchmarks.contestants import ENTRIES
from benchmarks.workloads import Workload

ROOT = Path(__file__).parent.parent


class ContestantError(Exception):
    """What a contestant answered instead of a result."""


def installed(name: str) -> bool:
    """Whether the package that a contestant is about can be imported."""
    return find_spec(ENTRIES[name].needs) is not None


class Lane:
    """The other end of `benchmarks.runner`: `prepare` a workload, then ask for rounds."""

    def __init__(self, name: str) -> None:
        """Start the process; it imports its library with the first `prepare`."""
        self.name = name
        self._process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.runner", name],
            cwd=ROOT,
            env={**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", **ENTRIES[name].environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def send(self, do: str, **more: Any) -> None:
        """Ask for something without waiting for it; a process that is gone says so in `receive`."""
        with suppress(BrokenPipeError):
            self._process.stdin.write(json.dumps({"do": do, **more}) + "\n")
            self._process.stdin.flush()

    def receive(self) -> dict[str, Any]:
        """Wait for the answer to the oldest request.

        Raises:
            ContestantError: the contestant failed, or its process ended.
        """
        line = self._process.stdout.readline()
        if not line:
            raise ContestantError(f"its process ended with code {self._process.wait()}")
        answer = json.loads(line)
        if "error" in answer:
            raise ContestantError(answer["error"])
        return answer

    def prepare(self, workload: Workload) -> dict[str, Any]:
        """Build, compile and warm up; the first round is done here."""
        self.send("prepare", workload=workload.to_dict())
        return self.receive()

    def round(self) -> dict[str, Any]:
        """One round of updates: its seconds and mean loss."""
        self.send("round")
        return self.receive()

    def close(self) -> None:
        """End the process, whatever it is doing."""
        self._process.kill()
        self._process.wait()
        self._process.stdout.close()
        # What was not read by the process that ended cannot be delivered any more.
        with suppress(BrokenPipeError):
            self._process.stdin.close()
