"""`python -m benchmarks.classroom`: a class of sixty on a server of its own, measured.

In: how many sessions, how many of them train, on which page. Out: a table on standard output; the same
figures as JSON. The server is started before and stopped after it.
"""

import argparse
import asyncio
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.classroom.figures import figures, table
from benchmarks.classroom.lesson import Notes, Plan, lesson, visit
from benchmarks.classroom.meter import Meter
from benchmarks.classroom.server import AppServer, running
from ui.page_list import page_names
from viz_core.training.host import worker_count

SETTLING = 5.0
# Streamlit keeps a closed tab's session for two minutes, for a connection that comes back.
AFTER = 170.0


def measure(server: AppServer, plan: Plan, *, cold: bool, after: float = AFTER) -> dict[str, Any]:
    """Hold a lesson on a fresh server, and collect its figures.

    Args:
        server: nobody has visited it yet.
        plan: who does what.
        cold: whether the class comes before anybody else has opened a page.
        after: seconds between the last student's end and the last look at the memory.
    """
    if not cold:
        asyncio.run(_warm(server.address, plan))
    meter = Meter(server.pid)
    notes = asyncio.run(lesson(server.address, plan))
    samples = list(meter.samples)
    meter.close()
    asyncio.run(asyncio.sleep(after))
    found = figures(plan, notes, samples, meter.look(), server.traces())
    return {**found, "cold": cold}


async def _warm(address: str, plan: Plan) -> None:
    await visit(address, page_names())
    if plan.train:
        await lesson(
            address, Plan(sessions=1, train=1, page=plan.page, query="seed=99999", opening=0, looking=0)
        )
    await asyncio.sleep(SETTLING)


def alone(server: AppServer, plan: Plan) -> dict[str, float]:
    """What the workers need when nobody else is there: one run on each at once, and all runs at that rate."""
    workers = worker_count()
    notes: Notes = asyncio.run(
        lesson(
            server.address,
            Plan(sessions=workers, train=workers, query="seed=1{number}0000", opening=0, looking=0),
        )
    )
    rounds = plan.train / workers
    return {"workers": workers, "one_round": round(notes.seconds, 1), "all": round(notes.seconds * rounds, 1)}


def main(arguments: list[str] | None = None) -> int:
    """Run from the command line; 1 if anything failed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.classroom", description=__doc__)
    parser.add_argument("--sessions", type=int, default=60)
    parser.add_argument("--train", type=int, default=30, help="how many of them press Train")
    parser.add_argument("--cold", action="store_true", help="nobody has visited the server before them")
    parser.add_argument("--page", default="Train", choices=[name or "Home" for name in page_names()])
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    asked = parser.parse_args(arguments)
    page = "" if asked.page == "Home" else asked.page
    plan = Plan(sessions=asked.sessions, train=asked.train, page=page)
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as server:
        found = measure(server, plan, cold=asked.cold)
        if plan.train:
            found["alone"] = alone(server, plan)
    sys.stdout.write(table(found) + "\n")
    if asked.json:
        asked.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    return int(bool(found["failures"] or found["errors"] or found["traces"]))


if __name__ == "__main__":
    sys.exit(main())
