"""`python -m benchmarks`: how fast the training engine is, measured beside the alternatives in one run.

In: `--quick`, `--only SECTION`, `--json FILE`. Out: tables on standard output; the same numbers as JSON.
"""

import argparse
import json
import os
import platform
import sys
from dataclasses import asdict, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import psutil

from benchmarks.ablation import ablation
from benchmarks.arithmetic import operations, peak
from benchmarks.contest import Row, contest
from benchmarks.contestants import OURS
from benchmarks.growth import growth, slope
from benchmarks.report import Results, report
from benchmarks.startup import startup
from benchmarks.workloads import CONTEST, Workload
from viz_core.training.tiles import LANES

ROUNDS = 9
GROWTH_ROUNDS = 5
QUICK_ROUNDS = 3
# For so long the machine is watched, before anything is started.
BUSY_SECONDS = 3.0
# A quick round has this share of a round's updates.
QUICK_SHARE = 0.25
PACKAGES = ("numpy", "numba", "tensorflow", "keras", "torch", "jax")
LSTMS = [workload for name, workload in CONTEST.items() if name.endswith("/lstm")]


def _tell(line: str) -> None:
    """Progress goes to standard error, results to standard output."""
    sys.stderr.write(f"{line}\n")


def quick() -> Results:
    """The contest alone, for LSTM, with short rounds; under a minute on two idle cores."""
    short = [replace(one, updates=max(1, int(one.updates * QUICK_SHARE))) for one in LSTMS]
    return {"rows": [asdict(row) for row in contest(short, rounds=QUICK_ROUNDS, tell=_tell)]}


def _contest() -> Results:
    rows = contest(CONTEST.values(), rounds=ROUNDS, tell=_tell)
    return {"rows": [asdict(row) for row in rows], "arithmetic": _arithmetic(rows)}


def _growth() -> Results:
    points = growth(rounds=GROWTH_ROUNDS, tell=_tell)
    exponent = slope(points, "timesteps", OURS)
    return {"growth": {"points": [asdict(point) for point in points], "timesteps_exponent": exponent}}


def _startup() -> Results:
    return {"startup": [asdict(one) for one in startup(LSTMS, tell=_tell)]}


def _parts() -> Results:
    return {"parts": [asdict(one) for one in ablation(LSTMS, tell=_tell)]}


SECTIONS = {"contest": _contest, "growth": _growth, "startup": _startup, "parts": _parts}


def measured(arguments: argparse.Namespace) -> Results:
    """What the arguments ask for; everything if they ask for nothing."""
    if arguments.quick:
        return quick()
    chosen = [SECTIONS[name] for name in ([arguments.only] if arguments.only else SECTIONS)]
    return {key: value for section in chosen for key, value in section().items()}


def _arithmetic(rows: list[Row]) -> dict[str, Any]:
    """The peak, measured now, and the share of it that each workload of the contest reached."""
    highest = peak()
    times = {row.workload: row.ours_milliseconds for row in rows if row.ours_milliseconds}
    return {
        "peak": highest,
        "workloads": [_share(CONTEST[name], one, highest) for name, one in times.items()],
    }


def _share(workload: Workload, milliseconds: float, highest: float) -> dict[str, Any]:
    count = operations(workload)
    share = count / (milliseconds / 1000) / highest
    return {"workload": workload.name, "operations": count, "milliseconds": milliseconds, "share": share}


def _machine(busy: float) -> dict[str, Any]:
    return {
        "cores": os.cpu_count(),
        "processor": _processor(),
        "products": f"vectors of {LANES} numbers" if LANES else "OpenBLAS",
        "python": platform.python_version(),
        "versions": {name: found for name in PACKAGES if (found := _version(name))},
        "busy": busy,
    }


def _processor() -> str:
    """The processor's name where Linux tells it, else its architecture."""
    told = Path("/proc/cpuinfo")
    lines = told.read_text().splitlines() if told.exists() else []
    names = [line.split(":")[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _arguments(given: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="three workloads, few rounds, no growth")
    parser.add_argument("--only", choices=SECTIONS, help="one section instead of all")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the numbers there too")
    return parser.parse_args(given)


def main(given: list[str] | None = None) -> None:
    """Measure, print, and write."""
    arguments = _arguments(given)
    busy = psutil.cpu_percent(BUSY_SECONDS) / 100
    results = {"machine": _machine(busy), **measured(arguments)}
    sys.stdout.write(report(results))
    if arguments.json:
        arguments.json.write_text(json.dumps(results, indent=1) + "\n")


if __name__ == "__main__":
    main()
