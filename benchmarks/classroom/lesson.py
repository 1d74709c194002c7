"""A lesson: everybody opens the page, some press Train, the others click, until all runs are over."""

import asyncio
import random
import time
from collections.abc import Iterable
from dataclasses import dataclass, field

from benchmarks.classroom.clicking import some_click
from benchmarks.classroom.student import Student, Unanswered
from benchmarks.classroom.watching import FINISHED, Following


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Who does what.

    Attributes:
        sessions: how many students there are.
        train: how many of them press Train.
        page: name of the page in its link.
        query: the rest of the link; `{number}` becomes the student's number.
        opening: seconds within which all open it, and within which Train is pressed after that.
        thinking: seconds between two clicks of a student who does not train.
        looking: seconds for which the others click at least.
        patience: seconds that anybody waits for anything.
    """

    sessions: int
    train: int
    page: str = "Train"
    query: str = "seed={number}"
    opening: float = 10.0
    thinking: float = 4.0
    looking: float = 30.0
    patience: float = 600.0


@dataclass
class Notes:
    """What was seen.

    Attributes:
        loads: seconds from the connection to the page, one for each session.
        clicks: seconds from a click to the page, of those who do not train.
        presses: seconds from the press of Train to the page.
        firsts: seconds from the press of Train to the first point.
        finishes: seconds from the press of Train to the end of the run.
        failures: a sentence for each thing that was asked for and did not come.
        errors: errors that the pages showed.
        received: bytes that came, of all sessions.
        refreshes: how many refreshes the pages asked for.
        seconds: from the first press of Train to the last finished run.
    """

    loads: list[float] = field(default_factory=list)
    clicks: list[float] = field(default_factory=list)
    presses: list[float] = field(default_factory=list)
    firsts: list[float] = field(default_factory=list)
    finishes: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    received: int = 0
    refreshes: int = 0
    seconds: float = 0.0


async def lesson(address: str, plan: Plan) -> Notes:
    """Hold it on a running server.

    Args:
        address: `http://HOST:PORT`.
        plan: who does what.
    """
    notes, over = Notes(), asyncio.Event()
    students = [Student(address, patience=plan.patience) for _ in range(plan.sessions)]
    tasks = [
        asyncio.create_task(_attend(student, number, plan, notes, over))
        for number, student in enumerate(students)
    ]
    began = time.perf_counter()
    await asyncio.gather(*tasks[: plan.train])
    notes.seconds = time.perf_counter() - began
    await asyncio.sleep(max(0.0, plan.opening + plan.looking - notes.seconds))
    over.set()
    await asyncio.gather(*tasks)
    _count(students, notes)
    await asyncio.gather(*(student.close() for student in students))
    return notes


async def _attend(student: Student, number: int, plan: Plan, notes: Notes, over: asyncio.Event) -> None:
    """One student's part.."""
    rng = random.Random(number)
    await asyncio.sleep(plan.opening * rng.random())
    try:
        notes.loads.append(await student.open(plan.page, plan.query.format(number=number)))
        await asyncio.sleep(plan.opening * rng.random())
        if number < plan.train:
            await train(student, plan.patience, notes)
        else:
            await look(student, rng, plan, notes, over)
    except (Unanswered, TimeoutError, LookupError) as problem:
        notes.failures.append(f"student {number}: {str(problem) or 'no end of the run'}")


async def train(student: Student, patience: float, notes: Notes) -> None:
    """Press Train and follow the run to its end."""
    began = time.perf_counter()
    notes.presses.append(await student.press("train"))
    following = Following(student)
    await following.first(patience)
    notes.firsts.append(time.perf_counter() - began)
    word = await following.over(patience)
    following.close()
    if word == FINISHED:
        notes.finishes.append(time.perf_counter() - began)
    else:
        notes.failures.append(f"a run ended with the word {word!r}")


async def look(student: Student, rng: random.Random, plan: Plan, notes: Notes, over: asyncio.Event) -> None:
    """Click one control after another until it is over."""
    while not over.is_set():
        widget, value = some_click(student, rng)
        notes.clicks.append(await student.put(widget, value))
        await asyncio.sleep(plan.thinking * (0.5 + rng.random()))


def _count(students: Iterable[Student], notes: Notes) -> None:
    for student in students:
        notes.errors += student.errors
        notes.received += student.received
        notes.refreshes += student.refreshes


async def visit(address: str, pages: Iterable[str]) -> None:
    """One visitor opens these pages, one after the other: the server has seen each of them."""
    for page in pages:
        student = Student(address)
        await student.open(page)
        await student.close()
