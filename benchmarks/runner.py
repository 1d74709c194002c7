"""A contestant's process: `python -m benchmarks.runner NAME`.

In: one request a line on standard input, `{"do": "prepare", "workload": …}` or `{"do": "round"}`. Out: one
answer a line on standard output: `parameters`, `seconds`, `loss`, `bytes` (resident memory), or `error`.
The process ends with its standard input.
"""

import json
import os
import sys
import time
from typing import Any, TextIO

import psutil

from benchmarks.contestants import enter
from benchmarks.workloads import Workload
from viz_core.training.data import epoch_order


class Runner:
    """Answers requests for one contestant; keeps the workload it prepared last."""

    def __init__(self, name: str) -> None:
        self._name = name

    def answer(self, request: dict[str, Any]) -> dict[str, Any]:
        """Do what a request says; an error becomes an answer, for the others go on."""
        try:
            found = self._prepare(request["workload"]) if request["do"] == "prepare" else self._round()
        except Exception as problem:
            return {"error": f"{type(problem).__name__}: {problem}"}
        return {**found, "bytes": psutil.Process().memory_info().rss}

    def _prepare(self, workload: dict[str, Any]) -> dict[str, Any]:
        """Build, compile, and do the first round; its seconds are those until it is done."""
        started = time.perf_counter()
        self._workload, self._epoch = Workload.from_dict(workload), 0
        self._contestant = enter(self._name, self._workload)
        loss = self._round()["loss"]
        seconds = time.perf_counter() - started
        return {"parameters": self._contestant.parameters, "seconds": seconds, "loss": loss}

    def _round(self) -> dict[str, Any]:
        """The next epoch, in the order that the engine draws for it."""
        training = self._workload.training
        rows = epoch_order(training.sequences, training.seed, self._epoch)
        self._epoch += 1
        done = self._contestant.round(rows)
        return {"seconds": done.seconds, "loss": float(done.loss)}


def serve(name: str, requests: TextIO, answers: TextIO) -> None:
    """Answer every line until there are no more."""
    runner = Runner(name)
    for line in requests:
        answers.write(json.dumps(runner.answer(json.loads(line))) + "\n")
        answers.flush()


def _take_stdout() -> TextIO:
    """Keep standard output for answers alone: what libraries print goes to standard error."""
    kept = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    return kept


if __name__ == "__main__":
    serve(sys.argv[1], sys.stdin, _take_stdout())
