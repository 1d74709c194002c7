"""Results as files for others: CSV and JSON.

In: `Results`. Out: text.
"""

import csv
import io
import json
from typing import Any

from viz_core.experiments.grid import with_seed
from viz_core.experiments.results import CellResult, Results
from viz_core.runs.store import RunMetrics

COLUMNS = (
    "experiment",
    "row",
    "column",
    "seed",
    "fresh_accuracy",
    "accuracy",
    "ceiling",
    "parameters",
    "seconds",
)


def records(results: Results) -> list[dict[str, Any]]:
    """One flat record for each finished run, config included."""
    return [
        _record(results.experiment.name, one, seed, metrics)
        for one in results.cells
        for seed, metrics in one.runs.items()
    ]


def _record(name: str, one: CellResult, seed: int, metrics: RunMetrics) -> dict[str, Any]:
    return {
        "experiment": name,
        "row": one.row,
        "column": one.column,
        "seed": seed,
        "fresh_accuracy": metrics.fresh_accuracy,
        "accuracy": metrics.accuracy,
        "ceiling": one.ceiling,
        "parameters": metrics.parameters,
        "seconds": metrics.seconds,
        "config": with_seed(one.cell.config, seed).to_dict(),
    }


def as_json(results: Results) -> str:
    """All runs as a JSON list."""
    return json.dumps(records(results), indent=1)


def as_csv(results: Results) -> str:
    """All runs as CSV; the config stands in three columns of JSON: `task`, `model`, `training`."""
    buffer = io.StringIO()
    parts = ("task", "model", "training")
    writer = csv.DictWriter(buffer, [*COLUMNS, *parts], lineterminator="\n")
    writer.writeheader()
    for record in records(results):
        config = record.pop("config")
        writer.writerow(record | {part: json.dumps(config[part]) for part in parts})
    return buffer.getvalue()
