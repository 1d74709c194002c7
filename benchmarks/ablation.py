"""Where the time of an update goes: the parts of the engine, timed while it trains on one thread.

In: workloads. Out: one `Parts` each, measured in a process of its own (`python -m benchmarks.ablation NAME`).
"""

import json
import math
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from benchmarks.contestants import ENTRIES, OURS
from benchmarks.contestants.engine import Engine
from benchmarks.lane import ROOT
from benchmarks.workloads import CONTEST, Workload
from viz_core.training import engine, network, reader

REPEATS = 5
# What is timed: its name, and where the function is that does it.
PARTS: tuple[tuple[str, Any, str], ...] = (
    ("laying out batches", engine, "minibatches"),
    ("looking up words", network, "look_up"),
    ("reading", reader, "read"),
    ("head and loss", network, "_head"),
    ("way back", reader, "read_back"),
    ("gradients of words", network, "add_up"),
    ("optimizer", engine.Learner, "_optimize"),
)


@dataclass(frozen=True, kw_only=True)
class Parts:
    """Milliseconds of one update.

    Attributes:
        workload: its name.
        milliseconds: 'whole update', then its parts.
    """

    workload: str
    milliseconds: dict[str, float]


def ablation(workloads: Iterable[Workload], *, tell: Callable[[str], None]) -> list[Parts]:
    """Take every workload apart."""
    found = []
    for workload in workloads:
        found.append(Parts(workload=workload.name, milliseconds=_ask(workload.name)))
        tell(f"parts of {workload.name}")
    return found


def _ask(name: str) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.ablation", name],
        cwd=ROOT,
        env={**os.environ, **ENTRIES[OURS].environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=True,
        text=True,
    )
    return json.loads(done.stdout)


def take_apart(workload: Workload) -> dict[str, float]:
    """Time updates on one thread, and what is spent in each part of them; milliseconds per update."""
    with patch.object(engine, "HALVED_FROM", math.inf), patch.object(engine, "is_plain", lambda model: False):
        learner = Engine(workload)
        learner.round(None)
        spent: Counter[str] = Counter()
        with ExitStack() as stack:
            for name, owner, attribute in PARTS:
                stack.enter_context(_timed(owner, attribute, name, spent))
            seconds = sum(learner.round(None).seconds for _ in range(REPEATS))
    each = 1000 / (REPEATS * workload.updates)
    parts = {name: spent[name] * each for name, *_ in PARTS}
    return {"whole update": seconds * each, **parts, "rest": seconds * each - sum(parts.values())}


@contextmanager
def _timed(owner: Any, attribute: str, name: str, spent: Counter[str]) -> Iterator[None]:
    """Count the seconds that pass in a function while the context lasts."""
    inner = getattr(owner, attribute)

    def timed(*args: Any, **options: Any) -> Any:
        started = time.perf_counter()
        found = inner(*args, **options)
        spent[name] += time.perf_counter() - started
        return found

    with patch.object(owner, attribute, timed):
        yield


if __name__ == "__main__":
    sys.stdout.write(json.dumps(take_apart(CONTEST[sys.argv[1]])))
