"""Who takes part: the name of each contestant, where its code is, and what it needs.

In: a name. Out: an `Entry`; `enter` imports the code.
"""

import importlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from benchmarks.workloads import Workload
from viz_core.training.cluster import THREADS


@dataclass(frozen=True, kw_only=True)
class Round:
    """What one round of updates took.

    Attributes:
        seconds: for all updates of the round.
        loss: their mean loss.
    """

    seconds: float
    loss: float


class Contestant(Protocol):
    """A way to train a `Workload`; made from the workload and the options of its entry."""

    @property
    def parameters(self) -> int:
        """How many numbers training changes."""

    def round(self, rows: Any) -> Round:
        """Train one epoch on the sequences `rows`, in that order, and report."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One contestant.

    Attributes:
        path: `module:class` in this package.
        needs: the package it is about.
        options: keyword arguments of the class.
        environment: variables set before its process starts.
    """

    path: str
    needs: str
    options: Mapping[str, Any] = field(default_factory=dict)
    environment: Mapping[str, str] = field(default_factory=dict)


OURS = "ours"
ENTRIES: dict[str, Entry] = {
    # As the app's workers run it.
    OURS: Entry(path="engine:Engine", needs="numba", environment=dict.fromkeys(THREADS, "1")),
    "keras_fit": Entry(path="keras_fit:KerasFit", needs="keras", options={"jit_compile": "auto"}),
    "keras_fit_jit": Entry(path="keras_fit:KerasFit", needs="keras", options={"jit_compile": True}),
    "keras_jax": Entry(
        path="keras_fit:KerasFit",
        needs="jax",
        options={"jit_compile": "auto"},
        environment={"KERAS_BACKEND": "jax"},
    ),
    "keras_torch": Entry(
        path="keras_fit:KerasFit",
        needs="torch",
        options={"jit_compile": "auto"},
        environment={"KERAS_BACKEND": "torch"},
    ),
    "torch_1": Entry(path="pytorch:PyTorch", needs="torch", options={"threads": 1}),
    "torch_2": Entry(path="pytorch:PyTorch", needs="torch", options={"threads": 2}),
    "torch_compile": Entry(path="pytorch:PyTorch", needs="torch", options={"threads": 2, "compiled": True}),
    "jax": Entry(path="jax_scan:JaxScan", needs="jax"),
}
OTHERS = tuple(name for name in ENTRIES if name != OURS)


def enter(name: str, workload: Workload) -> Contestant:
    """Import a contestant and let it prepare a workload."""
    module, _, attribute = ENTRIES[name].path.partition(":")
    maker = getattr(importlib.import_module(f"benchmarks.contestants.{module}"), attribute)
    return maker(workload, **ENTRIES[name].options)
