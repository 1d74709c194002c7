"""`python -m benchmarks.soak`: twenty hostile visitors do their worst while ten students work.

In: for how many minutes; addresses for them to come from. Out: how the students fared, what was refused, the
server's memory.

In a hall each visitor has a machine, and so an address, of their own, by which the server shares what there
is not enough of. Without `--machines` all come from one. On Linux this gives the computer 254 of them, for
`--machines 10.99.0.`: `ip route add local 10.99.0.0/24 dev lo`.
"""

import argparse
import asyncio
import json
import multiprocessing
import random
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

from websockets.exceptions import WebSocketException

from benchmarks.classroom.figures import machine, quantiles
from benchmarks.classroom.lesson import Notes, Plan, look, train
from benchmarks.classroom.meter import MIB, Meter, Sample, mebibytes, shares
from benchmarks.classroom.server import AppServer, running
from benchmarks.classroom.student import Student, Unanswered
from benchmarks.hostile.attacks import ATTACKS, Attack
from benchmarks.hostile.target import Target

HOSTILE, STUDENTS, TRAINING = 20, 10, 5
# A student's run: a second or two of one core.
RUN = "seed={number}&units=10&sequences=20000"
PATIENCE = 600.0
# Streamlit keeps a closed tab's session for two minutes, for a connection that comes back.
AFTER = 170.0
SETTLING = 15.0
REFUSED = (Unanswered, LookupError, OSError, WebSocketException, TimeoutError, StopIteration)


def soak(server: AppServer, *, seconds: float, machines: str = "") -> tuple[Notes, dict[str, Counter[str]]]:
    """Have everybody at it for so long.

    The hostile visitors are a process of their own: making an attack takes none of the students' time.

    Args:
        server: that they visit.
        seconds: for how long.
        machines: what the addresses begin with that they come from, a number makes each whole; empty where
            all come from the usual one.

    Returns:
        What the students saw, and for each attack how often it was done and how often it was refused.
    """
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as elsewhere:
        hostile = elsewhere.submit(_all_hostile, Target(server.address, server.pid), seconds, machines)
        notes = asyncio.run(_all_students(server.address, seconds, machines))
        return notes, hostile.result()


def _all_hostile(target: Target, seconds: float, machines: str) -> dict[str, Counter[str]]:
    counts: dict[str, Counter[str]] = {attack.__name__: Counter() for attack in ATTACKS}

    async def everybody() -> None:
        async with asyncio.timeout(seconds):
            visitors = [target._replace(machine=_machine(machines, 1 + one)) for one in range(HOSTILE)]
            await asyncio.gather(*(_hostile(one, number, counts) for number, one in enumerate(visitors)))

    with suppress(TimeoutError):
        asyncio.run(everybody())
    return counts


async def _all_students(address: str, seconds: float, machines: str) -> Notes:
    notes, over = Notes(), asyncio.Event()
    tasks = [
        asyncio.create_task(_student(address, number, notes, over, _machine(machines, 101 + number)))
        for number in range(STUDENTS)
    ]
    await asyncio.sleep(seconds)
    over.set()
    await asyncio.gather(*tasks)
    return notes


def _machine(machines: str, number: int) -> str:
    return f"{machines}{number}" if machines else ""


async def _hostile(target: Target, number: int, counts: dict[str, Counter[str]]) -> None:
    """One attack after the other, each visitor beginning with another one."""
    rng = random.Random(number)
    turn = number
    while True:
        attack: Attack = ATTACKS[turn % len(ATTACKS)]
        turn += 1
        try:
            await attack(target, rng)
            counts[attack.__name__]["done"] += 1
        except REFUSED as refused:
            counts[attack.__name__][f"refused: {type(refused).__name__}"] += 1
        await asyncio.sleep(rng.random())


async def _student(address: str, number: int, notes: Notes, over: asyncio.Event, machine: str) -> None:
    """Works as long as the soak lasts; a connection that was lost is opened again, and counted."""
    rng, lesson = random.Random(1000 + number), 0
    while not over.is_set():
        student = Student(address, patience=PATIENCE, machine=machine)
        lesson += 1
        try:
            query = RUN.format(number=10_000 * number + lesson)
            notes.loads.append(await student.open("Train", query))
            if number < TRAINING:
                await train(student, PATIENCE, notes)
            else:
                await look(student, rng, Plan(sessions=1, train=0), notes, over)
        except (Unanswered, TimeoutError, LookupError) as problem:
            notes.failures.append(f"student {number}: {problem or 'no end of the run'}")
        finally:
            await student.close()
        notes.errors += student.errors


def figures(
    notes: Notes, counts: dict[str, Counter[str]], samples: list[Sample], after: Sample, traces: list[str]
) -> dict[str, Any]:
    """All figures of a soak, ready for JSON."""
    waited = ("loads", "clicks", "presses", "firsts", "finishes")
    return {
        "machine": machine(),
        "students": {name: quantiles(getattr(notes, name)) for name in waited},
        "runs_lost": len(notes.presses) - len(notes.finishes),
        "failures": notes.failures,
        "errors": notes.errors,
        "attacks": {name: dict(count) for name, count in counts.items()},
        "traces": dict(Counter(traces)),
        "memory_mib": {
            "before": round(mebibytes(samples[0])),
            "peak": round(max(mebibytes(one) for one in samples)),
            "after": round(mebibytes(after)),
            "web": [round(one.web_bytes / MIB) for one in (samples[0], after)],
        },
        "processes": {"before": samples[0].processes, "after": after.processes},
        "cores": {name: round(share, 3) for name, share in shares(samples).items()},
    }


def measure(server: AppServer, *, seconds: float, machines: str = "", after: float = AFTER) -> dict[str, Any]:
    """A soak on a fresh server, and its figures; the arguments are those of `soak`."""
    time.sleep(min(SETTLING, after))
    meter = Meter(server.pid)
    notes, counts = soak(server, seconds=seconds, machines=machines)
    samples = list(meter.samples)
    meter.close()
    time.sleep(after)
    return figures(notes, counts, samples, meter.look(), server.traces())


def main(arguments: list[str] | None = None) -> int:
    """Run from the command line; 1 if a student's page or run was lost."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--machines", default="", help="what the visitors' addresses begin with")
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as server:
        found = measure(server, seconds=60 * asked.minutes, machines=asked.machines)
    text = json.dumps(found, indent=1, ensure_ascii=False) + "\n"
    if asked.json:
        asked.json.write_text(text, encoding="utf-8")
    sys.stdout.write(text)
    return int(bool(found["failures"] or found["errors"] or found["runs_lost"]))


if __name__ == "__main__":
    sys.exit(main())
