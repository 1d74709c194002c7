"""`python -m benchmarks.soak`: twenty hostile visitors do their worst while ten students work.

In: for how many minutes. Out: how the students fared, what was refused, the server's memory.
"""

import argparse
import asyncio
import json
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from websockets.exceptions import WebSocketException

from benchmarks.classroom.figures import machine, quantiles
from benchmarks.classroom.lesson import Notes, Plan, look, train
from benchmarks.classroom.meter import Meter, Sample, mebibytes, shares
from benchmarks.classroom.server import AppServer, running
from benchmarks.classroom.student import Student, Unanswered
from benchmarks.hostile.attacks import ATTACKS, Attack

HOSTILE, STUDENTS, TRAINING = 20, 10, 5
# A student's run: a second or two of one core.
RUN = "seed={number}&units=10&sequences=20000"
PATIENCE = 600.0
# Streamlit keeps a closed tab's session for two minutes, for a connection that comes back.
AFTER = 170.0
SETTLING = 15.0
REFUSED = (Unanswered, LookupError, OSError, WebSocketException, TimeoutError, StopIteration)


async def soak(server: AppServer, *, seconds: float) -> tuple[Notes, dict[str, Counter[str]]]:
    """Have everybody at it for so long.

    Returns:
        What the students saw, and for each attack how often it was done and how often it was refused.
    """
    notes, over = Notes(), asyncio.Event()
    counts: dict[str, Counter[str]] = {attack.__name__: Counter() for attack in ATTACKS}
    visitors = [_hostile(server, number, counts, over) for number in range(HOSTILE)]
    students = [_student(server.address, number, notes, over) for number in range(STUDENTS)]
    tasks = [asyncio.create_task(one) for one in (*visitors, *students)]
    await asyncio.sleep(seconds)
    over.set()
    await asyncio.gather(*tasks[HOSTILE:])
    for task in tasks[:HOSTILE]:
        task.cancel()
    await asyncio.gather(*tasks[:HOSTILE], return_exceptions=True)
    return notes, counts


async def _hostile(
    server: AppServer, number: int, counts: dict[str, Counter[str]], over: asyncio.Event
) -> None:
    """One attack after the other, each visitor beginning with another one."""
    rng = random.Random(number)
    turn = number
    while not over.is_set():
        attack: Attack = ATTACKS[turn % len(ATTACKS)]
        turn += 1
        try:
            await attack(server, rng)
            counts[attack.__name__]["done"] += 1
        except REFUSED as refused:
            counts[attack.__name__][f"refused: {type(refused).__name__}"] += 1
        await asyncio.sleep(rng.random())


async def _student(address: str, number: int, notes: Notes, over: asyncio.Event) -> None:
    """Works as long as the soak lasts; a connection that was lost is opened again, and counted."""
    rng, lesson = random.Random(1000 + number), 0
    while not over.is_set():
        student = Student(address, patience=PATIENCE)
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
        },
        "processes": {"before": samples[0].processes, "after": after.processes},
        "cores": {name: round(share, 3) for name, share in shares(samples).items()},
    }


def measure(server: AppServer, *, seconds: float, after: float = AFTER) -> dict[str, Any]:
    """A soak on a fresh server, and its figures."""
    time.sleep(min(SETTLING, after))
    meter = Meter(server.pid)
    notes, counts = asyncio.run(soak(server, seconds=seconds))
    samples = list(meter.samples)
    meter.close()
    time.sleep(after)
    return figures(notes, counts, samples, meter.look(), server.traces())


def main(arguments: list[str] | None = None) -> int:
    """Run from the command line; 1 if a student's page or run was lost."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as server:
        found = measure(server, seconds=60 * asked.minutes)
    text = json.dumps(found, indent=1, ensure_ascii=False) + "\n"
    if asked.json:
        asked.json.write_text(text, encoding="utf-8")
    sys.stdout.write(text)
    return int(bool(found["failures"] or found["errors"] or found["runs_lost"]))


if __name__ == "__main__":
    sys.exit(main())
