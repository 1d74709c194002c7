"""`python -m benchmarks.following`: a lecturer and a class of sixty on a server of its own, measured.

In: how many follow, where the lecturer goes. Out: how long after the lecturer a follower knows the place, and
how long until the page stands there; messages; votes; what the web process spends; as JSON.

A follower is a browser as the server sees it: a member of the class on the class's WebSocket and, unless
`--bare`, a tab on Streamlit's, which runs its page anew at each place it is told.
"""

import argparse
import asyncio
import json
import re
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from websockets.asyncio.client import ClientConnection, connect

from benchmarks.classroom.meter import Meter, shares
from benchmarks.classroom.server import AppServer, running
from benchmarks.classroom.student import Student

PATIENCE = 120.0
LED = re.compile(r'\{"code": "([A-Z]{6})", "token": "([^"]+)"\}')
# Where the lecturer goes, again and again: pages and controls.
PLACES = (
    ("Merge", ""),
    ("Merge", "mg_mode=sum"),
    ("Merge", "mg_mode=mul"),
    ("How_it_reads", ""),
    ("Who_knows_what", ""),
    ("Alignment", ""),
    ("Train", ""),
    ("Train", "units=6"),
)


@dataclass
class Follower:
    """One member of the class, with its tab.

    Attributes:
        tab: on Streamlit's WebSocket; None for one that only listens.
        heard, stood: place's number -> seconds on the monotonic clock.
        messages: how many came.
    """

    tab: Student | None
    heard: dict[int, float] = field(default_factory=dict)
    stood: dict[int, float] = field(default_factory=dict)
    messages: int = 0

    async def follow(self, socket: ClientConnection) -> None:
        """Listen, go where the lecturer is, and answer the question."""
        going: asyncio.Task[None] | None = None
        async for text in socket:
            self.messages += 1
            said = json.loads(text)
            if place := said.get("place"):
                number = int(place["query"].rpartition("n=")[2])
                self.heard[number] = time.monotonic()
                if going is not None and not going.done():
                    await going
                going = asyncio.create_task(self._go(place, number))
            if said.get("question"):
                vote = {"question": said["question"]["number"], "option": self.messages % 2}
                await socket.send(json.dumps({"vote": vote}))

    async def _go(self, place: dict[str, str], number: int) -> None:
        if self.tab is not None:
            await self.tab.go(place["page"], place["query"])
        self.stood[number] = time.monotonic()


async def begin_class(lecturer: Student) -> tuple[str, str]:
    """Open a class in this tab; the address of its WebSocket, and the token of who leads it."""
    await lecturer.open("Classroom")
    await lecturer.press("class_begin")
    written = " ".join(one.body for one in lecturer.page.of("html"))
    code, token = LED.findall(written)[0]
    return f"{lecturer.address.replace('http', 'ws', 1)}/birnn/class/{code}", token


async def lead(server: AppServer, *, followers: int, rounds: int, pause: float, bare: bool) -> dict[str, Any]:
    """Lead a class through `PLACES` and ask it a question; the figures."""
    lecturer = Student(server.address, patience=PATIENCE)
    address, token = await begin_class(lecturer)
    members = [
        Follower(None if bare else Student(server.address, patience=PATIENCE)) for _ in range(followers)
    ]
    for one in members:
        if one.tab is not None:
            await one.tab.open("Merge")
    async with connect(address) as leads:
        await leads.send(json.dumps({"hello": token}))
        sockets = [await connect(address, ping_interval=None) for _ in members]
        for socket in sockets:
            await socket.send('{"hello":""}')
        tasks = [
            asyncio.create_task(one.follow(socket)) for one, socket in zip(members, sockets, strict=True)
        ]
        await asyncio.sleep(2.0)
        meter = Meter(server.pid)
        sent = await _places(leads, rounds=rounds, pause=pause)
        samples = list(meter.samples)
        meter.close()
        seconds = await _ask(leads, followers)
        await asyncio.sleep(2.0)
        for task in tasks:
            task.cancel()
        for socket in sockets:
            await socket.close()
    tabs = [one.tab for one in members if one.tab is not None]
    for tab in (*tabs, lecturer):
        await tab.close()
    return {
        "followers": followers,
        "bare": bare,
        "places": len(sent),
        "told, ms": _spread(sent, [one.heard for one in members], 1e3),
        "page stands, s": None if bare else _spread(sent, [one.stood for one in members], 1.0),
        "by place, s": None if bare else _by_place(sent, [one.stood for one in members]),
        "messages of one follower": _range([one.messages for one in members]),
        "places missed": sum(len(sent) - len(one.heard) for one in members),
        "votes counted, ms": round(seconds * 1e3),
        "web process, share of a core": round(shares(samples)["web"], 3),
        "errors": [problem for tab in tabs for problem in tab.errors],
        "traces": server.traces(),
    }


async def _places(leads: ClientConnection, *, rounds: int, pause: float) -> dict[int, float]:
    sent: dict[int, float] = {}
    for number in range(rounds * len(PLACES)):
        page, query = PLACES[number % len(PLACES)]
        place = {"page": page, "query": f"{query}&n={number}".lstrip("&")}
        sent[number] = time.monotonic()
        await leads.send(json.dumps({"place": place}))
        await asyncio.sleep(pause)
    return sent


async def _ask(leads: ClientConnection, followers: int) -> float:
    """Ask the class; the seconds until every vote is counted. Programs without cookies vote one each."""
    began = time.monotonic()
    await leads.send(json.dumps({"ask": {"text": "Which?", "options": ["past", "future"], "right": None}}))
    async with asyncio.timeout(PATIENCE):
        while True:
            said = json.loads(await leads.recv())
            if sum(said.get("counts") or ()) == followers:
                return time.monotonic() - began


def _spread(sent: dict[int, float], came: list[dict[int, float]], scale: float) -> dict[str, float]:
    late = sorted(scale * (at - sent[number]) for one in came for number, at in one.items())
    return {
        "p50": round(statistics.median(late), 2),
        "p95": round(late[int(0.95 * (len(late) - 1))], 2),
        "most": round(late[-1], 2),
    }


def _by_place(sent: dict[int, float], stood: list[dict[int, float]]) -> dict[str, dict[str, float]]:
    """How long until the page stands, for each of `PLACES`."""
    found = {}
    for place, (page, query) in enumerate(PLACES):
        wanted = {number: at for number, at in sent.items() if number % len(PLACES) == place}
        here = [{number: at for number, at in one.items() if number in wanted} for one in stood]
        found[f"{page}?{query}"] = _spread(wanted, here, 1.0)
    return found


def _range(counts: list[int]) -> list[int]:
    return [min(counts), max(counts)]


def main(arguments: list[str] | None = None) -> int:
    """Run from the command line; 1 if anything went wrong."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.following", description=__doc__)
    parser.add_argument("--followers", type=int, default=60)
    parser.add_argument(
        "--rounds", type=int, default=2, help="how often the lecturer goes through all places"
    )
    parser.add_argument("--pause", type=float, default=6.0, help="seconds at each place")
    parser.add_argument("--bare", action="store_true", help="followers only listen, and open no page")
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as server:
        server.settle()
        found = asyncio.run(
            lead(server, followers=asked.followers, rounds=asked.rounds, pause=asked.pause, bare=asked.bare)
        )
    text = json.dumps(found, indent=1) + "\n"
    if asked.json:
        asked.json.write_text(text, encoding="utf-8")
    sys.stdout.write(text)
    return int(bool(found["errors"] or found["traces"]))


if __name__ == "__main__":
    sys.exit(main())
