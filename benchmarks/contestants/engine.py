"""This project's training engine, as the workers run it.

In: a workload. Out: rounds.
"""

import time
from typing import Any

from benchmarks.contestants import Round
from benchmarks.workloads import Workload
from viz_core.training.engine import Learner


class Engine:
    """One `Learner`; a round is what lies between two events."""

    def __init__(self, workload: Workload) -> None:
        self._updates, self.parameters = workload.updates, workload.parameters
        self._learner = Learner(
            workload.model,
            workload.training,
            workload.sequences(),
            features=workload.features,
            outputs=workload.outputs,
            weights=workload.weights(),
        )

    def round(self, rows: Any) -> Round:
        """The engine draws the order of an epoch by itself; the runner hands the others the same one."""
        started = time.perf_counter()
        event = self._learner.advance(self._updates)
        return Round(seconds=time.perf_counter() - started, loss=event.epoch_loss)
