"""Runs of the ready experiments that were made beforehand: their metrics come with the project.

In: configs. Out: the metrics of those that were run, and how long runs take at their speed. Run as
`python -m viz_core.experiments.earlier STORE` it writes the file anew, from what a store holds of the ready
experiments.
"""

import json
import sys
from collections.abc import Iterable, Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path

from viz_core.config import ExperimentConfig
from viz_core.experiments.grid import seeds_from
from viz_core.experiments.registry import EXPERIMENTS
from viz_core.limits.budget import cost
from viz_core.runs.packing import name_of
from viz_core.runs.store import RunMetrics, Store

FILE = Path(__file__).with_name("earlier_runs.json")
SEEDS = seeds_from(0, 5)
# What a run takes beside its updates: drawing the sequences, and the examination.
BESIDE_SECONDS = 0.2

Metrics = Mapping[ExperimentConfig, RunMetrics]


def earlier_metrics(configs: Iterable[ExperimentConfig]) -> dict[ExperimentConfig, RunMetrics]:
    """The metrics of those runs that were made beforehand."""
    kept = _kept()
    found = {one: kept.get(_mark(one)) for one in configs}
    return {one: metrics for one, metrics in found.items() if metrics is not None}


def expected_seconds(configs: Iterable[ExperimentConfig], known: Metrics) -> float:
    """How long one core would train these, at the speed of runs that are known.

    Args:
        configs: still to be run.
        known: metrics of other runs, at least of one.

    Raises:
        ValueError: no run is known.
    """
    if not known:
        raise ValueError("`known` must hold the metrics of at least one run; got none.")
    speed = sum(cost(one).work for one in known) / sum(one.seconds for one in known.values())
    return sum(cost(one).work / speed + BESIDE_SECONDS for one in configs)


@cache
def _kept() -> dict[str, RunMetrics]:
    return {mark: RunMetrics(**numbers) for mark, numbers in json.loads(FILE.read_text("utf-8")).items()}


def _mark(config: ExperimentConfig) -> str:
    """A short name of a run: a run of other settings is never taken for it."""
    return sha256(name_of(config).encode()).hexdigest()[:16]


def write(metrics: Metrics, path: Path = FILE) -> None:
    """Write the file, one run a line."""
    lines = [f'"{_mark(one)}": {json.dumps(_rounded(found))}' for one, found in metrics.items()]
    path.write_text("{\n" + ",\n".join(sorted(lines)) + "\n}\n", "utf-8")


def _rounded(found: RunMetrics) -> dict[str, float]:
    return {
        "accuracy": round(found.accuracy, 5),
        "fresh_accuracy": round(found.fresh_accuracy, 5),
        "parameters": found.parameters,
        "seconds": round(found.seconds, 3),
    }


def _of_ready_experiments(store: Store) -> dict[ExperimentConfig, RunMetrics]:
    """Those of the experiments that were run to their ends."""
    found: dict[ExperimentConfig, RunMetrics] = {}
    for one in EXPERIMENTS.values():
        configs = one.runs(SEEDS)
        metrics = store.metrics(configs)
        found |= metrics if len(metrics) == len(configs) else {}
    return found


if __name__ == "__main__":
    write(_of_ready_experiments(Store(Path(sys.argv[1]))))
