"""Visits with hostile links or files, and what they brought to light."""

import asyncio
import re
import sys
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from typing import Any

import psutil

from benchmarks.classroom.meter import MIB
from benchmarks.classroom.student import Student, Unanswered
from benchmarks.hostile.links import Catalogue, Link, link

MARK = re.compile(rb"mark\d{3}x\d{6}x")
# What only a stack trace or a path of the server's would say.
INSIDES = re.compile(rb"Traceback|File \"|site-packages|/viz_core/|\.py:\d")
# What a page says when something was raised that nobody caught.
RAISED = "an error that nobody caught"
AT_ONCE = 4
# Memory is looked at after so many visits.
EVERY = 100
PATIENCE = 120.0


@dataclass
class Found:
    """What went wrong, and how memory went.

    Attributes:
        visits: how many there were.
        problems: a sentence for each thing that went wrong, with the link.
        memory: resident MiB of the web process, after every hundredth visit.
    """

    visits: int = 0
    problems: list[str] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)


async def visit_links(address: str, known: Catalogue, *, seed: int, count: int, pid: int) -> Found:
    """Open so many links, four at a time, each in a session of its own.

    Args:
        address: of a running server.
        known: its controls.
        seed: of the links.
        count: how many.
        pid: of the web process.
    """

    async def one(number: int, found: Found) -> None:
        given = link(known, seed, number)
        await open_link(address, given, found)

    return await visits(one, count, pid)


Visit = Callable[[int, Found], Coroutine[Any, Any, None]]


async def visits(one: Visit, count: int, pid: int) -> Found:
    """Make visits number 0 to `count`, four at a time, and look at the memory of process `pid`."""
    found, numbers = Found(), iter(range(count))
    web = psutil.Process(pid)

    async def worker() -> None:
        for number in numbers:
            await one(number, found)
            found.visits += 1
            if found.visits % EVERY == 0:
                found.memory.append(round(web.memory_info().rss / MIB, 1))
                memory = f"{found.memory[-1]} MiB"
                sys.stderr.write(f"{found.visits} visits, {len(found.problems)} problems, {memory}\n")

    await asyncio.gather(*(worker() for _ in range(AT_ONCE)))
    return found


async def open_link(address: str, given: Link, found: Found) -> None:
    """Open one link, and note whatever should not be."""
    student = Student(address, patience=PATIENCE)
    try:
        await student.open(given.page, given.query)
        wrong = problems(student, given.mark)
    except Unanswered as problem:
        wrong = [str(problem)]
    finally:
        await student.close()
    found.problems += [f"{one}: /{given.page[:80]}?{given.query[:400]}" for one in wrong]


def problems(student: Student, mark: str) -> Sequence[str]:
    """What a page shows that it should not: errors, insides of the server, another visitor's words."""
    shown = student.page.serialized()
    wrong = [RAISED for _ in student.errors]
    if inside := INSIDES.search(shown):
        wrong.append(f"insides of the server ({inside[0].decode()})")
    if strange := set(MARK.findall(shown)) - {mark.encode()}:
        wrong.append(f"another visitor's words ({sorted(strange)[0].decode()})")
    if not student.page.of("heading") and not student.page.of("html"):
        wrong.append("an empty page")
    return wrong
