"""`python -m benchmarks.hostile_links`: thousands of random links and uploads on a server of its own.

In: how many, from which seed. Out: what went wrong, and the memory of the web process along the way.
"""

import argparse
import asyncio
import json
import random
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.classroom.server import AppServer, running
from benchmarks.classroom.student import Student, Unanswered
from benchmarks.hostile.files import file, upload
from benchmarks.hostile.links import catalogue
from benchmarks.hostile.visits import PATIENCE, Found, problems, visit_links, visits
from ui.page_list import page_names

SHOWN = 40


async def visit_uploads(address: str, *, seed: int, count: int, pid: int) -> Found:
    """Give so many files to the uploaders of all pages, each in a session of its own."""
    places = await _uploaders(address)

    async def one(number: int, found: Found) -> None:
        rng = random.Random(f"file {seed}/{number}")
        mark = f"mark{seed:03d}x{number:06d}x"
        page, query, key = rng.choice(places)
        name, data = file(rng, mark)
        student = Student(address, patience=PATIENCE)
        try:
            await student.open(page, query)
            await upload(student, key, name, data)
            wrong = problems(student, mark)
        except Unanswered as problem:
            wrong = [str(problem)]
        finally:
            await student.close()
        found.problems += [f"{one}: file {number} ({name!r}, {data[:60]!r}) on /{page}" for one in wrong]

    return await visits(one, count, pid)


async def _uploaders(address: str) -> list[tuple[str, str, str]]:
    """Page, query and key of every uploader."""
    found = []
    for page in page_names():
        student = Student(address)
        await student.open(page)
        found += [(page, "", one.key) for one in student.page.widgets() if one.kind == "file_uploader"]
        await student.close()
    return found


async def attack(server: AppServer, *, seed: int, links: int, uploads: int, deep: bool) -> dict[str, Any]:
    """Visit a server with links, then with files; what was found, ready for JSON."""
    known = await catalogue(server.address, page_names(), deep=deep)
    by_link = await visit_links(server.address, known, seed=seed, count=links, pid=server.pid)
    by_file = await visit_uploads(server.address, seed=seed, count=uploads, pid=server.pid)
    return {
        "seed": seed,
        "controls": sum(len(one) for one in known.values()),
        "links": by_link.visits,
        "uploads": by_file.visits,
        "problems": by_link.problems + by_file.problems,
        "traces": server.traces(),
        "memory_mib": {"links": by_link.memory, "uploads": by_file.memory},
        "healthy": server.healthy(seconds=10),
    }


def main(arguments: list[str] | None = None) -> int:
    """Run from the command line; 1 if anything went wrong."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.hostile_links", description=__doc__)
    parser.add_argument("--links", type=int, default=10_000)
    parser.add_argument("--uploads", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path, help="also write all of it to this file")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as server:
        found = asyncio.run(
            attack(server, seed=asked.seed, links=asked.links, uploads=asked.uploads, deep=True)
        )
    if asked.json:
        asked.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    shown = {**found, "problems": found["problems"][:SHOWN], "traces": found["traces"][:SHOWN]}
    sys.stdout.write(json.dumps(shown, indent=1, ensure_ascii=False) + "\n")
    return int(bool(found["problems"] or found["traces"] or not found["healthy"]))


if __name__ == "__main__":
    sys.exit(main())
