"""`python -m benchmarks.pages`: what one run of each page costs the web process, when everything is warm.

In: nothing (a server is started), or the names of pages. Out: a table on standard output; the same figures as
JSON. One student opens a page and has it run again and again with nothing changed, then changes one control
after another; nobody else is there. Processor time, not the clock's, so other work on the machine disturbs it
little; what the workers use is not counted.
"""

import argparse
import asyncio
import json
import random
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

import psutil

from benchmarks.classroom.clicking import some_click
from benchmarks.classroom.figures import machine
from benchmarks.classroom.server import AppServer, running
from benchmarks.classroom.student import Student
from ui.page_list import page_names

RUNS = 20
# A page is warm after so many runs.
BEFORE = 3
IDLE_SECONDS = 3.0


def processor_seconds(pid: int) -> float:
    """Processor time that a process has used so far, without its children."""
    return float(sum(psutil.Process(pid).cpu_times()[:2]))


async def one_page(address: str, pid: int, name: str, *, runs: int) -> dict[str, Any]:
    """What one warm run of a page costs.

    Args:
        address: of the server.
        pid: of its web process.
        name: of the page, '' for Home.
        runs: how many are averaged, and how many controls are changed.

    Returns:
        Milliseconds of processor time and kilobytes sent, each for one run; milliseconds of a run after a
        control was changed, on average and at most, and which control that was.

    Raises:
        RuntimeError: the page showed an error.
    """
    student = Student(address)
    try:
        await student.open(name)
        for _ in range(BEFORE - 1):
            await student.again()
        spent, received = processor_seconds(pid), student.received
        for _ in range(runs):
            await student.again()
        spent, received = processor_seconds(pid) - spent, student.received - received
        clicks = await _clicks(student, pid, runs)
    finally:
        await student.close()
    if student.errors:
        raise RuntimeError(f"The page {name or 'Home'!r} must run without an error; got {student.errors[0]}.")
    return {"ms": _milliseconds(spent / runs), "kb": round(received / 1000 / runs, 1), **clicks}


async def _clicks(student: Student, pid: int, count: int) -> dict[str, Any]:
    """What runs cost that follow a change of some control; nothing where the page has none."""
    rng, costs = random.Random(0), []
    for _ in range(count):
        try:
            widget, value = some_click(student, rng)
        except LookupError:
            return {}
        before = processor_seconds(pid)
        await student.put(widget, value)
        costs.append((processor_seconds(pid) - before, widget.key))
    most, key = max(costs)
    mean = statistics.mean(cost for cost, _ in costs)
    return {"click_ms": _milliseconds(mean), "click_max_ms": _milliseconds(most), "dearest": key}


def _milliseconds(seconds: float) -> float:
    return round(1000 * seconds, 1)


async def _idle(pid: int) -> float:
    """The share of a core that the web process uses while nobody is there."""
    before = processor_seconds(pid)
    await asyncio.sleep(IDLE_SECONDS)
    return (processor_seconds(pid) - before) / IDLE_SECONDS


async def measure(server: AppServer, names: list[str], *, runs: int) -> dict[str, Any]:
    """What one warm run of each of these pages costs.

    Args:
        server: may be cold; it is waited for.
        names: of pages, '' for Home.
        runs: how many are averaged.
    """
    await asyncio.to_thread(server.settle)
    described = {**machine(), "idle_share": round(await _idle(server.pid), 3)}
    pages = {name or "Home": await one_page(server.address, server.pid, name, runs=runs) for name in names}
    costs = [one["ms"] for one in pages.values()]
    return {
        "machine": described,
        "runs": runs,
        "pages": pages,
        "median_ms": round(statistics.median(costs), 1),
        "max_ms": max(costs),
    }


def table(found: dict[str, Any]) -> str:
    """The figures as text to read, the dearest page first."""
    lines = ["| page | CPU ms | kB sent | after a change | at most | of |", "|---|---|---|---|---|---|"]
    for name, one in sorted(found["pages"].items(), key=lambda item: -item[1]["ms"]):
        cells = [f"{one['ms']:.0f}", f"{one['kb']:.1f}"]
        cells += [f"{one[key]:.0f}" if key in one else "-" for key in ("click_ms", "click_max_ms")]
        lines.append(f"| {name.replace('_', ' ')} | {' | '.join(cells)} | {one.get('dearest') or '-'} |")
    lines += [
        "",
        f"median {found['median_ms']:.0f}, most {found['max_ms']:.0f}",
        json.dumps(found["machine"]),
    ]
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> int:
    """Run from the command line."""
    names = page_names()
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pages", description=__doc__)
    parser.add_argument("--page", action="append", choices=[name or "Home" for name in names])
    parser.add_argument("--runs", type=int, default=RUNS, help="how many are averaged")
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    asked = parser.parse_args(arguments)
    wanted = [name for name in names if asked.page is None or (name or "Home") in asked.page]
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as server:
        found = asyncio.run(measure(server, wanted, runs=asked.runs))
    sys.stdout.write(table(found) + "\n")
    if asked.json:
        asked.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
