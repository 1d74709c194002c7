"""`python -m benchmarks.attacks`: each attack on its own, and what it takes from everybody else.

In: which attacks, and how many visitors do each at the same moment. Out: for each the longest that the
server's health check took, processor time and memory of the web process and of all it started, processes,
stack traces; and the table of all kinds of attacks (`benchmarks.hostile.rows`), before and now.
"""

import argparse
import asyncio
import json
import random
import sys
import tempfile
import threading
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks.classroom.figures import machine
from benchmarks.classroom.meter import MIB, Meter, mebibytes
from benchmarks.classroom.server import AppServer, running
from benchmarks.hostile.attacks import ATTACKS, Attack
from benchmarks.hostile.rows import ROWS
from benchmarks.hostile.target import Target
from benchmarks.soak import REFUSED

AT_ONCE = 3
# What an attack leaves behind is looked at so long after it.
AFTER = 35.0
HEALTH_SECONDS, PATIENCE = 0.1, 120.0


class Pulse:
    """Asks whether the server is healthy, again and again, on a thread of its own."""

    def __init__(self, server: AppServer) -> None:
        self._server, self._stop, self._longest = server, threading.Event(), 0.0
        self._thread = threading.Thread(target=self._ask, daemon=True)
        self._thread.start()

    def _ask(self) -> None:
        while not self._stop.wait(HEALTH_SECONDS):
            began = time.monotonic()
            self._server.healthy(seconds=PATIENCE)
            self._longest = max(self._longest, time.monotonic() - began)

    def longest(self) -> float:
        """End, and say how many seconds the slowest answer took."""
        self._stop.set()
        self._thread.join()
        return self._longest


async def at_once(target: Target, attack: Attack, count: int) -> int:
    """Let so many visitors do the same at the same moment; how many of them were refused."""
    outcomes = await asyncio.gather(
        *(attack(target, random.Random(number)) for number in range(count)), return_exceptions=True
    )
    for one in outcomes:
        if isinstance(one, BaseException) and not isinstance(one, REFUSED):
            raise one
    return sum(one is not None for one in outcomes)


def measure(server: AppServer, attack: Attack, *, count: int, after: float = AFTER) -> dict[str, Any]:
    """Figures of one attack on a server that is at rest, ready for JSON."""
    meter, pulse, traces = Meter(server.pid), Pulse(server), len(server.traces())
    refused = asyncio.run(at_once(Target(server.address, server.pid), attack, count))
    longest, over = pulse.longest(), meter.look()
    samples = list(meter.samples)
    time.sleep(after)
    first, left = samples[0], meter.look()
    meter.close()
    return {
        "visitors": count,
        "refused": refused,
        "seconds": round(over.at - first.at, 1),
        "health_longest": round(longest, 3),
        "web_cpu": round(over.web_seconds - first.web_seconds, 2),
        "web_mib": [
            round(one / MIB)
            for one in (first.web_bytes, max(sample.web_bytes for sample in samples), left.web_bytes)
        ],
        "all_mib": [
            round(mebibytes(first)),
            round(max(mebibytes(sample) for sample in samples)),
            round(mebibytes(left)),
        ],
        "processes": [first.processes, max(one.processes for one in samples), left.processes],
        "traces": server.traces()[traces:],
    }


def table(found: dict[str, dict[str, Any]]) -> Iterable[str]:
    """The rows of Markdown of `docs/reliability.md`, with the figures of those attacks that were made."""
    yield "| tried | before | now | figures of three at once | tests |"
    yield "|---|---|---|---|---|"
    for row in ROWS:
        made = [found[one.__name__] for one in row.attacks if one.__name__ in found]
        tests = ", ".join(f"`{one}`" for one in row.tests)
        yield f"| {row.tried} | {row.before} | {row.now} | {_figures(made)} | {tests} |"


def _figures(made: list[dict[str, Any]]) -> str:
    """What an attack took; of several the time of all, and the memory of the one that took most."""
    if not made:
        return "–"
    web, memory, processes = (
        max((one[key] for one in made), key=lambda values: values[1] - values[0])
        for key in ("web_mib", "all_mib", "processes")
    )
    seconds, slowest = sum(one["web_cpu"] for one in made), max(one["health_longest"] for one in made)
    traces = sum(len(one["traces"]) for one in made)
    return (
        f"{seconds:.1f} s; `/health` {1000 * slowest:.0f} ms; web {_path(web)}, all {_path(memory)} MiB; "
        f"{_path(processes)} processes{f'; stack traces: {traces}' if traces else ''}"
    )


def _path(values: list[int]) -> str:
    return " → ".join(f"{one:,}" for one in values)


def main(arguments: list[str] | None = None) -> int:
    """Run from the command line."""
    names = [attack.__name__ for attack in ATTACKS]
    parser = argparse.ArgumentParser(prog="python -m benchmarks.attacks", description=__doc__)
    parser.add_argument("--only", choices=names, nargs="+", default=names, help="the attacks")
    parser.add_argument("--at-once", type=int, default=AT_ONCE, help="visitors who do the same")
    parser.add_argument("--after", type=float, default=AFTER, help="seconds until what is left is looked at")
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    asked = parser.parse_args(arguments)
    found: dict[str, dict[str, Any]] = {}
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as server:
        server.settle()
        for attack in ATTACKS:
            if attack.__name__ in asked.only:
                found[attack.__name__] = measure(server, attack, count=asked.at_once, after=asked.after)
                sys.stderr.write(f"{attack.__name__}: {found[attack.__name__]}\n")
    if asked.json:
        asked.json.write_text(json.dumps({"machine": machine(), "attacks": found}, indent=1) + "\n", "utf-8")
    sys.stdout.write("\n".join(table(found)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
